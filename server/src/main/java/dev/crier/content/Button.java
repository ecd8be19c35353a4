package dev.crier.content;

/// A button of a template. Its place in the list is the `index` by which a send addresses it.
public sealed interface Button {
    String label();

    /// The `sub_type` by which a send addresses it.
    String subType();

    record QuickReply(String label) implements Button {
        @Override
        public String subType() {
            return "quick_reply";
        }
    }

    /// Opens an address.
    ///
    /// @param url with at most one variable, at its end
    record Url(String label, TemplateText url) implements Button {
        @Override
        public String subType() {
            return "url";
        }
    }

    record PhoneNumber(String label, String number) implements Button {
        @Override
        public String subType() {
            return "phone_number";
        }
    }

    record CopyCode(String label) implements Button {
        @Override
        public String subType() {
            return "copy_code";
        }
    }

    /// The button of an authentication template. WhatsApp addresses it as a URL button whatever its type.
    ///
    /// @param otpType `COPY_CODE`, `ONE_TAP`, `ZERO_TAP`, or empty if the definition does not say
    record Otp(String label, String otpType) implements Button {
        @Override
        public String subType() {
            return "url";
        }
    }

    record Flow(String label) implements Button {
        @Override
        public String subType() {
            return "flow";
        }
    }

    record Catalog(String label) implements Button {
        @Override
        public String subType() {
            return "catalog";
        }
    }

    /// Opens several products.
    record Mpm(String label) implements Button {
        @Override
        public String subType() {
            return "mpm";
        }
    }

    /// Opens one product; takes nothing at the send.
    record Spm(String label) implements Button {
        @Override
        public String subType() {
            return "spm";
        }
    }

    record VoiceCall(String label) implements Button {
        @Override
        public String subType() {
            return "voice_call";
        }
    }

    record RequestContactInfo(String label) implements Button {
        @Override
        public String subType() {
            return "request_contact_info";
        }
    }

    /// A kind that this version does not know: what is sent for it goes to Meta unchecked.
    record Other(String label, String type) implements Button {
        @Override
        public String subType() {
            return type;
        }
    }

    /// The word for people: `otp` rather than the `url` of the wire.
    default String kind() {
        return this instanceof Otp ? "otp" : subType();
    }
}
