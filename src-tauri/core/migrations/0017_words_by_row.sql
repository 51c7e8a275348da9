-- Which row of document_words has the words of a document; NULL = it has none. By its id alone that row is found by reading them all.
ALTER TABLE documents_indexed ADD COLUMN words_id INTEGER;
UPDATE documents_indexed SET words_id = w.words_id
FROM (SELECT rowid AS words_id, document_id FROM document_words) w
WHERE w.document_id = documents_indexed.document_id;
