-- Who: environments hold bots; keys open a bot or every bot of an environment.
CREATE TABLE environment (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE bot (
    id              uuid PRIMARY KEY,
    environment_id  uuid NOT NULL REFERENCES environment,
    name            text NOT NULL,
    locales         text[] NOT NULL,                -- the first is the default
    default_country text,                           -- ISO 3166 region for national phone numbers, if any
    rest_enabled    boolean NOT NULL DEFAULT false, -- the REST API channel
    optout_words    text[],                         -- NULL: the configured list
    optin_words     text[],
    created_at      timestamptz NOT NULL DEFAULT now()
);

-- A key is stored as its SHA-256 (it is random, so a slow hash adds nothing); the hint is what the Studio shows.
CREATE TABLE api_token (
    id             uuid PRIMARY KEY,
    environment_id uuid NOT NULL REFERENCES environment,
    bot_id         uuid REFERENCES bot,             -- NULL: valid for each bot of the environment
    hash           bytea NOT NULL UNIQUE,
    hint           text NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    revoked_at     timestamptz
);

CREATE TABLE feature (
    bot_id     uuid NOT NULL REFERENCES bot,
    name       text NOT NULL,
    ordered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, name)
);

-- The WhatsApp channel of a bot: one sending number. Credentials are AES-GCM ciphertext.
CREATE TABLE whatsapp_channel (
    id              uuid PRIMARY KEY,
    bot_id          uuid NOT NULL UNIQUE REFERENCES bot,
    enabled         boolean NOT NULL DEFAULT false,
    base_url        text NOT NULL,
    api_version     text NOT NULL,
    phone_number_id text NOT NULL UNIQUE,
    waba_id         text NOT NULL,
    access_token    bytea NOT NULL,
    app_secret      bytea NOT NULL,
    verify_token    bytea NOT NULL,
    throughput      int NOT NULL CHECK (throughput > 0), -- messages per second that Meta grants the number
    hold_code       int,                                 -- Meta's code that stopped the number; NULL: it may send
    hold_details    text,
    held_at         timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

-- Who may send for a number now. Every new owner raises the epoch; an owner with an old epoch claims nothing more.
CREATE TABLE lane (
    channel_id  uuid PRIMARY KEY REFERENCES whatsapp_channel,
    owner       text NOT NULL,
    epoch       bigint NOT NULL,
    lease_until timestamptz NOT NULL
);

-- No foreign key to bot: to check it takes a third of what a new row costs, and locks the bot's row for each.
CREATE TABLE contact (
    bot_id           uuid NOT NULL,
    id               uuid NOT NULL,
    phone            text,                  -- E.164 with its plus; people with a username may have none
    whatsapp_user_id text,                  -- Meta's business-scoped user id
    first_name       text,
    last_name        text,
    email            text,
    locale           text,
    timezone         text,
    external_id      text,
    tags             text[] NOT NULL DEFAULT '{}',
    user_data        jsonb NOT NULL DEFAULT '{}',
    whatsapp_optout  text CHECK (whatsapp_optout IN ('all', 'marketing')),
    last_inbound_at  timestamptz,           -- opens the 24-hour customer service window
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, id)
);
CREATE UNIQUE INDEX contact_phone ON contact (bot_id, phone) WHERE phone IS NOT NULL;
CREATE UNIQUE INDEX contact_whatsapp_user ON contact (bot_id, whatsapp_user_id) WHERE whatsapp_user_id IS NOT NULL;
CREATE INDEX contact_external ON contact (bot_id, external_id) WHERE external_id IS NOT NULL;

-- Every change of consent, kept as evidence.
CREATE TABLE consent_event (
    bot_id     uuid NOT NULL,
    contact_id uuid NOT NULL,
    at         timestamptz NOT NULL,
    source     text NOT NULL,               -- 'keyword', 'user_preferences', 'api', 'whatsapp_error'
    was        text,                        -- the value of whatsapp_optout before
    is_now     text,                        -- and after; NULL: opted in
    wamid      text
);
CREATE INDEX consent_event_contact ON consent_event (bot_id, contact_id, at);

-- What people wrote to us. Meta repeats itself; the primary key is the memory for that.
CREATE TABLE inbound_message (
    bot_id     uuid NOT NULL REFERENCES bot,
    wamid      text NOT NULL,
    contact_id uuid NOT NULL,
    type       text NOT NULL,
    text       text,
    context_id text,                        -- the wamid of ours that was answered
    payload    jsonb NOT NULL,
    sent_at    timestamptz NOT NULL,
    PRIMARY KEY (bot_id, wamid)
);
CREATE INDEX inbound_message_contact ON inbound_message (bot_id, contact_id, sent_at);

CREATE TABLE default_response (
    bot_id     uuid NOT NULL REFERENCES bot,
    name       text NOT NULL,               -- 'optout', 'optin'
    locale     text NOT NULL,
    text       text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, name, locale)
);

CREATE TABLE template (
    bot_id          uuid NOT NULL REFERENCES bot,
    name            text NOT NULL,
    language        text NOT NULL,          -- with '_', as Meta has it
    meta_id         text NOT NULL,
    category        text NOT NULL,
    status          text NOT NULL,
    quality         text,
    rejected_reason text,
    definition      jsonb NOT NULL,         -- the template object as Meta gave it
    synced_at       timestamptz NOT NULL,
    PRIMARY KEY (bot_id, name, language)
);
CREATE INDEX template_meta ON template (bot_id, meta_id);

