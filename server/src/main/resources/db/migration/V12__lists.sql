-- Lists of very many: what is looked for has an index.

-- A part of a phone number is found by its groups of four digits. Written out, since for each new contact it is made once.
CREATE FUNCTION number_parts(phone text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY[substr(phone, 2, 4), substr(phone, 3, 4), substr(phone, 4, 4), substr(phone, 5, 4), substr(phone, 6, 4),
                 substr(phone, 7, 4), substr(phone, 8, 4), substr(phone, 9, 4), substr(phone, 10, 4),
                 substr(phone, 11, 4), substr(phone, 12, 4), substr(phone, 13, 4)]
$$;
CREATE INDEX contact_number_parts ON contact USING gin (number_parts(phone)) WHERE phone IS NOT NULL;
ANALYZE contact; -- how often each group is there

-- Failures by their reason, and what waits: few of very many messages. A message that succeeds is in neither, so its
-- updates stay on their page.
CREATE INDEX message_reason ON message (broadcast_id, reason, seq) WHERE reason IS NOT NULL;

-- Messages that are to be tried again or are in doubt: all of them have a moment at which something is due.
CREATE INDEX message_unsettled ON message (broadcast_id, seq) WHERE due_at IS NOT NULL;
