package dev.crier.studio.broadcasts;

import dev.crier.api.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What somebody has decided so far about a broadcast that is not sent yet.
///
/// @param template empty: none is chosen yet
/// @param language empty: each person gets their own
/// @param fills what goes into the template, by the keys of its [dev.crier.content.Skeleton]
public record Plan(String template, String language, Map<String, Fill> fills, People people, Terms terms) {
    public static final Plan EMPTY = new Plan("", "", Map.of(), People.NOBODY, Terms.DEFAULT);

    public Plan {
        // In one order always: the same plan makes the same request, byte for byte.
        fills = Collections.unmodifiableMap(new TreeMap<>(fills));
    }

    /// Where a value comes from.
    public enum Source {
        /// The same for everybody.
        TEXT,
        /// A field or a variable of the contact.
        PERSON,
        /// A column of the file that is uploaded in the next step.
        COLUMN,
        /// A file of the media library.
        FILE
    }

    /// What goes into one place of the template.
    ///
    /// @param value the text, the field's name, or the file's id
    /// @param fallback for people for whom the value is empty
    public record Fill(Source source, String value, String fallback) {
        public static final Fill NOTHING = new Fill(Source.TEXT, "", "");

        public boolean isEmpty() {
            return source != Source.COLUMN && value.isBlank();
        }
    }

    /// How the people are named.
    public enum Kind {
        NONE,
        /// Contacts, one by one.
        CHOSEN,
        /// Contacts for whom conditions hold when it starts.
        FILTER,
        FILE,
        NUMBERS
    }

    /// What went with a person who was erased: their lines, or the file or the search that named them.
    public enum Erased {
        LINES,
        FILE,
        FILTER
    }

    /// Whom it is for. The file and the numbers themselves are kept beside the plan.
    ///
    /// @param audience as the API takes it
    /// @param uses what each column of the file is, see [Sheet]
    /// @param erased what was taken away since somebody in it was erased; null: nothing
    public record People(
            Kind kind,
            @Nullable JsonNode audience,
            String fileName,
            List<String> uses,
            @Nullable Erased erased) {
        static final People NOBODY = new People(Kind.NONE, null, "", List.of(), null);

        public People {
            audience = audience == null || audience.isNull() ? null : audience;
            uses = List.copyOf(uses);
        }

        static People of(String fileName, List<String> uses) {
            return new People(Kind.FILE, null, fileName, uses, null);
        }

        static People ofNumbers(@Nullable Erased erased) {
            return new People(Kind.NUMBERS, null, "", List.of(), erased);
        }

        static People without(Erased erased) {
            return new People(Kind.NONE, null, "", List.of(), erased);
        }

        static People of(Kind kind, JsonNode audience) {
            return new People(kind, audience, "", List.of(), null);
        }

        /// Whether somebody stands in it by number, so that erasing them has to reach it; contacts that are chosen by
        /// id
        /// or gathered when it starts are nobody any more by then.
        boolean namesPeople() {
            return kind == Kind.FILE
                    || kind == Kind.NUMBERS
                    || (audience != null
                            && !audience.path("search").asString("").isEmpty());
        }

        /// How many were chosen one by one.
        public int chosen() {
            return audience == null ? 0 : audience.path("ids").size();
        }
    }

    /// When and how it is sent.
    ///
    /// @param scheduledAt empty: at once
    /// @param perSecond empty: as fast as the number may
    public record Terms(String name, String scheduledAt, String perSecond, String onUnknown) {
        static final Terms DEFAULT = new Terms("", "", "", "hold");
    }

    Plan with(String newTemplate, String newLanguage) {
        // Values stay where the new template has a place of the same name.
        return new Plan(newTemplate, newLanguage, fills, people, terms);
    }

    Plan with(Map<String, Fill> newFills) {
        return new Plan(template, language, newFills, people, terms);
    }

    Plan with(People newPeople) {
        return new Plan(template, language, fills, newPeople, terms);
    }

    Plan with(Terms newTerms) {
        return new Plan(template, language, fills, people, newTerms);
    }

    public Fill fill(String key) {
        return fills.getOrDefault(key, Fill.NOTHING);
    }

    /// The name of the parameter that a value of each person's own has in the request.
    static String parameter(String key, Fill fill) {
        return fill.source() == Source.COLUMN ? "column_" + key : fill.value();
    }

    String toJson() {
        return Json.MAPPER.writeValueAsString(this);
    }

    static Plan of(String json) {
        Plan plan = Json.MAPPER.readValue(json, Plan.class);
        return new Plan(plan.template, plan.language, new LinkedHashMap<>(plan.fills), plan.people, plan.terms);
    }
}
