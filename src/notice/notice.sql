-- Notices to people. Used by notice_store.c only.

-- name: notice_add
-- A new one. Used by notice_put().
-- takes: account_id int, at int, says text, address text
INSERT INTO notice (account_id, at, says, address) VALUES ($1, $2, $3, $4);

-- name: notice_some
-- A person's own, the newest first. Used by notice_find().
-- takes: account_id int, before_id int, limit int
-- gives: id int, at int, says text, address text, read_at int?
SELECT id, at, says, address, read_at FROM notice
WHERE account_id = $1 AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3;

-- name: notice_unread
-- How many a person has not read. Used by notice_count_unread().
-- takes: account_id int
-- gives: total int
SELECT count(*) AS total FROM notice WHERE account_id = $1 AND read_at IS NULL;

-- name: notice_read
-- A person has read everything up to one. Used by notice_mark_read().
-- takes: account_id int, up_to_id int, at int
UPDATE notice SET read_at = $3 WHERE account_id = $1 AND id <= $2 AND read_at IS NULL;

-- name: notice_remove
-- What was read long ago. Used by notice_tidy().
-- takes: before int
DELETE FROM notice WHERE read_at IS NOT NULL AND read_at < $1;

-- name: notice_drop_about
-- What speaks of one page, whose thing is gone. Used by notice_drop_about().
-- takes: address text, below text, parts text
DELETE FROM notice WHERE address = $1 OR address LIKE $2 OR address LIKE $3;
