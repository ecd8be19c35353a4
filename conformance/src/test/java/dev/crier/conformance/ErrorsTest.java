package dev.crier.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.restfb.Parameter;
import com.restfb.exception.FacebookException;
import com.restfb.exception.FacebookGraphException;
import com.restfb.exception.FacebookNetworkException;
import com.restfb.exception.FacebookOAuthException;
import com.restfb.json.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
    private static final String ANN = "+31612345678";
    private static final String HELLO = "[{'type':'body','parameters':[{'type':'text','text':'Ann'}]}]";
    private static Waba waba;

    @BeforeAll
    static void open() {
        waba = Waba.open();
        waba.approved(waba.create("greeting", "UTILITY", """
                [{"type":"BODY","text":"Hello {{1}}, welcome.","example":{"body_text":[["Ann"]]}}]"""));
    }

    private static FacebookOAuthException refused(String to, String name, String components) {
        return catchThrowableOfType(FacebookOAuthException.class, () -> waba.sendTemplate(to, name, components));
    }

    /// The sandbox's numbers +316 11 CODE are rejected with CODE at once.
    @ParameterizedTest
    @CsvSource({
        "10, 403",
        "33, 400",
        "190, 401",
        "368, 403",
        "80007, 400",
        "130429, 400",
        "130497, 403",
        "131000, 500",
        "131005, 403",
        "131016, 500",
        "131031, 403",
        "131042, 400",
        "131047, 400",
        "131048, 400",
        "131049, 400",
        "131050, 400",
        "131056, 400",
        "131057, 500",
        "132001, 404",
        "132007, 400",
        "132015, 400",
        "132016, 400",
        "133010, 400"
    })
    void aRejectedSendIsATypedErrorWithItsCode(int code, int status) {
        FacebookOAuthException error = refused("+31611%06d".formatted(code), "greeting", HELLO);

        assertThat(error.getErrorCode()).isEqualTo(code);
        assertThat(error.getHttpStatusCode()).isEqualTo(status);
        assertThat(error.getErrorType()).isEqualTo("OAuthException");
        assertThat(error.getErrorMessage()).startsWith("(#" + code + ") ");
        assertThat(error.getFbtraceId()).hasSizeGreaterThan(10);
        assertThat(error.getErrorData("messaging_product")).isEqualTo("whatsapp");
        assertThat(error.getErrorData("details")).isNotBlank();
        assertThat(Boolean.TRUE.equals(error.getIsTransient())).isEqualTo(status >= 500);
    }

    @Test
    void aWrongTokenIs190() {
        FacebookOAuthException error = catchThrowableOfType(
                FacebookOAuthException.class,
                () -> Waba.clientWith("stale").fetchObject(waba.number, JsonObject.class));

        assertThat(error.getErrorCode()).isEqualTo(190);
        assertThat(error.getHttpStatusCode()).isEqualTo(401);
    }

    @Test
    void countsOfParametersAreToldInMetasWords() {
        FacebookOAuthException error = refused(ANN, "greeting", "[{'type':'body','parameters':[]}]");

        assertThat(error.getErrorCode()).isEqualTo(132000);
        assertThat(error.getErrorData("details"))
                .isEqualTo("body: number of localizable_params (0) does not match the expected number of params (1)");
    }

    @Test
    void aTemplateThatIsNotThereIsNamed() {
        FacebookOAuthException error = refused(ANN, "nothing", HELLO);

        assertThat(error.getErrorCode()).isEqualTo(132001);
        assertThat(error.getErrorData("details")).isEqualTo("template name (nothing) does not exist in en_US");
    }

    @Test
    void aParameterThatIsMissingIs100() {
        FacebookOAuthException error = catchThrowableOfType(
                FacebookOAuthException.class,
                () -> waba.client.publish(
                        waba.number + "/messages", JsonObject.class, Parameter.with("messaging_product", "whatsapp")));

        assertThat(error.getErrorCode()).isEqualTo(100);
        assertThat(error.getErrorMessage()).contains("parameter to is required");
    }

    @Test
    void aRefusedDefinitionHasASubcodeAndWordsForPeople() {
        FacebookOAuthException error =
                catchThrowableOfType(FacebookOAuthException.class, () -> waba.create("refused", "UTILITY", """
                        [{"type":"BODY","text":"{{1}}, hello to you","example":{"body_text":[["Ann"]]}}]"""));

        assertThat(error.getErrorCode()).isEqualTo(100);
        assertThat(error.getErrorSubcode()).isEqualTo(2388299);
        assertThat(error.getErrorUserTitle()).isEqualTo("Message Template Contains a Leading or Trailing Variable");
        assertThat(error.getErrorUserMessage()).isNotBlank();
        assertThat(error.getIsTransient()).isFalse();
    }

    @Test
    void anObjectThatIsNotThereIsAGraphError() {
        FacebookGraphException error = catchThrowableOfType(
                FacebookGraphException.class, () -> waba.client.fetchObject("999999999999", JsonObject.class));

        assertThat(error).isNotInstanceOf(FacebookOAuthException.class);
        assertThat(error.getErrorType()).isEqualTo("GraphMethodException");
        assertThat(error.getErrorCode()).isEqualTo(100);
        assertThat(error.getErrorSubcode()).isEqualTo(33);
    }

    @Test
    void aPathThatIsNotThereIs2500() {
        FacebookOAuthException error = catchThrowableOfType(
                FacebookOAuthException.class, () -> waba.client.fetchObject(waba.id + "/nonsense", JsonObject.class));

        assertThat(error.getErrorCode()).isEqualTo(2500);
        assertThat(error.getErrorMessage()).isEqualTo("Unknown path components: /nonsense");
    }

    /// restfb reads errors of the Graph from the statuses 400, 401, 403, 404 and 500 alone.
    @ParameterizedTest
    @CsvSource({"2, 503", "613, 429", "133004, 503"})
    void aRejectionWithAnotherStatusIsKnownByThatStatus(int code, int status) {
        FacebookNetworkException error = catchThrowableOfType(
                FacebookNetworkException.class,
                () -> waba.sendTemplate("+31611%06d".formatted(code), "greeting", HELLO));

        assertThat(error.getHttpStatusCode()).isEqualTo(status);
    }

    @Test
    void aBrokenPageIsAnErrorButNotOneOfTheGraph() {
        FacebookException error = catchThrowableOfType(
                FacebookException.class, () -> waba.sendTemplate("+31612000013", "greeting", HELLO));

        assertThat(error).isNotNull().isNotInstanceOf(FacebookGraphException.class);
    }
}
