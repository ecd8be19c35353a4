-- What was in the file of a draft goes when it is sent, as the file does; until now it stayed.
UPDATE studio_draft SET sight = NULL WHERE broadcast_id IS NOT NULL;
