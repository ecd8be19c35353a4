package dev.crier.docs;

import java.util.List;

/// The contract as the page shows it. Texts whose names end in `Html` are ready; all others are to be escaped.
public record Reference(String version, String introHtml, List<Group> groups, List<Event> events) {

    /// Operations that belong together.
    public record Group(String anchor, String name, String aboutHtml, List<Operation> operations) {}

    /// One operation.
    ///
    /// @param aliases other spellings of the path
    /// @param effect what running it really does: `sends`, `changes`, `deletes` or nothing
    /// @param runnable whether the page offers to run it
    public record Operation(
            String id,
            String method,
            String path,
            List<String> aliases,
            String summary,
            String aboutHtml,
            boolean secured,
            String effect,
            boolean runnable,
            List<Parameter> parameters,
            List<Field> body,
            List<Sample> samples,
            List<Answer> answers,
            List<Failure> failures) {
        /// What a search looks at.
        public String words() {
            return summary + " " + method + " " + path + " " + id;
        }

        public List<Parameter> in(String place) {
            return parameters.stream().filter(each -> each.in().equals(place)).toList();
        }
    }

    /// A parameter of the address or the head.
    ///
    /// @param in `path`, `query` or `header`
    /// @param takes what earlier answers gave, by this name, fills it; empty: nothing does
    public record Parameter(
            String name, String in, String type, boolean required, String aboutHtml, String example, String takes) {}

    /// A body to send.
    ///
    /// @param gives what the answer is good for: names and JSON Pointers, as `name=/pointer` with blanks between
    /// @param query parameters that go with it, as a query
    public record Sample(String name, String label, String type, String text, String gives, String query) {}

    /// A field of a body or an answer.
    public record Field(
            String name, String type, boolean required, boolean deprecated, String aboutHtml, List<Field> below) {}

    /// What a success looks like.
    public record Answer(String status, String type, String aboutHtml, String example, List<Field> fields) {}

    /// How it may fail.
    public record Failure(String status, String aboutHtml, List<String> codes) {}

    /// What is told to webhooks.
    public record Event(String name, String summary, List<Field> fields, List<Sample> samples) {
        public String anchor() {
            return "event-" + name;
        }
    }
}
