package dev.crier.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the sink says: a wamid to every send, the template to whoever asks for templates, and to the benchmark what
/// was sent.
///
/// `POST …/messages` notes the message in the loop's ledger. `GET /bench/ledger` writes all ledgers to the file and
/// the body of a send beside it, and answers with the count and the times; `GET /bench/reset` begins anew.
final class SinkAnswers {
    private static final byte[] CALLBACK_DATA = ascii("\"biz_opaque_callback_data\":\"");
    private static final byte[] TEMPLATES = ascii("/message_templates");
    private static final byte[] LEDGER = ascii("/bench/ledger");
    private static final byte[] RESET = ascii("/bench/reset");

    private final int loop;
    private final List<Ledger> ledgers;
    private final Path file;
    private final byte[] accepted;
    private final int wamidAt;

    /// @param loop which of the ledgers is this loop's own
    SinkAnswers(int loop, List<Ledger> ledgers, Path file) {
        this.loop = loop;
        this.ledgers = ledgers;
        this.file = file;
        String wamid = Wamid.of(loop, 0);
        String answer = ok("""
                {"messaging_product":"whatsapp","contacts":[{"input":"+31620000000","wa_id":"31620000000"}],\
                "messages":[{"id":"%s","message_status":"accepted"}]}""".formatted(wamid));
        this.accepted = ascii(answer);
        this.wamidAt = answer.indexOf(wamid);
    }

    /// The file beside the ledger that holds the body of one send.
    static Path sampleBeside(Path ledger) {
        return ledger.resolveSibling("send.json");
    }

    private static String ok(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                + json;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void put(RequestBuffer request, ByteBuffer out) throws IOException {
        if (request.isPost()) {
            int from = request.valueOf(CALLBACK_DATA);
            int to = from < 0 ? from : request.endOfValue(from);
            long number = ledgers.get(loop).add(request.bytes(), Math.max(from, 0), Math.max(to, 0));
            if (number == 1) {
                Files.write(sampleBeside(file), request.body());
            }
            Wamid.write(accepted, wamidAt, loop, number);
            out.put(accepted);
        } else if (request.asksFor(TEMPLATES)) {
            out.put(ascii(ok(Delivery.templates())));
        } else if (request.asksFor(LEDGER)) {
            out.put(ascii(ok(writeLedgers())));
        } else if (request.asksFor(RESET)) {
            ledgers.forEach(Ledger::reset);
            out.put(ascii(ok("{}")));
        } else {
            out.put(ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        }
    }

    private String writeLedgers() throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Ledger ledger : ledgers) {
                ledger.write(out);
            }
        }
        SendTimes times = SendTimes.all(ledgers.stream().map(Ledger::times).toList());
        return "{\"count\":%d,\"first\":%d,\"last\":%d}"
                .formatted(times.count(), times.firstMillis(), times.lastMillis());
    }
}
