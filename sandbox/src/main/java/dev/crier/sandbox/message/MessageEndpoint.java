package dev.crier.sandbox.message;

import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.fault.Behaviour;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Magic;
import dev.crier.sandbox.fault.Magic.Effect;
import dev.crier.sandbox.fault.MagicRecipients;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.graph.Answer;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.graph.HangUpException;
import dev.crier.sandbox.ledger.Counters;
import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.ledger.Wamid;
import dev.crier.sandbox.limit.MessagingTier;
import dev.crier.sandbox.limit.PairRate;
import dev.crier.sandbox.limit.Throughput;
import dev.crier.sandbox.template.Template;
import dev.crier.sandbox.template.TemplateLife;
import dev.crier.sandbox.template.TemplateStore;
import dev.crier.sandbox.user.Recipient;
import dev.crier.sandbox.user.Users;
import dev.crier.sandbox.webhook.Webhooks;
import dev.crier.sandbox.wire.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /{phone_number_id}/messages} (§2). In this order: trouble on purpose, the number's rate, the envelope, magic
 * rejections, the content, the pair's rate; then the message is accepted, its fate decided and its statuses started; then the
 * answer goes out, late or never if so wished.
 */
public final class MessageEndpoint {
    private static final Set<Integer> THROTTLES = Set.of(4, 613, 80007, 130429, 131056);

    private final Ledger ledger;
    private final Wamid wamids;
    private final Settings settings;
    private final TemplateStore templates;
    private final Statuses statuses;
    private final Throughput throughput = new Throughput();
    private final PairRate pairRate = new PairRate();
    private final MessagingTier tier = new MessagingTier();
    private final MagicRecipients magics = new MagicRecipients();
    private final Pacing pacing;
    private final Fate fate;

    public MessageEndpoint(
            Ledger ledger,
            Wamid wamids,
            Settings settings,
            TemplateStore templates,
            TemplateLife life,
            Users users,
            Webhooks webhooks,
            ScheduledExecutorService clock) {
        this.ledger = ledger;
        this.wamids = wamids;
        this.settings = settings;
        this.templates = templates;
        this.statuses = new Statuses(webhooks, clock);
        this.pacing = new Pacing(settings, life, clock);
        this.fate = new Fate(settings, magics, tier, users, pacing);
    }

    /** Forgets rates, users reached, attempts at magic recipients and pacing. */
    public void reset() {
        throughput.reset();
        pairRate.reset();
        tier.reset();
        magics.reset();
        pacing.reset();
    }

    public Answer send(Call call, PhoneNumber number) throws InterruptedException {
        if ("read".equals(call.text("status"))) {
            return markRead(call);
        }
        return counted(call, number, false);
    }

    /** The Marketing Messages API: the same, for marketing templates only (§2.4). */
    public Answer sendMarketing(Call call, PhoneNumber number) throws InterruptedException {
        return counted(call, number, true);
    }

    private Answer counted(Call call, PhoneNumber number, boolean lite) throws InterruptedException {
        Counters counters = ledger.counters();
        try {
            return judged(call, number, lite);
        } catch (GraphError rejection) {
            (THROTTLES.contains(rejection.code()) ? counters.throttled : counters.rejected).increment();
            throw rejection;
        }
    }

    private Answer judged(Call call, PhoneNumber number, boolean lite) throws InterruptedException {
        Behaviour behaviour = settings.now();
        if (settings.roll(Knob.RESET_BEFORE)) {
            throw new HangUpException("reset_before");
        }
        if (settings.roll(Knob.SERVER_ERROR)) {
            return Answer.brokenPage();
        }
        boolean throttled = settings.roll(Knob.THROTTLE);
        if (throttled
                || !throughput.take(number.id(), behaviour.count(Knob.THROUGHPUT_PER_SECOND), System.nanoTime())) {
            throw GraphError.of(130429);
        }
        if (behaviour.on(Knob.MAINTENANCE)) {
            throw GraphError.of(131057);
        }
        SendRequest request = SendRequest.read(call, number);
        Magic magic = magic(request);
        Answer refused = refuse(number, magic);
        if (refused != null) {
            return refused;
        }
        Message message = validate(request, number, magic, lite);
        if (behaviour.on(Knob.PAIR_RATE)
                && !pairRate.take(number.id(), request.recipient().key(), System.nanoTime())) {
            throw GraphError.of(131056);
        }
        return accept(message);
    }

    private static Magic magic(SendRequest request) {
        String waId = request.recipient().waId();
        return waId == null ? Magic.NONE : MagicRecipients.of(waId);
    }

    /** What a magic recipient does before acceptance; null when the message may go on. */
    private @Nullable Answer refuse(PhoneNumber number, Magic magic) {
        return switch (magic.effect()) {
            case REJECT -> throw GraphError.of(magic.code());
            case REJECT_TWICE, REJECT_ONCE -> {
                if (magics.stillFails(number.id(), magic)) {
                    throw GraphError.of(magic.code());
                }
                yield null;
            }
            case RESET_BEFORE -> throw new HangUpException("reset before acceptance");
            case SERVER_ERROR -> Answer.brokenPage();
            default -> null;
        };
    }

