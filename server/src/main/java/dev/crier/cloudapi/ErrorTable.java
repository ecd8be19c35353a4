package dev.crier.cloudapi;

import static dev.crier.cloudapi.ErrorRow.fail;
import static dev.crier.cloudapi.ErrorRow.hold;
import static dev.crier.cloudapi.ErrorRow.retry;
import static dev.crier.cloudapi.ErrorRow.stop;
import static dev.crier.cloudapi.ErrorRow.suppress;
import static dev.crier.cloudapi.ErrorRow.throttle;

import dev.crier.cloudapi.ErrorCatalogue.Action;
import dev.crier.cloudapi.ErrorCatalogue.Entry;
import java.util.List;
import java.util.stream.Stream;

/// The data of [ErrorCatalogue], in the order of Meta's codes: what it is, what happened, what to do about it.
final class ErrorTable {
    static final String TEMPLATE_UNAVAILABLE = "template_unavailable";
    static final String TEMPLATE_MISMATCH = "template_mismatch";
    static final String RECIPIENT_UNREACHABLE = "recipient_unreachable";
    static final String RECIPIENT_OPTOUT = "recipient_optout";
    static final String BY_POLICY = "not_delivered_by_policy";
    static final String RATE_LIMITED = "rate_limited";
    static final String PROVIDER_UNAVAILABLE = "provider_unavailable";
    static final String ACCOUNT_ERROR = "account_error";
    static final String INVALID_PARAMS = "invalid_params";
    static final String WHATSAPP_ERROR = "whatsapp_error";
    static final String OUTCOME_UNKNOWN = "outcome_unknown";

    private static final String NEW_TOKEN =
            "Give the channel a new access token of a system user, then release the number.";
    private static final String NOTHING_TO_DO = "Nothing: Crier slows down and sends the message later.";
    private static final String FIX_PARAMETERS = "Compare the components with the template, correct them, then resume.";
    private static final String FIX_TEMPLATE = "Change what the text names, then submit the template again.";

    static final Entry OTHER_TRANSIENT = retry(Entry.NO_CODE, "Unlisted, passing or HTTP 5xx", 2, WHATSAPP_ERROR)
            .byAnswer(Action.UNKNOWN)
            .says("WhatsApp had trouble and did not say whether it took the message.")
            .fix("Wait: a status from WhatsApp settles it, otherwise the broadcast's on_unknown decides.");
    static final Entry OTHER = fail(Entry.NO_CODE, "Unlisted", WHATSAPP_ERROR)
            .says("WhatsApp refused the message with a code that we do not know yet.")
            .fix("Read the error's details, and look the code up in Meta's documentation.");
    static final Entry NO_ANSWER = fail(Entry.NO_CODE, "No answer of WhatsApp", OUTCOME_UNKNOWN)
            .byAnswer(Action.UNKNOWN)
            .says("The connection broke or timed out, so nobody knows yet whether the message was sent.")
            .fix("Wait: a status from WhatsApp settles it, otherwise the broadcast's on_unknown decides.");

