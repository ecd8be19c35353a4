package dev.crier.client;

import dev.crier.client.Http.Repeat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Broadcasts of the bot.
public final class Broadcasts {
    private static final String ROOT = "/whatsapp/broadcast";

    private final Http http;

    Broadcasts(Http http) {
        this.http = http;
    }

    /// Makes the broadcast, once: when an answer is lost the same request is sent again by the same key.
    public Broadcast create(NewBroadcast broadcast) {
        @Nullable String chosen = broadcast.idempotencyKey();
        String key = chosen == null ? UUID.randomUUID().toString() : chosen;
        return post(ROOT, broadcast, key, Broadcast.class);
    }

    /// What the broadcast would do; nothing is stored or sent.
    public DryRun dryRun(NewBroadcast broadcast) {
        return post(ROOT + "?dry_run=true", broadcast, null, DryRun.class);
    }

    private <T> T post(String path, NewBroadcast broadcast, @Nullable String key, Class<T> type) {
        Http.Call plain = http.call("POST", path, key == null ? Repeat.ALWAYS : Repeat.BY_KEY);
        List<String> headers = key == null
                ? plain.headers()
                : Stream.concat(plain.headers().stream(), Stream.of("Idempotency-Key", key))
                        .toList();
        Http.Call call = new Http.Call("POST", path, plain.repeat(), plain.limit(), headers);
        return http.send(call, () -> BodyPublishers.ofByteArrays(broadcast.body()), type);
    }

    /// The broadcast without its statuses.
    public Broadcast get(String id) {
        return http.get(at(id) + "?statuses=false", Broadcast.class);
    }

    /// What became of everybody, in the order of the request, from one moment. Read while it comes: close it.
    public Stream<MessageStatus> statuses(String id) {
        return StatusStream.of(http, http.open(at(id), "application/json", Repeat.ALWAYS));
    }

    /// The broadcast with all statuses, as the server writes it.
    public void copyTo(String id, OutputStream out) throws IOException {
        http.copy(at(id), "application/json", out);
    }

    /// The messages as CSV.
    public void exportCsv(String id, MessageFilter filter, OutputStream out) throws IOException {
        http.copy(at(id) + "/messages.csv" + query(filter), "text/csv", out);
    }

    /// Some of the messages, fetched page by page while they are read.
    public Stream<MessageStatus> messages(String id, MessageFilter filter) {
        String filtered = at(id) + "/messages" + query(filter);
        String more = filtered.contains("?") ? "&" : "?";
        return Pages.stream(after -> {
            String from = after == null ? "" : "&after=" + after;
            var page = http.get(filtered + more + "limit=" + Pages.LIMIT + from, MessagePage.class);
            return new Pages.Page<>(Lists.of(page.messages()), page.next());
        });
    }

    private record MessagePage(
            @Nullable List<MessageStatus> messages,
            @Nullable String next) {}

    private static String query(MessageFilter filter) {
        return Http.query("status", filter.status(), "reason", filter.reason(), "ref", filter.ref());
    }

    /// All broadcasts, the newest first, fetched page by page while they are read.
    public Stream<Broadcast> list() {
        return Pages.stream(after -> {
            var page = http.get(ROOT + Http.query("limit", Pages.LIMIT, "after", after), BroadcastPage.class);
            return new Pages.Page<>(Lists.of(page.broadcasts()), page.next());
        });
    }

    private record BroadcastPage(
            @Nullable List<Broadcast> broadcasts, @Nullable String next) {}

    /// The broadcast now and after each change, until nobody is pending. Connects anew by itself. Close it.
    public Stream<Broadcast> follow(String id) {
        Follower follower = new Follower(this, id);
        return Pages.stream(follower).onClose(follower::close);
    }

    /// Not repeated: whoever cannot listen asks instead.
    InputStream openEvents(String id) {
        return http.open(at(id) + "/events", "text/event-stream", Repeat.UNSENT);
    }

    /// Adds people to a draft. The same ones once more are not added twice, so a file is sent again if the connection
    /// breaks, and a caller may do the same.
    public UploadResult upload(String id, Upload people) {
        String path = at(id) + "/users" + Http.query("map", people.map(), "separator", people.separator());
        Repeat repeat = people.isRepeatable() ? Repeat.ALWAYS : Repeat.UNSENT;
        Http.Call call = http.upload(path, repeat, people.contentType());
        return http.send(call, people::body, UploadResult.class);
    }

    /// Sends a draft, or a scheduled broadcast before its time.
    public Broadcast start(String id) {
        return command(id, "start");
    }

    public Broadcast pause(String id) {
        return command(id, "pause");
    }

    public Broadcast resume(String id) {
        return command(id, "resume");
    }

    /// Whoever was not sent to yet is not sent to any more.
    public Broadcast cancel(String id) {
        return command(id, "cancel");
    }

    private Broadcast command(String id, String command) {
        return http.send("POST", at(id) + "/" + command, Repeat.UNSENT, null, Broadcast.class);
    }

    /// Sends again to those who failed for one of the reasons; [Broadcast#retried] says how many they are.
    public Broadcast retry(String id, Collection<String> reasons) {
        ObjectNode body = ClientJson.object();
        reasons.forEach(body.putArray("reasons")::add);
        return http.send("POST", at(id) + "/retry", Repeat.UNSENT, body, Broadcast.class);
    }

    private static String at(String id) {
        return ROOT + "/" + Http.segment(id);
    }
}
