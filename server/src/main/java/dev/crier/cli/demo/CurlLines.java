package dev.crier.cli.demo;

/// The lines that do by hand what the demo did, with its real ids and keys.
final class CurlLines {
    private static final String LINES = """
            # Post a broadcast
            curl -s @URL@/api/bot/@BOT@/whatsapp/broadcast \\
              -H 'Authorization: Bearer @TOKEN@' -H 'Content-Type: application/json' -d '
              { "template": { "name": "delivery_notice", "language": "en", "components": [
                  { "type": "body", "parameters": [
                    { "type": "text", "text": "{{ name }}" }, { "type": "text", "text": "{{ date }}" },
                    { "type": "text", "text": "{{ from }}" }, { "type": "text", "text": "{{ to }}" },
                    { "type": "text", "text": "+31201234567" } ] },
                  { "type": "button", "sub_type": "url", "index": 0,
                    "parameters": [ { "type": "text", "text": "{{ track }}" } ] } ] },
                "params": { "name": "Customer" },
                "users": [ { "phone": "+31612345678", "params":
                  { "name": "Ann", "date": "3 May", "from": "10:00", "to": "12:00", "track": "a1" } } ] }'

            # See what became of each message (of the broadcast above; put in the id of yours)
            curl -s @URL@/api/bot/@BOT@/whatsapp/broadcast/@BROADCAST@ \\
              -H 'Authorization: Bearer @TOKEN@'

            # Opt Ann out, as if she wrote it on her phone (optin undoes it), and post again
            curl -s @SANDBOX@/sandbox/inbound \\
              -d '{ "from": "+31612345678", "phone_number_id": "@NUMBER@", "text": "optout" }'
            """;

    private CurlLines() {}

    static String of(DemoFile demo, Account account) {
        return LINES.replace("@URL@", demo.value("url").orElseThrow())
                .replace("@SANDBOX@", demo.value("sandbox_url").orElseThrow())
                .replace("@BOT@", demo.value("bot_id").orElseThrow())
                .replace("@TOKEN@", demo.value("token").orElseThrow())
                .replace("@BROADCAST@", demo.value("broadcast_id").orElseThrow())
                .replace("@NUMBER@", account.phoneNumberId());
    }
}
