package dev.crier.account;

import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.RateLimit;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lets a request in, or says why not: key, bot, REST API channel, in this order.
///
/// An id of somebody else's bot answers exactly as one that does not exist. A browser that is signed in to the Studio
/// needs no key, nor the REST API channel: what its member may do decides, and what it writes is in the audit log.
public final class Gatekeeper {
    private static final String SCHEME = "bearer ";

    private final AccountStore accounts;
    private final RateLimit conversationLimit;
    private final @Nullable Studio studio;

    /// Those who come by the Studio.
    public record Studio(Browsers browsers, MemberStore members, AuditLog audit) {}

    /// A door for keys alone.
    public Gatekeeper(AccountStore accounts, RateLimit conversationLimit) {
        this(accounts, conversationLimit, null);
    }

    public Gatekeeper(AccountStore accounts, RateLimit conversationLimit, @Nullable Studio studio) {
        this.accounts = accounts;
        this.conversationLimit = conversationLimit;
        this.studio = studio;
    }

    /// The bot named in the path, if the request's key opens it and its REST API is enabled.
    public Bot admit(ServerRequest request) {
        return admit(request, Role.EDITOR);
    }

    /// As [#admit], for what only administrators may change in the Studio.
    public Bot admitAdministrator(ServerRequest request) {
        return admit(request, Role.ADMINISTRATOR);
    }

    private Bot admit(ServerRequest request, Role toWrite) {
        if (studio != null && key(request).isEmpty()) {
            Optional<Session> session = studio.browsers().session(request);
            if (session.isPresent()) {
                return admit(request, session.get(), toWrite, studio);
            }
        }
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

    private Bot admit(ServerRequest request, Session session, Role toWrite, Studio by) {
        UUID botId = Ids.parse(request.path().pathParameters().get("bot_id"));
        Optional<Bot> bot = botId == null ? Optional.empty() : accounts.bot(botId);
        Optional<MemberStore.Access> access =
                bot.flatMap(found -> by.members().access(session.member(), found.environmentId()));
        if (bot.isEmpty() || access.isEmpty()) {
            throw Problem.of(ProblemCode.BOT_NOT_FOUND, "You have no access to a bot with the id in the address");
        }
        Method method = request.prologue().method();
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
            return bot.get();
        }
        if (!Browsers.isMeant(request, session, "")) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Send the page's token as X-CSRF-Token, or a key");
        }
        if (!access.get().role().includes(toWrite)) {
            throw Problem.of(
                    ProblemCode.FORBIDDEN,
                    "You are " + access.get().role().title() + " here; this takes " + toWrite.title());
        }
        by.audit()
                .add(
                        AuditLog.Place.of(bot.get()),
                        AuditLog.Actor.of(session),
                        new AuditLog.Deed(
                                "api.called",
                                method.text() + " " + request.path().path(),
                                ""));
        return bot.get();
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
        key(request).ifPresent(_ -> conversationLimit.take(grant(request).tokenId()));
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
        String key = key(request)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.UNAUTHORIZED, "Send the authorization key as \"Authorization: Bearer <key>\""));
        return accounts.grant(new Token(key))
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHORIZED, "The authorization key is not valid"));
    }

    private static Optional<String> key(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .or(() -> request.query().first("api_key").asOptional());
    }
}