    private static final List<Entry> GENERAL = List.of(
            hold(0, "Authentication failed")
                    .says("WhatsApp could not authenticate the access token.")
                    .fix(NEW_TOKEN),
            retry(1, "Invalid request or server error", 3, WHATSAPP_ERROR)
                    .says("WhatsApp did not understand the request, or had an error of its own.")
                    .fix("Nothing at first: Crier tries again. If it stays, look at the error's details."),
            retry(2, "Service temporarily unavailable", Entry.NO_LIMIT, PROVIDER_UNAVAILABLE)
                    .says("WhatsApp was down or overloaded for a moment.")
                    .fix("Nothing: Crier tries again. If it stays, look at Meta's status page."),
            hold(3, "Capability missing")
                    .says("The Meta app may not use this function.")
                    .fix("Give the app and the token the permission whatsapp_business_messaging."),
            throttle(4, "App rate limit")
                    .says("The Meta app made too many calls for now.")
                    .fix(NOTHING_TO_DO),
            hold(10, "Permission denied")
                    .says("The access token lacks a permission.")
                    .fix("Grant whatsapp_business_messaging and whatsapp_business_management to the token."),
            hold(33, "Phone number not found")
                    .says("The business phone number was deleted, or this access token cannot see it.")
                    .fix("Check the phone number id and that the token's user is assigned to the account."),
            stop(100, "Invalid parameter", WHATSAPP_ERROR)
                    .says("WhatsApp found a field of the request that it does not know or that holds a wrong value.")
                    .fix("Read the error's details, correct the broadcast, then resume."),
            hold(104, "Access token missing")
                    .says("WhatsApp saw no access token.")
                    .fix(NEW_TOKEN),
            hold(190, "Access token expired")
                    .says("The access token has expired or was revoked.")
                    .fix(NEW_TOKEN),
            hold(200, "API permission missing")
                    .through(299)
                    .says("The access token lacks a permission, or it was taken away.")
                    .fix("Grant whatsapp_business_messaging and whatsapp_business_management to the token."),
            hold(368, "Temporarily blocked for policy violations")
                    .says("Meta restricted the WhatsApp Business Account because of a policy violation.")
                    .fix("Read the notice in WhatsApp Manager, appeal or wait for its end, then release the number."),
            throttle(429, "Too many requests")
                    .says("WhatsApp, or a gateway before it, asked us to slow down.")
                    .fix(NOTHING_TO_DO),
            throttle(613, "Custom rate limit")
                    .says("A rate limit set for the Meta app was reached.")
                    .fix(NOTHING_TO_DO),
            hold(2500, "Access token missing or unknown path")
                    .says("WhatsApp saw no access token, or does not know the address we called.")
                    .fix("Check the base URL, the Graph version, the phone number id and the access token."),
            throttle(80007, "Account rate limit")
                    .says("The WhatsApp Business Account reached its rate limit.")
                    .fix(NOTHING_TO_DO),
            throttle(80008, "Management rate limit")
                    .says("Too many calls to manage the account and its templates.")
                    .fix("Nothing: template synchronisation goes on when the limit allows."));

