-- A second step, so that a store can be one behind or one ahead.
CREATE TABLE trial_child (
	id ID,
	trial_id INT NOT NULL REFERENCES trial (id)
);
-- only sqlite
CREATE TRIGGER trial_child_stays BEFORE DELETE ON trial_child
BEGIN
	SELECT raise(ABORT, 'stays');
END;
-- only postgres
CREATE RULE trial_child_stays AS ON DELETE TO trial_child DO INSTEAD NOTHING;
-- both
