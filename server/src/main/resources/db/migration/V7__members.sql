-- The Studio's people: who they are, what they may do, where they are signed in, and what they did.

-- Somebody who may sign in. The password is Argon2id's encoded form; NULL until it is chosen by a one-time link.
CREATE TABLE member (
    id         uuid PRIMARY KEY,
    email      text,                           -- NULL: the first administrator, who has not been here yet
    name       text NOT NULL DEFAULT '',
    password   text,
    owner      boolean NOT NULL DEFAULT false, -- administrator of every environment, also of those made later
    last_bot   uuid,                           -- where the Studio opens
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX member_email ON member (lower(email));

CREATE TABLE membership (
    member_id      uuid NOT NULL REFERENCES member ON DELETE CASCADE,
    environment_id uuid NOT NULL REFERENCES environment,
    role           text NOT NULL CHECK (role IN ('viewer', 'editor', 'administrator')),
    PRIMARY KEY (member_id, environment_id)
);
CREATE INDEX membership_environment ON membership (environment_id);

-- A one-time link: whoever has it chooses the member's password. One for a member; stored hashed.
CREATE TABLE invitation (
    member_id  uuid PRIMARY KEY REFERENCES member ON DELETE CASCADE,
    hash       bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);

-- A signed-in browser. Its token is stored hashed and changes now and then; the one before is taken for a moment, since
-- requests that were under way still carry it.
CREATE TABLE session (
    id          uuid PRIMARY KEY,
    member_id   uuid NOT NULL REFERENCES member ON DELETE CASCADE,
    hash        bytea NOT NULL UNIQUE,
    former_hash bytea,
    rotated_at  timestamptz NOT NULL,
    csrf        text NOT NULL,
    browser     text NOT NULL,
    address     text NOT NULL,
    created_at  timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL
);
CREATE INDEX session_member ON session (member_id);
CREATE INDEX session_former ON session (former_hash) WHERE former_hash IS NOT NULL;

-- Who did what. Append-only, also for us: names are written down as they were.
CREATE TABLE audit_event (
    id             uuid PRIMARY KEY,           -- UUIDv7: its order is that of time
    environment_id uuid,                       -- NULL: about the member alone, such as a sign-in
    bot_id         uuid,
    member_id      uuid,                       -- NULL: the command line, or nobody who signed in
    member_name    text NOT NULL,
    action         text NOT NULL,              -- noun.verb in the past: template.submitted
    subject        text NOT NULL,
    details        text NOT NULL DEFAULT '',
    address        text NOT NULL DEFAULT '',
    at             timestamptz NOT NULL
);
CREATE INDEX audit_event_environment ON audit_event (environment_id, id);
CREATE INDEX audit_event_member ON audit_event (member_id, id);

CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays();
