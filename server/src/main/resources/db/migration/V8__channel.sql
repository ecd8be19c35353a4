-- Who carries a channel's messages, and how Meta sees its number.

ALTER TABLE whatsapp_channel ADD COLUMN provider text;
UPDATE whatsapp_channel
   SET provider = CASE WHEN base_url LIKE 'https://graph.facebook.com%' THEN 'meta' ELSE 'sandbox' END;
ALTER TABLE whatsapp_channel
    ALTER COLUMN provider SET NOT NULL,
    ADD CONSTRAINT whatsapp_channel_provider CHECK (provider IN ('meta', '360dialog', 'sandbox'));

-- What Meta said of the number when it was asked last. Gone with the number: another one starts anew.
CREATE TABLE number_health (
    channel_id      uuid PRIMARY KEY REFERENCES whatsapp_channel ON DELETE CASCADE,
    display_number  text,
    verified_name   text,
    status          text,
    quality         text NOT NULL,           -- GREEN, YELLOW, RED, UNKNOWN
    messaging_limit text,                    -- Meta's word: TIER_2K
    throughput      text,                    -- Meta's word: STANDARD, HIGH
    token_ends_at   timestamptz,             -- NULL: never, or nobody says
    checked_at      timestamptz,             -- when Meta answered last
    tried_at        timestamptz NOT NULL,    -- when it was asked last
    problem         text                     -- why it did not answer since
);

-- When something about the number changed, the newest last.
CREATE TABLE number_event (
    id         uuid PRIMARY KEY,             -- UUIDv7: its order is that of time
    channel_id uuid NOT NULL REFERENCES whatsapp_channel ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('quality', 'messaging_limit', 'status', 'throughput')),
    before     text,
    after      text,
    at         timestamptz NOT NULL
);
CREATE INDEX number_event_of ON number_event (channel_id, kind, id);
