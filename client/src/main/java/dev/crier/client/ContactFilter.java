package dev.crier.client;

import org.jspecify.annotations.Nullable;

/// Which contacts to list or export; null: whatever it is.
///
/// @param search the beginning of a name, or at least three digits of a number
public record ContactFilter(
        @Nullable String phone,
        @Nullable String externalId,
        @Nullable String tag,
        @Nullable String search) {
    public static final ContactFilter ALL = new ContactFilter(null, null, null, null);

    String query(@Nullable String limit, @Nullable String after) {
        return Http.query(
                "phone",
                phone,
                "external_id",
                externalId,
                "tag",
                tag,
                "search",
                search,
                "limit",
                limit,
                "after",
                after);
    }
}
