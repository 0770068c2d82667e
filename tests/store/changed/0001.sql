-- The same number as another first step, but not the same step.
CREATE TABLE trial (
	id ID,
	word TEXT NOT NULL
);
