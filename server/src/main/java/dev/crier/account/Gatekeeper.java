package dev.crier.account;

import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.RateLimit;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.UUID;

/// Lets a request in, or says why not: key, bot, REST API channel, in this order.
///
/// An id of somebody else's bot answers exactly as one that does not exist.
public final class Gatekeeper {
    private static final String SCHEME = "bearer ";

    private final AccountStore accounts;
    private final RateLimit conversationLimit;

    public Gatekeeper(AccountStore accounts, RateLimit conversationLimit) {
        this.accounts = accounts;
        this.conversationLimit = conversationLimit;
    }

    /// The bot named in the path, if the request's key opens it and its REST API is enabled.
    public Bot admit(ServerRequest request) {
        AccountStore.Grant grant = grant(request);
        UUID botId = Ids.parse(request.path().pathParameters().get("bot_id"));
        Optional<Bot> bot =
                botId == null ? Optional.empty() : accounts.bot(botId).filter(grant::opens);
        Bot admitted = bot.orElseThrow(
                () -> Problem.of(ProblemCode.BOT_NOT_FOUND, "This key opens no bot with the id in the address"));
        if (!admitted.restEnabled()) {
            throw Problem.of(
                    ProblemCode.CHANNEL_DISABLED, "Enable the REST API of this bot in Studio → Channels → REST API");
        }
        return admitted;
    }

    /// The environment whose key the request carries; a bot's key opens no environment.
    public UUID admitEnvironment(ServerRequest request) {
        AccountStore.Grant grant = grant(request);
        if (grant.botId() != null) {
            throw Problem.of(
                    ProblemCode.FORBIDDEN, "This is the key of one bot; this address takes a key of the environment");
        }
        return grant.environmentId();
    }

    /// As [#admit], for the addresses below `…/conversation`, which the original API limits.
    public Bot admitConversation(ServerRequest request) {
        Bot bot = admit(request);
        conversationLimit.take(grant(request).tokenId());
        return bot;
    }

    /// The bot must have ordered what it takes to start conversations.
    public void requireBroadcasting(Bot bot) {
        if (!bot.broadcasting()) {
            throw Problem.of(
                    ProblemCode.FEATURE_NOT_ENABLED,
                    "Order the feature \"" + Feature.WHATSAPP_BROADCASTING.title()
                            + "\" for this bot in Studio → Store");
        }
    }

    private AccountStore.Grant grant(ServerRequest request) {
        String key = request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .or(() -> request.query().first("api_key").asOptional())
                .orElseThrow(() -> Problem.of(
                        ProblemCode.UNAUTHORIZED, "Send the authorization key as \"Authorization: Bearer <key>\""));
        return accounts.grant(new Token(key))
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHORIZED, "The authorization key is not valid"));
    }
}
