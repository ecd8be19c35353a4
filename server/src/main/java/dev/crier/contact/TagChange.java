package dev.crier.contact;

import dev.crier.api.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `{"add":[…],"remove":[…]}`: tags to add to a contact and to take from it.
public record TagChange(Set<String> add, Set<String> remove) {
    public static TagChange read(ObjectNode body) {
        List<Fault> faults = new ArrayList<>();
        TagChange change = new TagChange(tags(body, "add", faults), tags(body, "remove", faults));
        if (faults.isEmpty() && change.add.isEmpty() && change.remove.isEmpty()) {
            faults.add(new Fault("missing_field", "name tags to add or to remove", ""));
        }
        change.add.stream()
                .filter(change.remove::contains)
                .forEach(tag -> faults.add(new Fault("invalid_value", "the same tag in add and remove", "/add")));
        ContactBook.throwIfWrong(faults);
        return change;
    }

    private static Set<String> tags(ObjectNode body, String name, List<Fault> faults) {
        @Nullable JsonNode tags = body.get(name);
        return tags == null || tags.isNull()
                ? Set.of()
                : new LinkedHashSet<>(ContactPatch.tags(tags, name, List.of(), faults));
    }

    Contact of(Contact contact) {
        Set<String> tags = new LinkedHashSet<>(contact.tags());
        tags.removeAll(remove);
        tags.addAll(add);
        if (tags.size() > ContactPatch.MAX_TAGS) {
            ContactBook.throwIfWrong(List.of(new Fault(
                    "too_many", "a contact may have at most " + ContactPatch.MAX_TAGS + " tags in all", "/add")));
        }
        return new Contact(
                contact.id(),
                contact.phone(),
                contact.whatsappUserId(),
                contact.profile(),
                List.copyOf(tags),
                contact.userData(),
                contact.optout(),
                contact.lastInboundAt());
    }
}
