package dev.crier.content;

/// Every bound of a template message, with its unit. Those of WhatsApp are Meta's "Template components" limits.
public final class Limits {
    /// Characters of the body after substitution; shorter beside a limited-time offer and on a carousel card.
    public static final int BODY_CHARACTERS = 1024;

    public static final int BODY_WITH_OFFER_CHARACTERS = 600;
    public static final int CARD_BODY_CHARACTERS = 160;
    public static final int HEADER_CHARACTERS = 60;
    public static final int FOOTER_CHARACTERS = 60;
    public static final int BUTTON_LABEL_CHARACTERS = 25;
    public static final int URL_CHARACTERS = 2000;
    public static final int OFFER_CHARACTERS = 16;
    public static final int PHONE_NUMBER_CHARACTERS = 20;
    public static final int PAYLOAD_CHARACTERS = 256;

    /// Older pages of Meta say 20; 15 is what both agree on.
    public static final int COUPON_CODE_CHARACTERS = 15;

    public static final int ONE_TIME_CODE_CHARACTERS = 15;
    public static final int CONSECUTIVE_SPACES = 4;
    public static final int CALLBACK_DATA_CHARACTERS = 512;
    public static final int MPM_SECTIONS = 10;
    public static final int MPM_PRODUCTS = 30;

    /// Ours, far above what a template that Meta approves can hold: they bound the work on a hostile request.
    public static final int COMPONENTS = 32;

    public static final int PARAMETERS = 200;
    public static final int CARDS = 10;
    public static final int NESTING = 32;
    public static final int KEY_CHARACTERS = 100;

    private Limits() {}
}
