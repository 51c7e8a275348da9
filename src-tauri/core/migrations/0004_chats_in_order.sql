-- Chats of the same instant are listed by their ids, so that the first rows of a long list are read from the index alone.
DROP INDEX chats_by_last;
CREATE INDEX chats_by_last ON chats (state, last_at, chat_id);
