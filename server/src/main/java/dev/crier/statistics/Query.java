package dev.crier.statistics;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Texts;
import dev.crier.message.Country;
import dev.crier.message.Reason;
import io.helidon.webserver.http.ServerRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is asked of the statistics: `?from=&to=&timezone=&group_by=` and a value for each dimension but the day.
///
/// @param from the first day
/// @param to the last day
record Query(LocalDate from, LocalDate to, ZoneId zone, List<Dimension> groups, Map<Dimension, String> filters) {
    /// A year, and the month before it to compare with.
    static final int MAX_DAYS = 400;

    /// Each more multiplies the rows; three make a cube that nobody reads in full.
    static final int MAX_GROUPS = 3;

    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_FILTER_CHARS = 512;
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 1, 1);

    static Query of(ServerRequest request, Clock clock) {
        List<Fault> faults = new ArrayList<>();
        ZoneId zone = zone(request, faults);
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        @Nullable LocalDate to = day(request, "to", faults);
        @Nullable LocalDate from = day(request, "from", faults);
        LocalDate last = to != null ? to : from != null && from.isAfter(today) ? from : today;
        LocalDate first = from != null ? from : last.minusDays(DEFAULT_DAYS - 1);
        if (first.isAfter(last)) {
            faults.add(new Fault("invalid_range", "from must not be after to"));
        } else if (ChronoUnit.DAYS.between(first, last) >= MAX_DAYS) {
            faults.add(new Fault("invalid_range", "at most " + MAX_DAYS + " days can be asked for at once"));
        }
        List<Dimension> groups = groups(request, faults);
        Map<Dimension, String> filters = filters(request, faults);
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The statistics asked for are not valid", faults);
        }
        return new Query(first, last, zone, groups, filters);
    }

    private static Optional<String> text(ServerRequest request, String name) {
        return request.query().first(name).asOptional().filter(text -> !text.isEmpty());
    }

    /// Only names: an offset has no summer.
    private static ZoneId zone(ServerRequest request, List<Fault> faults) {
        String name = text(request, "timezone").orElse("UTC");
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        faults.add(new Fault("invalid_timezone", "timezone must be a name such as Europe/Amsterdam or UTC"));
        return ZoneOffset.UTC;
    }

    private static @Nullable LocalDate day(ServerRequest request, String name, List<Fault> faults) {
        @Nullable String written = text(request, name).orElse(null);
        if (written == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(written);
            if (!day.isBefore(FIRST_DAY) && day.isBefore(LAST_DAY)) {
                return day;
            }
        } catch (DateTimeException e) {
            // told below
        }
        faults.add(new Fault("invalid_date", name + " must be a day such as 2026-11-22"));
        return null;
    }

    private static List<Dimension> groups(ServerRequest request, List<Fault> faults) {
        List<Dimension> groups = new ArrayList<>();
        for (String name : request.query().all("group_by", List::of)) {
            for (String part : name.split(",", MAX_GROUPS + 2)) {
                String word = part.strip();
                if (word.isEmpty()) {
                    continue;
                }
                Optional<Dimension> group = Dimension.find(word);
                if (group.isEmpty()) {
                    String words =
                            Stream.of(Dimension.values()).map(Dimension::wire).collect(Collectors.joining(", "));
                    faults.add(new Fault("invalid_group_by", "group_by takes one or more of " + words));
                    return List.of();
                }
                if (!groups.contains(group.get())) {
                    groups.add(group.get());
                }
            }
        }
        if (groups.size() > MAX_GROUPS) {
            faults.add(new Fault("invalid_group_by", "group_by takes at most " + MAX_GROUPS + " at once"));
        }
        return List.copyOf(groups);
    }

    private static Map<Dimension, String> filters(ServerRequest request, List<Fault> faults) {
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            @Nullable
            String value = dimension == Dimension.DAY
                    ? null
                    : text(request, dimension.wire()).orElse(null);
            if (value == null) {
                continue;
            }
            @Nullable String stored = stored(dimension, value);
            if (stored == null) {
                faults.add(new Fault("invalid_" + dimension.wire(), dimension.wire() + " is none that can be"));
            } else {
                filters.put(dimension, stored);
            }
        }
        return filters;
    }

    /// The value as cells have it; null if no cell ever has it.
    private static @Nullable String stored(Dimension dimension, String value) {
        if (value.length() > MAX_FILTER_CHARS || Texts.problem(value) != null) {
            return null;
        }
        return switch (dimension) {
            case COUNTRY -> {
                @Nullable Country country = Country.of(value);
                yield country == null ? null : Short.toString(country.code());
            }
            case REASON -> Reason.find(value).map(Reason::wire).orElse(null);
            case DAY, TEMPLATE, LANGUAGE, CATEGORY, KIND -> value;
        };
    }

    /// The same over the days of these times, the last of them if they are too many.
    Query over(Instant first, Instant last) {
        LocalDate end = LocalDate.ofInstant(last, zone);
        LocalDate begin = LocalDate.ofInstant(first, zone);
        LocalDate earliest = end.minusDays(MAX_DAYS - 1L);
        return new Query(begin.isBefore(earliest) ? earliest : begin, end, zone, groups, filters);
    }

    Instant begin() {
        return from.atStartOfDay(zone).toInstant();
    }

    Instant end() {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    List<LocalDate> days() {
        return from.datesUntil(to.plusDays(1)).toList();
    }
}
