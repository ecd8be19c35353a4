-- Webhooks to customers. An event is written in the transaction of the change that it tells of (webhook_event), then
-- fanned out to a delivery for each webhook that wants it, then delivered. With no webhook none of these tables is
-- touched.

-- Where a bot's events go. Rarely written: the pipeline looks at it with every batch of statuses.
CREATE TABLE webhook (
    id               uuid PRIMARY KEY,
    bot_id           uuid NOT NULL REFERENCES bot,
    url              text NOT NULL,
    event            text NOT NULL CHECK (event IN
                         ('', 'action', 'user_action', 'operator_action', 'action_status', 'user_changes')),
    enabled          boolean NOT NULL,
    secret           bytea NOT NULL,          -- AES-GCM ciphertext
    secret_hint      text NOT NULL,           -- its last characters, to show
    old_secret       bytea,                   -- signs beside the new one for a day after a rotation
    old_secret_until timestamptz,
    disabled_reason  text CHECK (disabled_reason IN ('gone', 'failing')), -- why Crier itself disabled it
    disabled_at      timestamptz,
    deleted_at       timestamptz,             -- the sweeper takes its deliveries away, then the row
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhook_bot ON webhook (bot_id);

-- How the endpoint does, apart from the row above since it changes while events are delivered.
CREATE TABLE webhook_health (
    webhook_id    uuid PRIMARY KEY REFERENCES webhook ON DELETE CASCADE,
    failures      int NOT NULL DEFAULT 0,     -- people whose first try failed, one after the other, since a success
    failing_since timestamptz,                -- the first failure since the last success
    succeeded_at  timestamptz,
    pauses        int NOT NULL DEFAULT 0,     -- how often it was found down, one after the other
    paused_until  timestamptz                 -- nothing is sent before; after it one probe while it counts as down
) WITH (fillfactor = 50);

-- The outbox: what has happened. A row lives until the next fan-out, a fraction of a second.
CREATE TABLE webhook_event (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot_id       uuid NOT NULL,
    type         text NOT NULL,
    contact_id   uuid,                        -- NULL: whoever is user seq of the broadcast
    broadcast_id uuid,
    seq          int,
    happened_at  timestamptz NOT NULL,
    data         jsonb NOT NULL
);

-- One event on its way to one webhook, and afterwards the log of it.
CREATE TABLE webhook_delivery (
    id             uuid PRIMARY KEY,          -- the webhook-id that the endpoint sees, the same at each try
    webhook_id     uuid NOT NULL,
    event_id       bigint NOT NULL,           -- the order of one person's events
    person         uuid NOT NULL,             -- whose events stay in order
    type           text NOT NULL,
    body           text NOT NULL,             -- the bytes that are signed
    status         text NOT NULL CHECK (status IN ('waiting', 'delivered', 'failed')),
    tries          int NOT NULL DEFAULT 0,
    first_tried_at timestamptz,
    tried_at       timestamptz,
    answer_status  int,
    answer         text,                      -- the beginning of what the endpoint said
    error          text                       -- why there was no answer
) WITH (fillfactor = 80);
CREATE INDEX webhook_delivery_log ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_person ON webhook_delivery (webhook_id, person, event_id);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (id) WHERE status = 'waiting';
CREATE INDEX webhook_delivery_failed ON webhook_delivery (webhook_id, id) WHERE status = 'failed';

-- A person with events that wait for this webhook; the oldest of them is the next to be tried.
CREATE TABLE webhook_queue (
    webhook_id uuid NOT NULL,
    person     uuid NOT NULL,
    due_at     timestamptz NOT NULL,          -- while claimed: when the claim ends by itself
    claim      uuid,
    PRIMARY KEY (webhook_id, person)
) WITH (fillfactor = 50);
CREATE INDEX webhook_queue_due ON webhook_queue (webhook_id, due_at);

-- Contacts change in many places, one by one and by the million; triggers on whole statements see them all.
CREATE FUNCTION webhook_user(c contact) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'user_id', c.id, 'first_name', c.first_name, 'last_name', c.last_name, 'email', c.email, 'phone', c.phone,
        'locale', c.locale, 'timezone', c.timezone, 'external_id', c.external_id, 'tags', to_jsonb(c.tags),
        'user_data', c.user_data || CASE WHEN c.whatsapp_optout IS NULL THEN '{}'
                                         ELSE jsonb_build_object('whatsapp_optout', c.whatsapp_optout) END)
$$;

CREATE FUNCTION webhook_wants_users() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM webhook WHERE enabled AND event IN ('', 'user_changes'))
$$;