    private static final List<Entry> MESSAGES = List.of(
            fail(130403, "Recipient blocked by the business", WHATSAPP_ERROR)
                    .says("Your business has blocked this person.")
                    .fix("Unblock the person in WhatsApp if you want to write to them."),
            throttle(130429, "Throughput reached")
                    .says("The number sent faster than WhatsApp allows it.")
                    .fix(NOTHING_TO_DO),
            fail(130472, "Recipient is part of an experiment", BY_POLICY)
                    .says("WhatsApp withholds marketing messages from this person for an experiment of its own.")
                    .fix("Do not send it again; reach the person another way. It is not billed."),
            fail(130497, "Country restriction", BY_POLICY)
                    .says("The business may not send such messages to the recipient's country.")
                    .fix("Leave out recipients of that country; see WhatsApp's messaging policy."),
            retry(131000, "Something went wrong", 2, WHATSAPP_ERROR)
                    .byAnswer(Action.UNKNOWN)
                    .says("WhatsApp had an unknown error, so it is open whether the message was sent.")
                    .fix("Wait: a status from WhatsApp settles it, otherwise the broadcast's on_unknown decides."),
            hold(131005, "Access denied")
                    .says("The access token may not send with this number.")
                    .fix("Grant whatsapp_business_messaging to the token, then release the number."),
            stop(131008, "Required parameter missing", TEMPLATE_MISMATCH)
                    .says("WhatsApp missed a parameter that the template needs.")
                    .fix(FIX_PARAMETERS),
            stop(131009, "Parameter value not valid", TEMPLATE_MISMATCH)
                    .says("WhatsApp did not accept the value of a parameter.")
                    .fix(FIX_PARAMETERS),
            retry(131014, "Fetching the media failed", 2, WHATSAPP_ERROR)
                    .says("WhatsApp could not fetch the media file behind the link.")
                    .fix("Check that the link is public, fast, and of a supported type and size."),
            retry(131016, "Service unavailable", Entry.NO_LIMIT, PROVIDER_UNAVAILABLE)
                    .says("A service of WhatsApp was not available for a moment.")
                    .fix("Nothing: Crier tries again. If it stays, look at Meta's status page."),
            fail(131021, "Recipient is the sender", WHATSAPP_ERROR)
                    .says("The message was addressed to the very number that sends it.")
                    .fix("Leave your own number out of the recipients."),
            fail(131026, "Message undeliverable", RECIPIENT_UNREACHABLE)
                    .says("WhatsApp could not deliver: the number may not use WhatsApp, or only an old version of it.")
                    .fix("Check the phone number, or reach the person another way."),
            hold(131030, "Recipient not in the test list")
                    .says("This is a test number, which sends only to the recipients on its list.")
                    .fix("Add the recipient to the list in Meta's app dashboard, or use a real number."),
            hold(131031, "Account locked")
                    .says("Meta locked the WhatsApp Business Account.")
                    .fix("Read the notice in WhatsApp Manager and ask for a review, then release the number."),
            hold(131037, "Display name not approved")
                    .says("The number cannot send before Meta approves its display name.")
                    .fix("Submit a display name in WhatsApp Manager and wait for its approval."),
            hold(131042, "Payment problem")
                    .says("Meta cannot charge the WhatsApp Business Account.")
                    .fix("Correct the payment method in Meta's billing settings, then release the number."),
            hold(131045, "Number not registered correctly")
                    .says("The business phone number is not registered the right way.")
                    .fix("Register the number for the Cloud API again, then release it."),
            fail(131047, "More than 24 hours since the last reply", WHATSAPP_ERROR)
                    .says("The person wrote more than 24 hours ago, so only a template may be sent.")
                    .fix("Send an approved template instead of a free message."),
            hold(131048, "Restricted for spam or low quality")
                    .says("WhatsApp restricts the number because too many people blocked or reported its messages.")
                    .fix("Look at the quality rating, pause for some hours, then go on slowly with better consent."),
            fail(131049, "Withheld for healthy engagement", BY_POLICY)
                    .says("WhatsApp withheld the message: this person gets enough marketing at present.")
                    .fix("Do not send it again within 24 hours; repeated tries make the pause longer."),
            suppress(131050, "Recipient stopped marketing", RECIPIENT_OPTOUT)
                    .says("The person stopped marketing messages of your business in WhatsApp.")
                    .fix("Nothing: Crier has marked the contact as opted out of marketing."),
            stop(131051, "Unsupported message type", WHATSAPP_ERROR)
                    .byWebhook(Action.FAIL)
                    .says("WhatsApp does not support this type of message.")
                    .fix("Use another kind of message or template."),
            fail(131052, "Media download failed", WHATSAPP_ERROR)
                    .says("WhatsApp could not load a media file that the person sent.")
                    .fix("Ask the person to send the file again."),
            retry(131053, "Media upload failed", 2, WHATSAPP_ERROR)
                    .says("WhatsApp could not load the media file of the message.")
                    .fix("Check that the file or link is reachable, and of a supported type and size."),
            stop(131055, "Marketing templates only", WHATSAPP_ERROR)
                    .says("This interface of WhatsApp takes marketing templates only.")
                    .fix("Send this template with the ordinary messages interface."),
            throttle(131056, "Pair rate limit")
                    .toPair()
                    .says("Too many messages to the same person in a short time.")
                    .fix("Nothing: Crier waits a little for this person and sends the message later."),
            throttle(131057, "Account in maintenance")
                    .says("WhatsApp is changing the number, often to give it a higher throughput.")
                    .fix(NOTHING_TO_DO),
            fail(131062, "User id not allowed here", WHATSAPP_ERROR)
                    .says("This kind of message needs the person's phone number, not only the user id.")
                    .fix("Add the phone number to the contact."),
            stop(131063, "Marketing disabled on the Cloud API", WHATSAPP_ERROR)
                    .says("The account sends marketing templates only by WhatsApp's Marketing Messages API.")
                    .fix("Allow marketing on the Cloud API in WhatsApp Manager, then resume."),
            stop(131064, "Limited for misclassified templates", WHATSAPP_ERROR)
                    .says("WhatsApp limits the account because templates were filed under a wrong category.")
                    .fix("Correct the category of the templates, wait for the end of the limit, then resume."));

