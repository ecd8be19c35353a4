-- Forms of the Studio that make something and were sent: each makes it once, however often it comes.
CREATE TABLE sent_form (
    id      uuid PRIMARY KEY,   -- as the page that it was on has made it up
    sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sent_form_age ON sent_form (sent_at);

-- Which page of the Studio has written each part of a draft last, so that no other page writes over it unseen.
ALTER TABLE studio_draft ADD COLUMN pages jsonb NOT NULL DEFAULT '{}';
