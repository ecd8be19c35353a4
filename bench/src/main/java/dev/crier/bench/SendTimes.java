package dev.crier.bench;

import java.util.List;

/// How many sends the sink took since it was last reset, and when the first and the last of them came (epoch).
record SendTimes(long count, long firstMillis, long lastMillis) {
    static SendTimes all(List<SendTimes> loops) {
        List<SendTimes> busy = loops.stream().filter(each -> each.count > 0).toList();
        return new SendTimes(
                busy.stream().mapToLong(SendTimes::count).sum(),
                busy.stream().mapToLong(SendTimes::firstMillis).min().orElse(0),
                busy.stream().mapToLong(SendTimes::lastMillis).max().orElse(0));
    }
}
