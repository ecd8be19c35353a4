-- Reading: what happened to a message in order, how many ended how, and what they cost.

-- Both are fixed in width and not there before a webhook or a lane says them; no index holds them. The country is the two
-- letters of its ISO 3166 code as a number (message/Country), the pricing is Meta's (message/Pricing).
ALTER TABLE message
    ADD COLUMN country smallint,
    ADD COLUMN pricing smallint;

-- What a message's own row cannot keep, since it is overwritten: attempts that failed, waits, doubts, and those that
-- followed. A message that is sent, delivered and read has no row here. The key is the memory for news that comes twice.
CREATE TABLE message_event (
    broadcast_id uuid NOT NULL,
    seq          int NOT NULL,
    attempt      smallint NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('sent', 'waiting', 'in_doubt', 'given_up', 'failed', 'retry_requested')),
    source       text NOT NULL CHECK (source IN ('crier', 'answer', 'webhook', 'api')),
    at           timestamptz NOT NULL,
    due_at       timestamptz,               -- the next try of a waiting one, the end of the grace of one in doubt
    code         int,                       -- Meta's error code
    http_status  smallint,
    reason       text,
    details      text,
    trace        text,                      -- Meta's fbtrace_id, which its support asks for
    wamid        text,
    PRIMARY KEY (broadcast_id, seq, attempt, kind)
) PARTITION BY RANGE (broadcast_id);
CREATE TABLE message_event_default PARTITION OF message_event DEFAULT;

-- Who is in a chunk, so that a person's messages are found without opening every chunk: a Bloom filter of the contacts'
-- ids (broadcast/PeopleFilter), or for a single message the contact itself. A thousand users are one entry in an index.
ALTER TABLE chunk
    ADD COLUMN people  bytea,
    ADD COLUMN contact uuid;
ALTER TABLE chunk ALTER COLUMN people SET STORAGE PLAIN;
CREATE INDEX chunk_contact ON chunk (contact, broadcast_id) WHERE contact IS NOT NULL;
CREATE INDEX chunk_crowd ON chunk (broadcast_id, first_seq) WHERE contact IS NULL;

-- The category of the template as the broadcast was checked against it; what Meta makes of it later changes no figures.
ALTER TABLE broadcast
    ADD COLUMN category text GENERATED ALWAYS AS (
        CASE WHEN template_name IS NULL THEN 'service'
             ELSE lower(content -> 'definitions' -> (content ->> 'default_language') ->> 'category') END) STORED;
CREATE INDEX broadcast_unfinished ON broadcast (bot_id) WHERE finished_at IS NULL;

-- Figures: how many messages stand where. A message counts in one cell: -1 where it was and +1 where it is, written by
-- the very statement that moves it, so the figures never drift from the rows. Writers only append here and never wait
-- for each other; a job folds these rows into the cells below, and whoever reads adds both.
CREATE TABLE figure_move (
    broadcast_id uuid NOT NULL,
    quarter      timestamptz NOT NULL,      -- the quarter of an hour: every time zone's days are made of these
    stage        smallint NOT NULL,         -- 3 sent, 5 failed, 6 delivered, 7 read
    country      smallint,
    reason       text,
    pricing      smallint,
    messages     bigint NOT NULL
);

CREATE TABLE figure (
    bot_id   uuid NOT NULL,
    quarter  timestamptz NOT NULL,
    kind     text NOT NULL,                 -- of the broadcast
    template text,                          -- NULL: a text
    language text,                          -- NULL: each person's own
    category text,
    stage    smallint NOT NULL,
    country  smallint,
    reason   text,
    pricing  smallint,
    messages bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (bot_id, quarter, kind, template, language, category, stage, country, reason, pricing)
) WITH (fillfactor = 70);
CREATE INDEX figure_empty ON figure (bot_id) WHERE messages = 0;

-- What Meta charges, as the operator loaded it: one card for an environment, in one currency.
CREATE TABLE rate_card (
    environment_id uuid PRIMARY KEY REFERENCES environment,
    currency       text NOT NULL,
    loaded_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE rate (
    environment_id uuid NOT NULL REFERENCES rate_card ON DELETE CASCADE,
    place          int NOT NULL,            -- in the order of the card
    market         text NOT NULL,           -- a name, a country's two letters, or '*': all others
    countries      text[] NOT NULL,         -- that belong to the market
    category       text NOT NULL,
    price          numeric NOT NULL,
    valid_from     date,                    -- NULL: from ever
    PRIMARY KEY (environment_id, place)
);
