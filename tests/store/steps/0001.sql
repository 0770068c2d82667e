-- A table to try the door with.
CREATE TABLE trial (
	id ID,
	word TEXT NOT NULL CHECK (word <> 'bad;word'), -- a quote with a semicolon inside
	amount INT,
	bytes BYTES
);
CREATE UNIQUE INDEX trial_word ON trial (word);
