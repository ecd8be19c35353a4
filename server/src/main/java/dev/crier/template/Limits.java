package dev.crier.template;

/// Every bound of a template message, with its unit. Those of WhatsApp are Meta's "Template components" limits.
final class Limits {
    /// Characters of the body after substitution; shorter beside a limited-time offer and on a carousel card.
    static final int BODY_CHARACTERS = 1024;

    static final int BODY_WITH_OFFER_CHARACTERS = 600;
    static final int CARD_BODY_CHARACTERS = 160;
    static final int HEADER_CHARACTERS = 60;
    static final int FOOTER_CHARACTERS = 60;
    static final int BUTTON_LABEL_CHARACTERS = 25;
    static final int URL_CHARACTERS = 2000;
    static final int PAYLOAD_CHARACTERS = 256;

    /// Older pages of Meta say 20; 15 is what both agree on.
    static final int COUPON_CODE_CHARACTERS = 15;

    static final int ONE_TIME_CODE_CHARACTERS = 15;
    static final int CONSECUTIVE_SPACES = 4;
    static final int CALLBACK_DATA_CHARACTERS = 512;
    static final int MPM_SECTIONS = 10;
    static final int MPM_PRODUCTS = 30;

    /// Ours, far above what a template that Meta approves can hold: they bound the work on a hostile request.
    static final int COMPONENTS = 32;

    static final int PARAMETERS = 200;
    static final int CARDS = 10;
    static final int NESTING = 32;
    static final int KEY_CHARACTERS = 100;

    private Limits() {}
}