    private Message validate(SendRequest request, PhoneNumber number, Magic magic, boolean lite) {
        Recipient recipient = request.recipient();
        if (number.digits().equals(recipient.waId())) {
            throw GraphError.of(131021);
        }
        if (!request.type().equals("template")) {
            if (lite) {
                throw GraphError.of(131055);
            }
            Rendered rendered = FreeForm.render(request.type(), request.message());
            return new Message(number, request, null, rendered, magic, false);
        }
        JsonNode wanted = request.template();
        Template template = template(number, wanted);
        if (lite && !template.category().equals("MARKETING")) {
            throw GraphError.of(131055);
        }
        if (!recipient.hasPhone() && template.shape().oneTimePassword()) {
            throw GraphError.of(131062);
        }
        Rendered rendered = Filling.render(template.shape(), wanted.path("components"), request.major());
        return new Message(number, request, template, rendered, magic, lite);
    }

    private Template template(PhoneNumber number, JsonNode wanted) {
        String name = Json.text(wanted, "name", "");
        String language = Json.text(wanted.path("language"), "code", "");
        if (name.isEmpty() || language.isEmpty()) {
            throw GraphError.parameter(
                    "The parameter template['" + (name.isEmpty() ? "name" : "language") + "'] is required.");
        }
        Template template = templates.find(number.account().wabaId(), name, language);
        if (template == null) {
            throw missing(name, language);
        }
        return switch (template.status()) {
            case APPROVED -> template;
            case PAUSED -> throw GraphError.of(132015);
            case DISABLED -> throw GraphError.of(132016);
            case PENDING, REJECTED, DELETED -> throw missing(name, language);
        };
    }

    private static GraphError missing(String name, String language) {
        return GraphError.of(132001, "template name (" + name + ") does not exist in " + language);
    }

    private Answer accept(Message message) throws InterruptedException {
        Counters counters = ledger.counters();
        Course course = fate.decide(message, System.nanoTime());
        long n = ledger.nextNumber();
        String wamid = wamids.of(n, message.request().recipient().key());
        Entry entry = new Entry(n, Json.bytes(line(n, wamid, message)), extras(message));
        ledger.put(entry);
        counters.accepted.increment();
        begin(new Statuses.Journey(message, wamid, entry, counters, course.steps()), course);
        return answer(message, wamid, course, counters);
    }

    private void begin(Statuses.Journey journey, Course course) throws InterruptedException {
        if (course.messageStatus().equals(Course.ACCEPTED) && settings.roll(Knob.EARLY_WEBHOOK)) {
            statuses.startEarly(journey);
        } else {
            statuses.start(journey);
        }
    }

    private Answer answer(Message message, String wamid, Course course, Counters counters) throws InterruptedException {
        Behaviour behaviour = settings.now();
        Effect effect = message.magic().effect();
        Knob wait = effect == Effect.SLOW ? Knob.SLOW_MS : Knob.LATENCY_MS;
        TimeUnit.MILLISECONDS.sleep(behaviour.count(wait));
        boolean lost = effect == Effect.LOSE_RESPONSE || effect == Effect.LOSE_EVERYTHING;
        if (lost || settings.roll(Knob.LOSE_RESPONSE)) {
            counters.lostResponses.increment();
            throw new HangUpException("response lost");
        }
        if (effect == Effect.SERVER_ERROR_ACCEPTED || settings.roll(Knob.SERVER_ERROR_ACCEPTED)) {
            counters.lostResponses.increment();
            return Answer.brokenPage();
        }
        Recipient recipient = message.request().recipient();
        ObjectNode body = Json.object().put("messaging_product", "whatsapp");
        ObjectNode contact = body.putArray("contacts").addObject().put("input", recipient.input());
        if (recipient.hasPhone()) {
            contact.put("wa_id", recipient.waId());
        } else {
            contact.put("user_id", recipient.userId());
        }
        body.putArray("messages").addObject().put("id", wamid).put("message_status", course.messageStatus());
        return Answer.ok(body);
    }

    private static byte @Nullable [] extras(Message message) {
        String type = message.request().type();
        ObjectNode extras = message.template() != null || type.equals("text")
                ? message.rendered().extras()
                : Json.object().put("type", type);
        return extras == null ? null : Json.bytes(extras);
    }

    private static ObjectNode line(long n, String wamid, Message message) {
        Recipient recipient = message.request().recipient();
        Template template = message.template();
        ObjectNode line = Json.object()
                .put("n", n)
                .put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("wamid", wamid)
                .put("phone_number_id", message.number().id())
                .put("to", recipient.hasPhone() ? "+" + recipient.waId() : recipient.userId())
                .put("template", template == null ? null : template.name())
                .put("language", template == null ? null : template.language());
        line.set("rendered", message.rendered().json());
        return line.put("biz_opaque_callback_data", message.request().callbackData());
    }

    private Answer markRead(Call call) {
        String id = call.text("message_id");
        if (id == null || id.isBlank()) {
            throw GraphError.parameter("The parameter message_id is required.");
        }
        return Answer.success();
    }
}