    private static final List<Entry> TEMPLATES = List.of(
            stop(132000, "Number of parameters does not match", TEMPLATE_MISMATCH)
                    .says("The message has more or fewer parameters than the template.")
                    .fix(FIX_PARAMETERS),
            stop(132001, "Template does not exist", TEMPLATE_UNAVAILABLE)
                    .says("WhatsApp has no approved template of this name in this language.")
                    .fix("Check name, language and approval of the template, then resume."),
            fail(132005, "Text too long", INVALID_PARAMS)
                    .says("With this person's values the text is longer than WhatsApp allows.")
                    .fix("Shorten the values of this person."),
            stop(132007, "Content violates a policy", WHATSAPP_ERROR)
                    .says("The template's content violates a policy of WhatsApp.")
                    .fix("Change the template, have it approved, then send a new broadcast."),
            stop(132008, "Parameter format does not match", TEMPLATE_MISMATCH)
                    .says("The value of a parameter does not have the form that the template wants.")
                    .fix(FIX_PARAMETERS),
            stop(132012, "Parameter format does not match", TEMPLATE_MISMATCH)
                    .says("The value of a parameter does not have the form that the template wants.")
                    .fix(FIX_PARAMETERS),
            stop(132015, "Template paused", TEMPLATE_UNAVAILABLE)
                    .says("WhatsApp paused the template because of its low quality.")
                    .fix("Wait for the end of the pause or improve the template, then resume."),
            stop(132016, "Template disabled", TEMPLATE_UNAVAILABLE)
                    .says("WhatsApp disabled the template for good because of its low quality.")
                    .fix("Write a new template, have it approved, then send a new broadcast."),
            stop(132018, "Template parameters not valid", TEMPLATE_MISMATCH)
                    .says("WhatsApp's check of the template's parameters failed.")
                    .fix(FIX_PARAMETERS),
            stop(132068, "Flow blocked", WHATSAPP_ERROR)
                    .says("The flow behind the template's button is blocked.")
                    .fix("Correct the flow in WhatsApp Manager, then resume."),
            // Only this flow waits, for an hour: slowing the number down would punish its other broadcasts.
            stop(132069, "Flow throttled", WHATSAPP_ERROR)
                    .says("The flow behind the template's button is throttled to ten messages an hour.")
                    .fix("Correct the flow in WhatsApp Manager, wait an hour, then resume."),
            hold(133000, "Registration of the number")
                    .through(133999)
                    .says("The business phone number is not registered for the Cloud API, or its registration failed.")
                    .fix("Register the number with its PIN, then release it."),
            retry(133004, "Registration server unavailable", Entry.NO_LIMIT, PROVIDER_UNAVAILABLE)
                    .says("WhatsApp's server for numbers was not available for a moment.")
                    .fix("Nothing: Crier tries again. If it stays, look at Meta's status page."),
            hold(133010, "Number not registered")
                    .says("The business phone number is not registered for the Cloud API.")
                    .fix("Register the number with its PIN, then release it."),
            hold(134011, "Payments terms not accepted")
                    .says("The account has not accepted WhatsApp's terms for payments.")
                    .fix("Accept the terms in WhatsApp Manager, then release the number."),
            stop(134100, "Marketing templates only", WHATSAPP_ERROR)
                    .says("The Marketing Messages API takes marketing templates only.")
                    .fix("Send this template with the ordinary messages interface."),
            retry(134101, "Template is synchronising", Entry.NO_LIMIT, PROVIDER_UNAVAILABLE)
                    .says("The Marketing Messages API does not have the new template yet; it takes up to ten minutes.")
                    .fix("Nothing: Crier tries again. To be sure, start broadcasts ten minutes after the approval."),
            stop(134102, "Template unavailable for marketing", WHATSAPP_ERROR)
                    .says("The Marketing Messages API cannot use this template.")
                    .fix("Use another template, or ask Meta's support."),
            stop(135000, "Generic request error", WHATSAPP_ERROR)
                    .says("WhatsApp refused the request without a precise reason.")
                    .fix("Check template and parameters, then resume."),
            fail(137000, "Identity key does not match", WHATSAPP_ERROR)
                    .says("The person's WhatsApp identity changed since it was last confirmed.")
                    .fix("Confirm the person's identity, then send again."),
            fail(139200, "Direct Send not possible", WHATSAPP_ERROR)
                    .says("The account cannot send free text by Direct Send.")
                    .fix("Send an approved template instead."));

