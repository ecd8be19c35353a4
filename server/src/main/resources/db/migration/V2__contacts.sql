-- Finding people by the start of a name or by a tag. Partial, so that a broadcast's bare numbers pay nothing for it; no
-- index on what changes with each message, so that those updates stay on their page.
-- In the order in which such a list is shown, whatever the locale of the database.
CREATE INDEX contact_first_name ON contact (bot_id, lower(first_name COLLATE "pg_c_utf8"), id)
 WHERE first_name IS NOT NULL;
CREATE INDEX contact_last_name ON contact (bot_id, lower(last_name COLLATE "pg_c_utf8"), id)
 WHERE last_name IS NOT NULL;
CREATE INDEX contact_tags ON contact USING gin (tags) WHERE tags <> '{}';

-- UUIDv7: the order in which changes became known, for paging.
ALTER TABLE consent_event ADD COLUMN id uuid NOT NULL DEFAULT uuidv7();

-- Ids that were contacts once: chunks of sent and of waiting broadcasts still hold them. Nothing about a person is here.
CREATE TABLE former_contact (
    bot_id      uuid NOT NULL,
    id          uuid NOT NULL,
    merged_into uuid,                       -- the contact who they turned out to be; NULL: erased
    gone_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, id)
);
CREATE INDEX former_contact_into ON former_contact (bot_id, merged_into) WHERE merged_into IS NOT NULL;

-- Addresses (numbers, business-scoped ids) of people who have another one in their row: those of merged contacts.
CREATE TABLE contact_alias (
    bot_id     uuid NOT NULL,
    address    text NOT NULL,
    contact_id uuid NOT NULL,
    PRIMARY KEY (bot_id, address)
);
CREATE INDEX contact_alias_contact ON contact_alias (bot_id, contact_id);

-- Mobile numbers in Argentina are valid with a 9 after the code and without; both are one person. (Elsewhere the
-- spelling that is stored is always the same.)
CREATE UNIQUE INDEX contact_argentina ON contact (bot_id, (regexp_replace(phone, '^\+549?', '')))
 WHERE phone LIKE '+54%';

-- Erased people whose traces in stored broadcasts are still to be overwritten, by walks through the bot's chunks.
CREATE TABLE erasure (
    bot_id        uuid NOT NULL,
    contact_id    uuid NOT NULL,
    asked_at      timestamptz NOT NULL DEFAULT now(),
    look_again_at timestamptz NOT NULL DEFAULT now(), -- from then on a walk that begins takes them along
    walking       boolean NOT NULL DEFAULT false,     -- the bot's walk is for them too
    walked        boolean NOT NULL DEFAULT false,     -- a walk for them has come to its end
    PRIMARY KEY (bot_id, contact_id)
);

-- A walk, one at a time for a bot: who is erased meanwhile waits for the next, so that none is ever held up.
CREATE TABLE erasure_walk (
    bot_id       uuid PRIMARY KEY,
    since        timestamptz NOT NULL,      -- broadcasts that finished before can name nobody whom it is for
    broadcast_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000', -- the last chunk that was looked at
    first_seq    int NOT NULL DEFAULT -1,
    began_at     timestamptz NOT NULL DEFAULT now(),
    stepped_at   timestamptz NOT NULL DEFAULT now()
);

-- Opt-outs of people who were erased: an HMAC of the number, keyed by a secret outside of the database.
CREATE TABLE forgotten_optout (
    bot_id uuid NOT NULL,
    mark   bytea NOT NULL,
    optout text NOT NULL CHECK (optout IN ('all', 'marketing')),
    PRIMARY KEY (bot_id, mark)
);
