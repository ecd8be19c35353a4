-- Broadcasts that somebody is about to make in the Studio, step by step. They become a broadcast when they are sent.
CREATE TABLE studio_draft (
    id           uuid PRIMARY KEY,
    bot_id       uuid NOT NULL REFERENCES bot,
    plan         jsonb NOT NULL,            -- template, values, whom it is for, when
    people       bytea,                     -- the file or the numbers as they were given; gone when it is sent
    broadcast_id uuid REFERENCES broadcast, -- what became of it
    inserted_at  timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX studio_draft_open ON studio_draft (bot_id, id) WHERE broadcast_id IS NULL;
CREATE UNIQUE INDEX studio_draft_sent ON studio_draft (broadcast_id) WHERE broadcast_id IS NOT NULL;

-- Where a member sends tests to.
CREATE TABLE studio_test_phone (
    member_id uuid PRIMARY KEY REFERENCES member ON DELETE CASCADE,
    phone     text NOT NULL
);
