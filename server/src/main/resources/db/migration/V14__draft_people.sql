-- Numbers and ids of people who were erased, as HMACs with the key of forgotten_optout, until the lists that somebody
-- keeps for later have been looked through. The contact is gone by then, and so is the number.
CREATE TABLE erased_address (
    bot_id   uuid NOT NULL,
    mark     bytea NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (bot_id, mark)
);

-- What is in a draft's file, for pages that show no more than that; null: nobody has looked yet.
ALTER TABLE studio_draft ADD COLUMN sight jsonb;
