-- Broadcasts for a segment of the contacts. A table of its own: broadcasts with users of their own pay nothing for it.
CREATE TABLE broadcast_audience (
    broadcast_id uuid PRIMARY KEY REFERENCES broadcast,
    bot_id       uuid NOT NULL,
    segment      jsonb NOT NULL,            -- the conditions, as they were asked for
    gathered_at  timestamptz                -- the moment whose contacts became its users; NULL: not started yet
);
CREATE INDEX broadcast_audience_waiting ON broadcast_audience (broadcast_id) WHERE gathered_at IS NULL;
