-- Templates as something people manage: what Meta decided about them and when, and the media of their headers.

ALTER TABLE template
    ADD COLUMN status_detail   text,   -- Meta's sentence about the status: what to mend, how long a pause lasts
    ADD COLUMN category_change jsonb;  -- the last change of category, made or announced, that nobody asked for

-- What became of a template, newest last. Kept when the template is gone: its name is locked for a while.
CREATE TABLE template_event (
    id       uuid PRIMARY KEY,          -- UUIDv7: its order is that of time
    bot_id   uuid NOT NULL REFERENCES bot,
    name     text NOT NULL,
    language text NOT NULL,
    meta_id  text NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('status', 'quality', 'category', 'category_announced', 'edit')),
    before   text,                      -- NULL: it was not there
    after    text,                      -- NULL: it is gone
    reason   text,
    detail   text,
    source   text NOT NULL CHECK (source IN ('api', 'webhook', 'sync')),
    at       timestamptz NOT NULL
);
CREATE INDEX template_event_of ON template_event (bot_id, name, id);

-- A file for headers of templates. The bytes are in the data folder of the node that took them.
CREATE TABLE media (
    id              uuid PRIMARY KEY,
    bot_id          uuid NOT NULL REFERENCES bot,
    sha256          text NOT NULL,
    kind            text NOT NULL,      -- image, video, document
    mime_type       text NOT NULL,
    filename        text NOT NULL,
    bytes           bigint NOT NULL,
    phone_number_id text NOT NULL,      -- whose id it is at Meta; another number needs another upload
    meta_id         text NOT NULL,
    expires_at      timestamptz NOT NULL,
    handle          text,               -- for the example of a template, made when one asks for it
    inserted_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (bot_id, sha256, mime_type)
);
CREATE INDEX media_expiry ON media (expires_at);
