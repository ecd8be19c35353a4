package dev.crier.template;

import dev.crier.api.Answers;
import dev.crier.api.Fault;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// One place where a definition breaks a rule.
///
/// @param detail what is wrong there
/// @param pointer a JSON Pointer into the definition
public record Finding(LintRule rule, String detail, String pointer) {
    /// How to mend it.
    public String fix() {
        return rule.fix();
    }

    /// Whether it is only doubtful, and does not forbid to submit.
    public boolean warns() {
        return rule.warns();
    }

    /// With how to mend it, since a problem's entries have one sentence each.
    Fault fault() {
        return new Fault(rule.code(), detail + ". " + rule.fix(), pointer);
    }

    ObjectNode json() {
        ObjectNode json = Answers.json(new Fault(rule.code(), detail, pointer)).put("fix", rule.fix());
        if (rule.metaCode() != null) {
            json.put("meta_code", rule.metaCode());
        }
        return json;
    }

    /// What was found so far.
    static final class Findings {
        /// Nobody reads more at once, and a hostile definition could have thousands.
        static final int MAX = 100;

        private final List<Finding> found = new ArrayList<>();

        void add(LintRule rule, String pointer, String detail) {
            boolean mistyped = !found.isEmpty()
                    && found.getLast().rule() == LintRule.FIELD_TYPE
                    && found.getLast().pointer().equals(pointer);
            // What has the wrong type is not missing too.
            if (found.size() < MAX && !mistyped) {
                found.add(new Finding(rule, detail, pointer));
            }
        }

        List<Finding> list() {
            return List.copyOf(found);
        }
    }
}
