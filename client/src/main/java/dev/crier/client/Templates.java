package dev.crier.client;

import dev.crier.client.Http.Repeat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Templates of the bot's WhatsApp account.
public final class Templates {
    private static final String ROOT = "/whatsapp/template";

    private final Http http;

    Templates(Http http) {
        this.http = http;
    }

    /// Fetched page by page while they are read.
    ///
    /// @param name null: any
    /// @param language null: any
    /// @param status null: any
    public Stream<Template> list(@Nullable String name, @Nullable String language, @Nullable String status) {
        return Pages.stream(after -> {
            String query = Http.query(
                    "name", name, "language", language, "status", status, "limit", Pages.LIMIT, "after", after);
            TemplatePage page = http.get(ROOT + query, TemplatePage.class);
            return new Pages.Page<>(Lists.of(page.templates()), page.next());
        });
    }

    private record TemplatePage(
            @Nullable List<Template> templates, @Nullable String next) {}

    /// Every language of a template.
    public List<Template> get(String name) {
        return Lists.of(http.get(at(name), TemplatePage.class).templates());
    }

    /// One language of a template; `-` counts as `_`.
    public Template get(String name, String language) {
        return http.get(at(name) + Http.query("language", language), Template.class);
    }

    /// Checks a definition and submits it to WhatsApp, whose review takes from a minute to a day.
    public Template create(JsonNode definition) {
        return http.send("POST", ROOT, Repeat.UNSENT, definition, Template.class);
    }

    /// Changes a template and submits it again.
    ///
    /// @param id WhatsApp's, see [Template#id]
    /// @param change the fields that change: `components`, `category`
    public Template update(String id, JsonNode change) {
        return http.send("PUT", at(id), Repeat.UNSENT, change, Template.class);
    }

    /// Deletes a template that no open broadcast uses.
    ///
    /// @param language null: all
    public void delete(String name, @Nullable String language) {
        var _ = http.send("DELETE", at(name) + Http.query("language", language), Repeat.UNSENT, null, JsonNode.class);
    }

    /// Fetches all of them from WhatsApp, now.
    public Synced sync() {
        return http.send("POST", ROOT + "/sync", Repeat.ALWAYS, null, Synced.class);
    }

    /// What a sync brought.
    ///
    /// @param skipped entries of WhatsApp's list that could not be read
    public record Synced(int synced, int skipped) {}

    /// The message as it would be read.
    ///
    /// @param request `name`, and if need be `language`, `components`, `params`
    public Preview preview(JsonNode request) {
        return http.send("POST", ROOT + "/preview", Repeat.ALWAYS, request, Previewed.class)
                .preview();
    }

    private record Previewed(Preview preview) {}

    /// What is wrong with a definition, before WhatsApp sees it.
    public Lint lint(JsonNode definition) {
        return http.send("POST", ROOT + "/lint", Repeat.ALWAYS, definition, Lint.class);
    }

    /// What checks of a definition found.
    ///
    /// @param errors WhatsApp would refuse it for these
    /// @param warnings likely to be regretted
    public record Lint(boolean valid, List<Problem.Fault> errors, List<Problem.Fault> warnings) {
        public Lint {
            errors = Lists.of(errors);
            warnings = Lists.of(warnings);
        }
    }

    private static String at(String nameOrId) {
        return ROOT + "/" + Http.segment(nameOrId);
    }
}