-- One decision to send: a broadcast, one operator action, or one reply. All take the same way.
CREATE TABLE broadcast (
    id             uuid PRIMARY KEY,        -- UUIDv7: its time is the partition of its messages
    bot_id         uuid NOT NULL REFERENCES bot,
    channel_id     uuid NOT NULL REFERENCES whatsapp_channel,
    kind           text NOT NULL CHECK (kind IN ('broadcast', 'action', 'reply')),
    name           text NOT NULL,
    status         text NOT NULL CHECK (status IN ('draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled')),
    cause          jsonb,                   -- why it is paused: code, details
    template_name     text,                 -- NULL: a text reply
    template_language text,                 -- NULL: by the contact's locale
    marketing      boolean NOT NULL DEFAULT false,
    content        jsonb NOT NULL,          -- components and the pinned structures, or the text
    params         jsonb NOT NULL,          -- defaults for every user
    total          int NOT NULL,
    max_per_second numeric,
    on_unknown     text NOT NULL CHECK (on_unknown IN ('hold', 'retry', 'fail')),
    scheduled_at   timestamptz,
    inserted_at    timestamptz NOT NULL DEFAULT now(),
    finished_at    timestamptz
);
CREATE INDEX broadcast_bot ON broadcast (bot_id, id) WHERE kind = 'broadcast';
CREATE INDEX broadcast_unsettled ON broadcast (id) WHERE status = 'cancelled' AND finished_at IS NULL;
CREATE INDEX broadcast_open ON broadcast (channel_id, status) WHERE status IN ('scheduled', 'running');

-- What changes while it is sent, apart from the wide row above, so that each update stays on its page (HOT).
CREATE TABLE progress (
    broadcast_id uuid PRIMARY KEY REFERENCES broadcast ON DELETE CASCADE,
    next_seq     int NOT NULL DEFAULT 0,    -- users before it were claimed by some window
    sent         int NOT NULL DEFAULT 0,
    delivered    int NOT NULL DEFAULT 0,
    read         int NOT NULL DEFAULT 0,
    failed       int NOT NULL DEFAULT 0
) WITH (fillfactor = 30);

-- The accepted users, about a thousand in one compressed value, in the order of the request.
CREATE TABLE chunk (
    broadcast_id uuid NOT NULL REFERENCES broadcast ON DELETE CASCADE,
    first_seq    int NOT NULL,
    count        int NOT NULL,
    users        bytea NOT NULL,
    PRIMARY KEY (broadcast_id, first_seq)
);
ALTER TABLE chunk ALTER COLUMN users SET STORAGE EXTERNAL;

-- "Seq first_seq .. first_seq+count-1 may be attempted by this epoch": durable before the first byte leaves, deleted in
-- the transaction that records the last outcome. Epoch 0: given back, nothing unrecorded was attempted.
CREATE TABLE send_window (
    broadcast_id uuid NOT NULL REFERENCES broadcast ON DELETE CASCADE,
    first_seq    int NOT NULL,
    count        int NOT NULL,
    channel_id   uuid NOT NULL,
    epoch        bigint NOT NULL,
    PRIMARY KEY (broadcast_id, first_seq)
) WITH (fillfactor = 50);
CREATE INDEX send_window_channel ON send_window (channel_id);

-- A row is written when there is something to say about a message; a user of a chunk without a row is pending.
-- docs/state-machine.md explains stage.
CREATE TABLE message (
    broadcast_id  uuid NOT NULL,
    seq           int NOT NULL,
    stage         smallint NOT NULL,
    attempts      smallint NOT NULL,            -- number of the newest attempt; travels in our id on the wire
    free_attempts smallint NOT NULL DEFAULT 0,  -- those of them that a throttle ended; they cost no try
    forgiven      smallint NOT NULL DEFAULT 0,  -- those before the user of the API asked for another try
    code          int,                          -- Meta's error code
    due_at        timestamptz,                  -- the next try of a waiting one, the end of the grace of one in doubt
    sent_at       timestamptz,
    delivered_at  timestamptz,
    read_at       timestamptz,
    failed_at     timestamptz,
    updated_at    timestamptz NOT NULL,
    reason        text,
    details       text,
    wamid         text,
    PRIMARY KEY (broadcast_id, seq)
) PARTITION BY RANGE (broadcast_id);
CREATE TABLE message_default PARTITION OF message DEFAULT;
CREATE INDEX message_due ON message (due_at) WHERE due_at IS NOT NULL;
-- For webhooks that do not carry our id. An index on a hash is a third of one on the wamid itself.
CREATE INDEX message_wamid ON message (hashtext(wamid)) WHERE wamid IS NOT NULL;

-- Statuses of messages that we do not know (yet), by wamid only.
CREATE TABLE parked_status (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel_id uuid NOT NULL,
    wamid      text NOT NULL,
    status     jsonb NOT NULL,
    parked_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE idempotency_key (
    bot_id     uuid NOT NULL REFERENCES bot,
    key        text NOT NULL,
    body_hash  bytea NOT NULL,
    answer     json NOT NULL,         -- json: repeated with its fields in the order of the first time
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
