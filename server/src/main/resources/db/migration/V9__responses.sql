-- Default responses as people write them: what is not published yet, and what was.

CREATE TABLE default_response_draft (
    bot_id     uuid NOT NULL REFERENCES bot,
    name       text NOT NULL,
    locale     text NOT NULL,
    text       text NOT NULL,
    written_by text NOT NULL,               -- as the member was called then
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, name, locale)
);

-- Each text that was in use, newest last. NULL: the bot went back to the built-in one.
CREATE TABLE default_response_version (
    bot_id       uuid NOT NULL REFERENCES bot,
    name         text NOT NULL,
    locale       text NOT NULL,
    version      int NOT NULL,
    text         text,
    published_by text,                      -- NULL: nobody who is known
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, name, locale, version)
);
INSERT INTO default_response_version (bot_id, name, locale, version, text, published_at)
SELECT bot_id, name, locale, 1, text, updated_at FROM default_response;

-- "Has anybody opted out by a keyword yet?" is a step of a new bot; imports make a million events of other kinds.
CREATE INDEX consent_event_keyword ON consent_event (bot_id) WHERE source = 'keyword';
