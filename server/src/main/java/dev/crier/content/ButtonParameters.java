package dev.crier.content;

import tools.jackson.databind.JsonNode;

/// Checks what is sent for one button against its kind.
final class ButtonParameters {
    private final Faults faults;

    ButtonParameters(Faults faults) {
        this.faults = faults;
    }

    /// How many parameters a send must give, at least.
    static int needed(Button button) {
        return switch (button) {
            case Button.Url url -> url.url().hasVariables() ? 1 : 0;
            case Button.CopyCode _, Button.Otp _, Button.Flow _, Button.Mpm _ -> 1;
            // The tap of a quick reply then brings the label, a catalog shows its first product, a call its default.
            case Button.QuickReply _, Button.Catalog _, Button.VoiceCall _ -> 0;
            case Button.PhoneNumber _, Button.Spm _, Button.RequestContactInfo _, Button.Other _ -> 0;
        };
    }

    static int allowed(Button button) {
        return switch (button) {
            case Button.Url url -> url.url().hasVariables() ? 1 : 0;
            case Button.CopyCode _, Button.Otp _, Button.Flow _, Button.Mpm _ -> 1;
            case Button.QuickReply _, Button.Catalog _ -> 1;
            case Button.VoiceCall _ -> 2;
            case Button.PhoneNumber _, Button.Spm _, Button.RequestContactInfo _ -> 0;
            case Button.Other _ -> Limits.PARAMETERS;
        };
    }

    void check(Button button, JsonNode parameters, String label, String pointer) {
        int got = parameters.size();
        if (allowed(button) == 0 && got > 0) {
            faults.add(Faults.STATIC_COMPONENT, pointer, label + " takes no parameters, got " + got);
            return;
        }
        if (got < needed(button) || got > allowed(button)) {
            int expected = got < needed(button) ? needed(button) : allowed(button);
            faults.add(Faults.PARAMETER_COUNT, pointer, TextParameters.countSentence(label, expected, got));
        }
        for (int i = 0; i < got; i++) {
            String called = allowed(button) > 1 ? label + " parameter " + (i + 1) : label;
            parameter(button, Parameter.of(parameters.path(i), called, pointer + "/" + i));
        }
    }

    private void parameter(Button button, Parameter parameter) {
        switch (button) {
            case Button.Url url -> {
                if (typed(parameter, "text")) {
                    new ParameterShape(faults).check(parameter, ValueRule.URL_SUFFIX);
                    urlLength(url, parameter);
                }
            }
            case Button.Otp _ -> shape(parameter, "text");
            case Button.QuickReply _ -> shape(parameter, "payload");
            case Button.CopyCode _ -> shape(parameter, "coupon_code");
            case Button.Flow _ -> flow(parameter);
            case Button.Catalog _ -> shape(parameter, "action");
            case Button.Mpm _ -> mpm(parameter);
            case Button.VoiceCall _ -> voiceCall(parameter);
            case Button.PhoneNumber _, Button.Spm _, Button.RequestContactInfo _ -> {}
            case Button.Other _ -> new ParameterShape(faults).values(parameter, ValueRule.FREE);
        }
    }

    private void shape(Parameter parameter, String type) {
        if (typed(parameter, type)) {
            new ParameterShape(faults).check(parameter, ValueRule.ONE_TIME_CODE);
        }
    }

    private void flow(Parameter parameter) {
        shape(parameter, "action");
        JsonNode action = parameter.value();
        JsonNode token = action.path("flow_token");
        if (!ParameterShape.absent(token) && !token.isString()) {
            invalid(parameter, "flow_token", "must be a string");
        }
        JsonNode data = action.path("flow_action_data");
        if (!ParameterShape.absent(data) && !data.isObject()) {
            invalid(parameter, "flow_action_data", "must be an object");
        }
    }

    private void voiceCall(Parameter parameter) {
        if (parameter.type().equals("payload")) {
            shape(parameter, "payload");
        } else if (typed(parameter, "ttl_minutes")) {
            new ParameterShape(faults).check(parameter, ValueRule.FREE);
        }
    }

    private void mpm(Parameter parameter) {
        shape(parameter, "action");
        if (!parameter.type().equals("action") || !parameter.value().isObject()) {
            return;
        }
        JsonNode action = parameter.value();
        if (!action.path("thumbnail_product_retailer_id").isString()) {
            invalid(parameter, "thumbnail_product_retailer_id", "must be a string");
        }
        JsonNode sections = action.path("sections");
        if (!sections.isArray() || sections.isEmpty() || sections.size() > Limits.MPM_SECTIONS) {
            invalid(parameter, "sections", "must be a list of 1 to " + Limits.MPM_SECTIONS);
            return;
        }
        int products = 0;
        for (int i = 0; i < sections.size(); i++) {
            products += section(parameter, sections.path(i), "sections/" + i);
        }
        if (products > Limits.MPM_PRODUCTS) {
            invalid(parameter, "sections", "have " + products + " products, at most 30 are allowed");
        }
    }

    /// The number of products in it.
    private int section(Parameter parameter, JsonNode section, String at) {
        JsonNode title = section.path("title");
        if (!title.isString() || title.stringValue().isBlank()) {
            invalid(parameter, at + "/title", "must be a string that is not empty");
        }
        JsonNode items = section.path("product_items");
        if (!items.isArray() || items.isEmpty()) {
            invalid(parameter, at + "/product_items", "must be a list that is not empty");
            return 0;
        }
        for (int i = 0; i < items.size() && i <= Limits.MPM_PRODUCTS; i++) {
            if (!items.path(i).path("product_retailer_id").isString()) {
                invalid(parameter, at + "/product_items/" + i, "needs a product_retailer_id");
            }
        }
        return items.size();
    }

    private void urlLength(Button.Url button, Parameter parameter) {
        String least = Mustache.compile(parameter.text()).withEach("");
        int characters = button.url().fixedCharacters() + least.codePointCount(0, least.length());
        if (characters > Limits.URL_CHARACTERS) {
            faults.add(
                    ValueRule.tooLong(characters, Limits.URL_CHARACTERS, parameter.label(), parameter.valuePointer()));
        }
    }

    private boolean typed(Parameter parameter, String type) {
        if (parameter.type().equals(type)) {
            return true;
        }
        faults.add(Faults.PARAMETER_TYPE, parameter.pointer(), TextParameters.typeSentence(parameter, type));
        return false;
    }

    private void invalid(Parameter parameter, String at, String problem) {
        String detail = "%s: %s %s".formatted(parameter.label(), at.replace('/', ' '), problem);
        faults.add(Faults.INVALID_VALUE, parameter.valuePointer() + "/" + at, detail);
    }
}
