package dev.crier.content;

import dev.crier.api.Fault;
import dev.crier.content.TemplateStructure.Card;
import dev.crier.content.TemplateStructure.LimitedTimeOffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Matches the `components` of a request with the structure of the template, and finds all that is wrong with it.
///
/// As tolerant as the wire is known to be: types in any case, an index as number or string, components in any
/// order, `components` absent, null or empty, a `type` that the value tells, and a component of something static
/// without parameters. Values without embeddings are checked here in full; those with embeddings in their fixed
/// part, and again after rendering. Where the structure holds what this version does not know, what is sent for it
/// is let through.
public final class ComponentsValidator {
    private final TemplateStructure structure;
    private final Faults faults = new Faults();
    private final FaceValidator message;

    private ComponentsValidator(TemplateStructure structure) {
        this.structure = structure;
        this.message =
                new FaceValidator(structure.face(), structure.parameterFormat(), "", structure.bodyLimit(), faults);
    }

    /// Every fault of the components; none if they may be sent.
    ///
    /// @param pointer where the components stand in the request, such as `/template/components`
    public static List<Fault> validate(TemplateStructure structure, @Nullable JsonNode components, String pointer) {
        ComponentsValidator validator = new ComponentsValidator(structure);
        validator.message(components, pointer);
        return validator.faults.list();
    }

    private void message(@Nullable JsonNode components, String pointer) {
        if (components == null || ParameterShape.absent(components)) {
            missing(pointer);
        } else if (isList(components, Limits.COMPONENTS, "components", pointer)) {
            for (int i = 0; i < components.size(); i++) {
                component(components.path(i), pointer + "/" + i);
            }
            missing(pointer);
            OneTimeCode.check(structure, components, pointer, faults);
        }
    }

    private boolean isList(JsonNode list, int limit, String label, String pointer) {
        if (!list.isArray()) {
            faults.add(Faults.INVALID_VALUE, pointer, label + " must be a list");
        } else if (list.size() > limit) {
            String detail = "%s: %d entries, at most %d are allowed".formatted(label, list.size(), limit);
            faults.add(Faults.TOO_MANY, pointer, detail);
        }
        return list.isArray() && list.size() <= limit;
    }

    private void component(JsonNode component, String pointer) {
        String type = Parameter.lower(component.path("type"));
        if (message.check(type, component, pointer)) {
            return;
        }
        switch (type) {
            case "limited_time_offer" -> offer(component, pointer);
            case "carousel" -> carousel(component, pointer);
            case "tap_target_configuration" -> tapTarget(component, pointer);
            default -> unknown(type, component, pointer, "");
        }
    }

    private void unknown(String type, JsonNode component, String pointer, String prefix) {
        if (!type.isEmpty() && structure.unknownComponents().contains(type)) {
            return;
        }
        String detail = component.isObject()
                ? prefix + "component: unknown type " + (type.isEmpty() ? "(none)" : Faults.shown(type))
                : prefix + "component is not an object";
        faults.add(Faults.UNKNOWN_COMPONENT, pointer, detail);
    }

    private void offer(JsonNode component, String pointer) {
        String label = "limited_time_offer";
        if (!message.first(label, pointer)) {
            return;
        }
        LimitedTimeOffer offer = structure.limitedTimeOffer();
        JsonNode parameters = message.parameters(component, label, pointer);
        if (offer == null) {
            faults.add(Faults.UNKNOWN_COMPONENT, pointer, label + ": the template has no limited-time offer");
        } else if (offer.hasExpiration()) {
            single(parameters, label, pointer + "/parameters");
        } else if (!parameters.isEmpty()) {
            String detail = label + " takes no parameters, the offer has no expiration";
            faults.add(Faults.STATIC_COMPONENT, pointer + "/parameters", detail);
        }
    }

    /// Only some businesses may send it, and no definition tells which: Meta has the last word.
    private void tapTarget(JsonNode component, String pointer) {
        String label = "tap_target_configuration";
        if (message.first(label, pointer)) {
            single(message.parameters(component, label, pointer), label, pointer + "/parameters");
        }
    }

    private void single(JsonNode parameters, String type, String pointer) {
        if (parameters.size() != 1) {
            faults.add(Faults.PARAMETER_COUNT, pointer, TextParameters.countSentence(type, 1, parameters.size()));
        }
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = Parameter.of(parameters.path(i), type, pointer + "/" + i);
            if (parameter.type().equals(type)) {
                new ParameterShape(faults).check(parameter, ValueRule.TEXT);
            } else {
                faults.add(Faults.PARAMETER_TYPE, parameter.pointer(), TextParameters.typeSentence(parameter, type));
            }
        }
    }

    private void carousel(JsonNode component, String pointer) {
        if (!message.first("carousel", pointer)) {
            return;
        }
        int expected = structure.cards().size();
        if (expected == 0) {
            faults.add(Faults.UNKNOWN_COMPONENT, pointer, "carousel: the template has no carousel");
            return;
        }
        JsonNode cards = component.path("cards");
        if (!isList(cards, Limits.CARDS, "carousel cards", pointer + "/cards")) {
            return;
        }
        if (cards.size() != expected) {
            String detail = "carousel: expected %s, got %d".formatted(Faults.count(expected, "card"), cards.size());
            faults.add(Faults.CARD_COUNT, pointer + "/cards", detail);
        }
        Set<Integer> indices = new HashSet<>();
        for (int i = 0; i < cards.size(); i++) {
            card(cards.path(i), indices, pointer + "/cards/" + i);
        }
    }

    private void card(JsonNode given, Set<Integer> indices, String pointer) {
        int index = FaceValidator.index(given.path("card_index"));
        int expected = structure.cards().size();
        if (index < 0 || index >= expected) {
            String detail = "carousel: card_index must be a number from 0 to " + (expected - 1);
            faults.add(Faults.CARD_INDEX, pointer + "/card_index", detail);
        } else if (!indices.add(index)) {
            faults.add(Faults.CARD_INDEX, pointer + "/card_index", "carousel: card_index " + index + " is given twice");
        } else {
            cardComponents(structure.cards().get(index), given.path("components"), index, pointer + "/components");
        }
    }

    private void cardComponents(Card card, JsonNode components, int index, String pointer) {
        String prefix = "card " + index + " ";
        FaceValidator face =
                new FaceValidator(card, structure.parameterFormat(), prefix, Limits.CARD_BODY_CHARACTERS, faults);
        boolean absent = ParameterShape.absent(components);
        if (!absent && !isList(components, Limits.COMPONENTS, prefix + "components", pointer)) {
            return;
        }
        for (int i = 0; i < components.size(); i++) {
            JsonNode component = components.path(i);
            String type = Parameter.lower(component.path("type"));
            if (!face.check(type, component, pointer + "/" + i)) {
                unknown(type, component, pointer + "/" + i, prefix);
            }
        }
        face.missing(pointer);
    }

    private void missing(String pointer) {
        message.missing(pointer);
        LimitedTimeOffer offer = structure.limitedTimeOffer();
        if (offer != null && offer.hasExpiration() && !message.wasGiven("limited_time_offer")) {
            faults.add(Faults.MISSING_COMPONENT, pointer, "limited_time_offer needs 1 parameter");
        }
        int cards = structure.cards().size();
        if (cards > 0 && !message.wasGiven("carousel")) {
            faults.add(Faults.MISSING_COMPONENT, pointer, "carousel needs " + Faults.count(cards, "card"));
        }
    }
}
