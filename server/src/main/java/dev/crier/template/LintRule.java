package dev.crier.template;

import static dev.crier.template.LintRule.Judge.REVIEW;
import static dev.crier.template.LintRule.Judge.SUBMISSION;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Each rule of Meta's about a template's definition: how to mend what breaks it, who at Meta would notice, and by
/// which subcode. What exactly is wrong is said where the rule is applied.
public enum LintRule {
    FIELD_TYPE(SUBMISSION, 100, "Give the value the type that Meta's pages show."),
    NAME_REQUIRED(SUBMISSION, 100, "Give the template a name, such as delivery_notice."),
    NAME_FORM(SUBMISSION, 100, "Use only lower-case letters a to z, digits and underscores."),
    NAME_LENGTH(SUBMISSION, 2388040, "Choose a shorter name."),
    LANGUAGE_REQUIRED(SUBMISSION, 100, "Say in which language the texts are, such as nl or pt_BR."),
    LANGUAGE_UNKNOWN(SUBMISSION, 100, "Use one of Meta's language codes."),
    CATEGORY_REQUIRED(SUBMISSION, 100, "Say MARKETING, UTILITY or AUTHENTICATION."),
    CATEGORY_UNKNOWN(SUBMISSION, 100, "Say MARKETING, UTILITY or AUTHENTICATION."),
    PARAMETER_FORMAT(SUBMISSION, 100, "Say POSITIONAL for {{1}}, or NAMED for {{first_name}}."),
    TTL_RANGE(SUBMISSION, 2388042, "Stay inside of the category's range, or leave the field out."),
    COMPONENTS_REQUIRED(SUBMISSION, 2388042, "Give at least a component of type BODY."),
    COMPONENTS_COUNT(SUBMISSION, 2388042, "Remove what is too much."),
    COMPONENT_UNKNOWN(SUBMISSION, 2388042, "Use HEADER, BODY, FOOTER, BUTTONS, CAROUSEL or LIMITED_TIME_OFFER."),
    COMPONENT_TWICE(SUBMISSION, 2388042, "Keep one of them."),
    BODY_REQUIRED(SUBMISSION, 2388072, "Add a component of type BODY with a text."),
    BODY_LENGTH(SUBMISSION, 2388040, "Shorten the text; what goes into variables at the send counts too."),
    HEADER_FORMAT(SUBMISSION, 2388047, "Use TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION or PRODUCT."),
    HEADER_TEXT_REQUIRED(SUBMISSION, 2388047, "Write a text, or leave the header out."),
    HEADER_LENGTH(SUBMISSION, 2388040, "Shorten the text, or move some of it into the body."),
    HEADER_VARIABLES(SUBMISSION, 2388047, "Keep one variable; the body may have more."),
    HEADER_EXAMPLE(
            SUBMISSION,
            2388047,
            "Upload an example at …/whatsapp/media and put its id, or the handle of Meta's resumable upload, into"
                    + " example.header_handle."),
    FOOTER_REQUIRED(SUBMISSION, 2388073, "Write a text, or leave the footer out."),
    FOOTER_LENGTH(SUBMISSION, 2388040, "Shorten the text."),
    FOOTER_VARIABLE(SUBMISSION, 2388073, "Write the text out, or move the variable into the body."),
    FOOTER_EXPIRATION(SUBMISSION, 2388073, "Give whole minutes from 1 to 90, in AUTHENTICATION templates only."),
    VARIABLE_FORM(SUBMISSION, 2388072, "Write {{1}}, or with parameter_format NAMED {{lower_case}}."),
    VARIABLE_GAP(SUBMISSION, 2388072, "Number the variables {{1}}, {{2}}, {{3}} without gaps."),
    VARIABLE_EDGE(SUBMISSION, 2388299, "Put words before the first and after the last variable."),
    VARIABLE_ADJACENT(REVIEW, null, "Put words between the variables, or make them one."),
    VARIABLE_DENSITY(SUBMISSION, 2388293, "Write more words around the variables, or use fewer of them."),
    EXAMPLE_MISSING(SUBMISSION, 2388072, "Give an example for each variable; Meta's reviewers read them."),
    BUTTONS_REQUIRED(SUBMISSION, 2388042, "Add buttons, or leave the component out."),
    BUTTONS_COUNT(SUBMISSION, 2388042, "Remove some buttons."),
    BUTTON_UNKNOWN(SUBMISSION, 2388042, "Use QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE or another type of Meta's."),
    BUTTON_KIND_COUNT(SUBMISSION, 2388042, "Remove some buttons of that type."),
    BUTTON_TEXT_REQUIRED(SUBMISSION, 2388042, "Write what the button shall say."),
    BUTTON_TEXT_LENGTH(SUBMISSION, 2388040, "Shorten what the button says."),
    BUTTON_TEXT_VARIABLE(SUBMISSION, 2388042, "Write the text out; only a button's URL may have a variable."),
    BUTTON_ORDER(SUBMISSION, 2388042, "Put all quick replies first, or all last."),
    URL_REQUIRED(SUBMISSION, 2388042, "Give the address that the button opens."),
    URL_LENGTH(SUBMISSION, 2388040, "Use a shorter address."),
    URL_FORM(SUBMISSION, 2388042, "Give a whole address, such as https://example.com/track/{{1}}."),
    URL_VARIABLE(SUBMISSION, 2388042, "Use one variable, as the last thing in the address."),
    URL_EXAMPLE(SUBMISSION, 2388042, "Give the whole address as it may look, as the only entry of example."),
    URL_INSECURE(Judge.DOUBTFUL, null, "Use https; Meta is said to refuse http since 2026."),
    URL_SHORTENED(Judge.DOUBTFUL, null, "Use your own domain; Meta is said to refuse wa.me and shorteners since 2026."),
    PHONE_REQUIRED(SUBMISSION, 2388042, "Give the number that the button calls."),
    PHONE_LENGTH(SUBMISSION, 2388040, "Write the number without spaces."),
    PHONE_FORM(SUBMISSION, 2388042, "Write the number with its country code, such as +31201234567."),
    CODE_EXAMPLE(SUBMISSION, 2388042, "Give an example of the code."),
    CODE_LENGTH(SUBMISSION, 2388040, "Use a shorter code."),
    OTP_TYPE(SUBMISSION, 2388042, "Say COPY_CODE, ONE_TAP or ZERO_TAP."),
    OTP_APPS(SUBMISSION, 2388042, "Name at most five apps."),
    OTP_APP_FORM(SUBMISSION, 2388042, "Give package_name and the 11 characters of signature_hash."),
    AUTHENTICATION_COMPONENT(
            SUBMISSION, 2388042, "Use BODY, FOOTER and BUTTONS only; Meta writes the texts of such a template."),
    AUTHENTICATION_TEXT(
            SUBMISSION, 2388072, "Leave the text out; say add_security_recommendation if you want that sentence."),
    AUTHENTICATION_BUTTON(SUBMISSION, 2388042, "Give exactly one button, of type OTP."),
    OTP_CATEGORY(SUBMISSION, 2388042, "Make the category AUTHENTICATION, or use COPY_CODE for a coupon."),
    OFFER_CATEGORY(SUBMISSION, 2388042, "Make the category MARKETING."),
    OFFER_FOOTER(SUBMISSION, 2388073, "Remove the footer."),
    OFFER_HEADER(SUBMISSION, 2388047, "Use an IMAGE or VIDEO header, or none."),
    OFFER_TEXT_REQUIRED(SUBMISSION, 2388042, "Write limited_time_offer.text."),
    OFFER_TEXT_LENGTH(SUBMISSION, 2388040, "Shorten the text."),
    CAROUSEL_CARDS(SUBMISSION, 2388042, "Give 2 to 10 cards."),
    CARD_HEADER(SUBMISSION, 2388047, "Give each card an IMAGE, VIDEO or PRODUCT header."),
    CARD_STRUCTURE(SUBMISSION, 2388042, "Give all cards the same header format, texts and kinds of buttons."),
    CARD_COMPONENT(SUBMISSION, 2388042, "A card has a header, a body and buttons, nothing else.");

    /// Who would notice.
    enum Judge {
        /// Meta refuses the call.
        SUBMISSION,
        /// Meta takes the call, and its review rejects the template.
        REVIEW,
        /// Only said by others, so it is a warning.
        DOUBTFUL
    }

    private final Judge judge;
    private final @Nullable Integer metaCode;
    private final String fix;

    LintRule(Judge judge, @Nullable Integer metaCode, String fix) {
        this.judge = judge;
        this.metaCode = metaCode;
        this.fix = fix;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String fix() {
        return fix;
    }

    Judge judge() {
        return judge;
    }

    /// Meta's code or subcode for it.
    @Nullable
    Integer metaCode() {
        return metaCode;
    }

    public boolean warns() {
        return judge == Judge.DOUBTFUL;
    }
}
