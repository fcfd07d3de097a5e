-- A suggestion that was no candidate when its search began, as in a space that is too large to be listed: the predictions of it then, opaque to the store. NULL for a candidate.
ALTER TABLE search_steps ADD COLUMN addition TEXT;
