package dev.crier.bench;

import dev.crier.message.Country;
import dev.crier.message.Pricing;
import dev.crier.message.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A broadcast as lists are measured with it: how it stands, to whom it went, and what became of each message.
///
/// @param number from 0, in the order of time
/// @param status as the API calls it
/// @param total its users
/// @param reached so many of them have a message row: all, if it has ended
record Mailing(int number, UUID id, Instant at, String status, int total, int reached) {
    /// Messages a second.
    private static final int RATE = 200;

    private static final int MANY = 1_000;

    /// As large installations have them: few with very many users, many with few. Five million together.
    private static final int[][] SIZES = {{1, 1_000_000}, {2, 500_000}, {10, 100_000}, {20, 50_000}, {267, 3_745}};

    private static final short PRICE = new Pricing(Pricing.Category.UTILITY, Pricing.Type.REGULAR).code();

    /// Broadcasts one after the other up to `end`; large ones stand among small ones. The newest of half a million
    /// stands still in its middle.
    static List<Mailing> all(Instant first, Instant end, int scale) {
        List<Integer> sizes = new ArrayList<>();
        for (int[] size : SIZES) {
            for (int i = 0; i < size[0]; i++) {
                sizes.add(Math.max(10, size[1] / scale));
            }
        }
        int count = sizes.size();
        long step = (end.toEpochMilli() - first.toEpochMilli()) / count;
        List<Mailing> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            // Steps of 97 lead to each place once: 300 has no factor in common with it.
            int total = sizes.get((number * 97 + 150) % count);
            Instant at = first.plusMillis(step * number);
            boolean stands = number % 50 == 49 || (total == sizes.get(1) && number > count / 2);
            all.add(new Mailing(
                    number,
                    Customer.idAt(at, number),
                    at,
                    stands ? "paused" : "finished",
                    total,
                    stands ? total / 2 : total));
        }
        return all;
    }

    String name() {
        return "Delivery notice " + (number + 1);
    }

    @Nullable
    Instant finishedAt() {
        return status.equals("finished") ? at.plusSeconds(total / RATE + 1) : null;
    }

    /// Who user `seq` is; the first user is always the same, who so has very many messages.
    Customer user(int seq, int customers) {
        return new Customer(seq == 0 ? 0 : 1 + (int) ((number * 7_919_003L + seq) % (customers - 1)));
    }

    /// What became of a message.
    ///
    /// @param reason of its failure, or for which it waits
    /// @param code Meta's
    record Fate(
            Stage stage, @Nullable String reason, @Nullable Integer code, int attempts) {}

    /// Of a thousand messages most are read; sixty fail, each of them for one of several reasons. The last message of
    /// each broadcast has a reason that no other has.
    Fate fate(int seq) {
        if (seq == total - 1) {
            return new Fate(Stage.FAILED, "account_error", 131031, 1);
        }
        int lot = (int) Math.floorMod(Customer.spread(number * 1_000_003L + seq), (long) MANY);
        if (!status.equals("finished") && lot > MANY - 3) {
            return new Fate(Stage.WAITING, "rate_limited", 131056, 2);
        }
        return switch (lot / 20) {
            case 0 -> new Fate(Stage.FAILED, "optout", null, 0);
            case 1 -> new Fate(Stage.FAILED, "recipient_unreachable", 131026, 1);
            case 2 -> new Fate(Stage.FAILED, "not_delivered_by_policy", 131049, 1);
            case 3, 4, 5, 6 -> new Fate(Stage.SENT, null, null, 1);
            case 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 -> new Fate(Stage.DELIVERED, null, null, 1);
            default -> new Fate(Stage.READ, null, null, 1);
        };
    }

    /// The columns of [#row].
    static final String COLUMNS = "(broadcast_id, seq, stage, attempts, code, due_at, sent_at, delivered_at, read_at,"
            + " failed_at, updated_at, reason, details, wamid, country, pricing)";

    /// The row of a message.
    @Nullable
    Object[] row(int seq, Customer to, long wamid) {
        Fate fate = fate(seq);
        Stage stage = fate.stage();
        Instant sent = at.plusSeconds(1 + seq / RATE);
        Instant delivered = sent.plusSeconds(2 + seq % 5);
        Instant read = delivered.plusSeconds(30 + seq % 3_000);
        boolean proven = stage.isProof();
        boolean failed = stage == Stage.FAILED;
        boolean attempted = fate.attempts() > 0;
        Instant last = stage == Stage.READ ? read : proven || (failed && attempted) ? delivered : sent;
        return new @Nullable Object[] {
            id,
            seq,
            stage.rank(),
            fate.attempts(),
            fate.code(),
            stage == Stage.WAITING ? sent.plusSeconds(10 * 365 * 86_400L) : null,
            attempted && stage != Stage.WAITING ? sent : null,
            proven ? delivered : null,
            stage == Stage.READ ? read : null,
            failed ? last : null,
            last,
            fate.reason(),
            fate.code() == null ? null : "Meta's own words about it",
            attempted ? Wamid.of(number % 100, wamid) : null,
            Objects.requireNonNull(Country.of(to.country())).code(),
            proven ? PRICE : null
        };
    }
}
