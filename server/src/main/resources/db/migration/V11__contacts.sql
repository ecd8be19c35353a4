-- Contacts who share an e-mail address are probably one person.
CREATE INDEX contact_email ON contact (bot_id, lower(email)) WHERE email IS NOT NULL;

-- Who changed a contact's consent in the Studio, by the name they had then.
ALTER TABLE consent_event ADD COLUMN member text;

-- UUIDv7: the order in which messages came, where WhatsApp's times, which are whole seconds, do not tell it.
ALTER TABLE inbound_message ADD COLUMN id uuid NOT NULL DEFAULT uuidv7();