CREATE FUNCTION webhook_contact_created() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF webhook_wants_users() THEN
        INSERT INTO webhook_event (bot_id, type, contact_id, happened_at, data)
        SELECT c.bot_id, 'user_changes', c.id, clock_timestamp(),
               jsonb_build_object('change', 'created', 'fields', '[]'::jsonb, 'user', webhook_user(t))
          FROM made c JOIN contact t ON t.bot_id = c.bot_id AND t.id = c.id
         WHERE EXISTS (SELECT FROM webhook w
                        WHERE w.bot_id = c.bot_id AND w.enabled AND w.event IN ('', 'user_changes'))
         ORDER BY c.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER webhook_created AFTER INSERT ON contact REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION webhook_contact_created();

CREATE FUNCTION webhook_contact_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF webhook_wants_users() THEN
        INSERT INTO webhook_event (bot_id, type, contact_id, happened_at, data)
        SELECT t.bot_id, 'user_changes', t.id, clock_timestamp(),
               jsonb_build_object(
                   'change', CASE WHEN n.whatsapp_optout IS NOT DISTINCT FROM o.whatsapp_optout THEN 'changed'
                                  WHEN n.whatsapp_optout IS NULL THEN 'opted_in' ELSE 'opted_out' END,
                   'fields', f.names, 'user', webhook_user(t))
          FROM was o
          JOIN is_now n ON n.bot_id = o.bot_id AND n.id = o.id
          JOIN contact t ON t.bot_id = n.bot_id AND t.id = n.id
         CROSS JOIN LATERAL (
               SELECT jsonb_agg(p.name) AS names
                 FROM (VALUES ('first_name', n.first_name IS DISTINCT FROM o.first_name),
                              ('last_name', n.last_name IS DISTINCT FROM o.last_name),
                              ('email', n.email IS DISTINCT FROM o.email),
                              ('phone', n.phone IS DISTINCT FROM o.phone),
                              ('locale', n.locale IS DISTINCT FROM o.locale),
                              ('timezone', n.timezone IS DISTINCT FROM o.timezone),
                              ('external_id', n.external_id IS DISTINCT FROM o.external_id),
                              ('tags', n.tags IS DISTINCT FROM o.tags),
                              ('user_data', n.user_data IS DISTINCT FROM o.user_data),
                              ('whatsapp_optout', n.whatsapp_optout IS DISTINCT FROM o.whatsapp_optout))
                      AS p (name, differs)
                WHERE p.differs) AS f
         WHERE f.names IS NOT NULL
           AND EXISTS (SELECT FROM webhook w
                        WHERE w.bot_id = n.bot_id AND w.enabled AND w.event IN ('', 'user_changes'))
         ORDER BY n.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER webhook_changed AFTER UPDATE ON contact REFERENCING OLD TABLE AS was NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION webhook_contact_changed();

-- Whoever is erased here is erased from what was told and from what was still to be told, also under the ids that were
-- merged into them; that they are gone is told. Who was merged into another contact is not erased: what waits for them
-- is still told.
-- Events first and deliveries by a statement of their own: it waits for a fan-out that has taken the events, and sees
-- what that made of them.
CREATE FUNCTION webhook_contact_gone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bots uuid[];
    ids  uuid[];
BEGIN
    IF EXISTS (SELECT FROM webhook) THEN
        SELECT array_agg(e.bot_id), array_agg(e.id) INTO bots, ids
          FROM (SELECT c.bot_id, c.id FROM gone c
                 WHERE NOT EXISTS (SELECT FROM former_contact f
                                    WHERE f.bot_id = c.bot_id AND f.id = c.id AND f.merged_into IS NOT NULL)
                UNION ALL
                SELECT f.bot_id, f.id FROM gone c
                  JOIN former_contact f ON f.bot_id = c.bot_id AND f.merged_into = c.id) AS e;
        DELETE FROM webhook_event e USING unnest(bots, ids) AS c (bot_id, id)
         WHERE e.bot_id = c.bot_id AND e.contact_id = c.id;
        DELETE FROM webhook_delivery d USING unnest(bots, ids) AS c (bot_id, id), webhook w
         WHERE w.bot_id = c.bot_id AND d.webhook_id = w.id AND d.person = c.id;
        INSERT INTO webhook_event (bot_id, type, contact_id, happened_at, data)
        SELECT c.bot_id, 'user_changes', c.id, clock_timestamp(),
               jsonb_build_object('change', CASE WHEN f.merged_into IS NULL THEN 'erased' ELSE 'merged' END,
                                  'fields', '[]'::jsonb,
                                  'user', jsonb_build_object('user_id', c.id)
                                       || CASE WHEN f.merged_into IS NULL THEN '{}'
                                               ELSE jsonb_build_object('merged_into', f.merged_into) END)
          FROM gone c LEFT JOIN former_contact f ON f.bot_id = c.bot_id AND f.id = c.id
         WHERE EXISTS (SELECT FROM webhook w
                        WHERE w.bot_id = c.bot_id AND w.enabled AND w.event IN ('', 'user_changes'))
         ORDER BY c.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER webhook_gone AFTER DELETE ON contact REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION webhook_contact_gone();
