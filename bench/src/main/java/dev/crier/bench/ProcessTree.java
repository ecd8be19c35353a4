package dev.crier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A process and its children, as Linux accounts for them in `/proc`.
record ProcessTree(long pid) {
    /// `sysconf(_SC_CLK_TCK)`; Linux shows user space nothing else on any architecture we run on.
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CSTIME = 14;

    /// CPU seconds since its start, user and system, of the children that ended too.
    double cpuSeconds() {
        return pids().map(each -> ticks(each, CSTIME)).sum() / TICKS_PER_SECOND;
    }

    /// The same of the process alone.
    double ownCpuSeconds() {
        return ticks(pid, STIME) / TICKS_PER_SECOND;
    }

    /// Memory that is in use now: what each process has for itself, and once what they share.
    long residentBytes() {
        long own = 0;
        long shared = 0;
        for (long each : pids().toArray()) {
            own += kilobytes(each, "RssAnon:");
            shared = Math.max(shared, kilobytes(each, "RssShmem:"));
        }
        return (own + shared) * 1_024;
    }

    /// The largest resident set since [#forgetPeak], files of the program included.
    long peakBytes() {
        return kilobytes(pid, "VmHWM:") * 1_024;
    }

    void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
        } catch (IOException e) {
            // Some systems forbid it: then a peak is the one since the start.
        }
    }

    private LongStream pids() {
        Optional<ProcessHandle> root = ProcessHandle.of(pid);
        return Stream.concat(root.stream(), root.stream().flatMap(ProcessHandle::descendants))
                .mapToLong(ProcessHandle::pid);
    }

    /// utime, stime, cutime, cstime, up to `last`; they follow the name in parentheses.
    private static long ticks(long pid, int last) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        long ticks = 0;
        for (int i = UTIME; i <= last && i < fields.length; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    private static long kilobytes(long pid, String field) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith(field))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /// Empty if the process has just ended.
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (IOException e) {
            return "";
        }
    }
}