    private static final List<Entry> TEMPLATE_CREATION = List.of(
            creation(2388000, "Template creation")
                    .through(2388999)
                    .says("WhatsApp did not accept the template.")
                    .fix("Read WhatsApp's own explanation beside this error."),
            creation(2388004, "Template not accepted")
                    .says("WhatsApp did not accept the template.")
                    .fix(FIX_TEMPLATE),
            creation(2388019, "Too many templates")
                    .says("The account has as many templates as Meta allows it.")
                    .fix("Delete templates you no longer use, or verify the business for a higher limit."),
            creation(2388023, "Name is locked")
                    .says("A template of this name was deleted less than 30 days ago, so the name is locked.")
                    .fix("Choose another name."),
            creation(2388024, "Template exists in this language")
                    .says("A template of this name exists in this language.")
                    .fix("Edit the existing one, or choose another name."),
            creation(2388039, "Template cannot be edited now")
                    .says("A template can be edited only when it is approved, rejected or paused, and not too often.")
                    .fix("Wait until its review is over, then edit it again."),
            creation(2388040, "Text too long")
                    .says("A text of the template is too long.")
                    .fix(FIX_TEMPLATE),
            creation(2388042, "Structure not valid")
                    .says("The template's components do not fit together.")
                    .fix(FIX_TEMPLATE),
            creation(2388047, "Header not valid")
                    .says("The template's header is not valid.")
                    .fix(FIX_TEMPLATE),
            creation(2388072, "Body not valid")
                    .says("The template's body is not valid.")
                    .fix(FIX_TEMPLATE),
            creation(2388073, "Footer not valid")
                    .says("The template's footer is not valid.")
                    .fix(FIX_TEMPLATE),
            creation(2388293, "Too many variables for the text")
                    .says("The body has too many variables for so short a text.")
                    .fix("Add words around the variables, or use fewer of them."),
            creation(2388299, "Variable at the edge")
                    .says("The body begins or ends with a variable.")
                    .fix("Add words before the first and after the last variable."),
            throttle(2494100, "Number in maintenance mode")
                    .says("WhatsApp maintains the number at present.")
                    .fix(NOTHING_TO_DO));

    static final List<Entry> ENTRIES = Stream.of(
                    GENERAL, MESSAGES, TEMPLATES, TEMPLATE_CREATION, List.of(OTHER_TRANSIENT, OTHER, NO_ANSWER))
            .flatMap(List::stream)
            .toList();

    private ErrorTable() {}

    private static ErrorRow creation(int code, String title) {
        return stop(code, title, WHATSAPP_ERROR);
    }
}
