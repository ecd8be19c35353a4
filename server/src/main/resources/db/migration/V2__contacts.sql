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

-- Erased people whose traces in stored broadcasts are still to be overwritten, and how far that has come.
CREATE TABLE erasure (
    bot_id       uuid NOT NULL,
    contact_id   uuid NOT NULL,
    broadcast_id uuid,                      -- the last chunk that was looked at; NULL: none yet
    first_seq    int NOT NULL DEFAULT -1,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, contact_id)
);

-- Opt-outs of people who were erased: an HMAC of the number, keyed by a secret outside of the database.
CREATE TABLE forgotten_optout (
    bot_id uuid NOT NULL,
    mark   bytea NOT NULL,
    optout text NOT NULL CHECK (optout IN ('all', 'marketing')),
    PRIMARY KEY (bot_id, mark)
);
