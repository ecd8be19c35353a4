package dev.crier.client;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a broadcast would do.
///
/// @param valid whether it would be accepted
/// @param eligible how many would get the message
/// @param errors why it would not be accepted
/// @param ineligible how many would not get it, by reason
/// @param users the first 10,000
/// @param messages the first ten as they would be read
/// @param unknownParams parameters that the template does not use
/// @param ignoredFields fields of the request that mean nothing
public record DryRun(
        boolean valid,
        int total,
        int eligible,
        BigDecimal messagesPerSecond,
        BigDecimal estimatedSeconds,
        List<Problem.Fault> errors,
        @Nullable Map<String, Integer> ineligible,
        List<Verdict> users,
        List<Message> messages,
        List<String> unknownParams,
        List<String> ignoredFields) {
    public DryRun {
        errors = Lists.of(errors);
        ineligible = ineligible == null ? Map.of() : Map.copyOf(ineligible);
        users = Lists.of(users);
        messages = Lists.of(messages);
        unknownParams = Lists.of(unknownParams);
        ignoredFields = Lists.of(ignoredFields);
    }

    /// Whether somebody would get the message, and if not why.
    public record Verdict(
            @Nullable String phone,
            @Nullable String userId,
            @Nullable String ref,
            boolean eligible,
            @Nullable String reason,
            @Nullable String details) {}

    /// A message as it would be read.
    public record Message(@Nullable String phone, Preview preview) {}
}
