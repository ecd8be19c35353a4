package dev.crier.studio.broadcasts;

import dev.crier.api.Json;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is in a draft's file, as far as pages show it. Kept beside the file, which has a million rows perhaps and is
/// read
/// only when something is done with all of them.
///
/// @param uses what its columns were said to be when it was read
/// @param country of numbers without one, as it was then
record Sight(List<String> uses, @Nullable String country, List<Sheet.Column> columns, PeopleReader.Summary summary) {
    Sight {
        uses = List.copyOf(uses);
        columns = List.copyOf(columns);
    }

    static Sight read(byte[] file, Plan.People people, @Nullable String country) throws IOException {
        return new Sight(
                people.uses(),
                country,
                Sheet.columns(file),
                new PeopleReader(country).read(people, file, (_, _) -> {}));
    }

    /// Whether a look now would show the same.
    boolean isOf(Plan.People people, @Nullable String nowCountry) {
        return uses.equals(people.uses()) && Objects.equals(country, nowCountry);
    }

    String toJson() {
        return Json.MAPPER.writeValueAsString(this);
    }

    static Sight of(String json) {
        return Json.MAPPER.readValue(json, Sight.class);
    }
}
