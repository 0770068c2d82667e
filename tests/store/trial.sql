-- Statements of the tests of the door.

-- name: trial_add
-- A new row.
-- takes: word text, amount int?, bytes bytes?
-- gives: id int
INSERT INTO trial (word, amount, bytes) VALUES ($1, $2, $3) RETURNING id;

-- name: trial_by_word
-- One row by its word.
-- takes: word text
-- gives: id int, word text, amount int?, bytes bytes?
SELECT id, word, amount, bytes FROM trial WHERE word = $1;

-- name: trial_all
-- All rows by number.
-- gives: id int, word text
SELECT id, word FROM trial ORDER BY id;

-- name: trial_count
-- How many rows.
-- gives: total int
SELECT count(*) AS total FROM trial;

-- name: trial_mixed
-- Values used in another order than they are numbered, and twice.
-- takes: a int, b int
-- gives: difference int, twice int
SELECT $2 - $1 AS difference, $1 + $1 AS twice;

-- name: trial_raise
-- Amounts of all rows grow.
-- takes: more int
UPDATE trial SET amount = coalesce(amount, 0) + $1;

-- name: trial_child_add
-- A row that needs another one.
-- takes: trial_id int
INSERT INTO trial_child (trial_id) VALUES ($1);

-- name: trial_like
-- Rows that a pattern finds.
-- takes: pattern text
-- gives: word text
SELECT word FROM trial WHERE lower(word) LIKE $1 ESCAPE '!' ORDER BY word;

-- name: trial_wrong_type
-- Says int for what is text, which no engine can give.
-- gives: word int
SELECT word FROM trial;

-- name: trial_amount
-- The amount of one word.
-- takes: word text
-- gives: amount int?
SELECT amount FROM trial WHERE word = $1;

-- name: trial_set
-- Another amount for one word.
-- takes: word text, amount int
UPDATE trial SET amount = $2 WHERE word = $1;

-- name: trial_total
-- All amounts together.
-- gives: total int
SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) AS total FROM trial;

-- name: trial_numbers
-- As many rows as wished, out of nothing.
-- takes: most int
-- gives: i int, word text
WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1)
SELECT i, 'x' AS word FROM n;
