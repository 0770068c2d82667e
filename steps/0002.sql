-- The audit: who did what, chained (audit/). Nothing in it is ever changed or removed, and the
-- triggers below refuse it; who gets around them breaks the chain, which `audit verify` shows.

-- One deed. `id` counts 1, 2, 3 … without a gap. `at` is in milliseconds since 1970 (UTC) by the
-- clock of that moment, which may have been set back. account_id 0 is the system or a visitor; the
-- numbers are no references, because an entry outlives what it tells of. `way`: 0 web page,
-- 1 command line, 2 background job, 3 API. `digest` is the SM3 of `previous` (the digest of the
-- entry before) and of all columns but id, see audit_rules.c.
CREATE TABLE audit (
	id INT NOT NULL PRIMARY KEY CHECK (id > 0),
	at INT NOT NULL,
	account_id INT NOT NULL,
	name TEXT NOT NULL,
	for_agency_id INT NOT NULL,
	address TEXT NOT NULL,
	way INT NOT NULL CHECK (way BETWEEN 0 AND 3),
	deed TEXT NOT NULL CHECK (deed <> ''),
	thing TEXT NOT NULL CHECK (thing <> ''),
	thing_id INT NOT NULL,
	agency_id INT NOT NULL,
	before TEXT NOT NULL,
	after TEXT NOT NULL,
	previous TEXT NOT NULL CHECK (length(previous) = 64),
	digest TEXT NOT NULL CHECK (length(digest) = 64)
);
-- Each ends in id, so that a filtered list comes newest first without sorting.
CREATE INDEX audit_account ON audit (account_id, id);
CREATE INDEX audit_agency ON audit (agency_id, id);
CREATE INDEX audit_thing ON audit (thing, thing_id, id);
CREATE INDEX audit_deed ON audit (deed, thing, id);

-- A row wherever the clock's day (since 1970, in China) differs from that of the entry before:
-- `first_id` is the first entry of that run, `before` the digest of the entry before it. A day has
-- several rows when the clock was set back.
CREATE TABLE audit_day (
	first_id INT NOT NULL PRIMARY KEY,
	day INT NOT NULL,
	before TEXT NOT NULL CHECK (length(before) = 64)
);
CREATE INDEX audit_day_day ON audit_day (day, first_id);

-- The end of the chain, one row from the first entry on: how many entries there are, the digest of
-- the last and its day. An end that was cut off no longer fits it.
CREATE TABLE audit_head (
	id INT NOT NULL PRIMARY KEY CHECK (id = 1),
	entry_count INT NOT NULL CHECK (entry_count > 0),
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	day INT NOT NULL
);

-- only sqlite
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
	SELECT raise(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
	SELECT raise(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_day_no_update BEFORE UPDATE ON audit_day
BEGIN
	SELECT raise(ABORT, 'audit_day is append-only');
END;
CREATE TRIGGER audit_day_no_delete BEFORE DELETE ON audit_day
BEGIN
	SELECT raise(ABORT, 'audit_day is append-only');
END;
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head
WHEN NEW.id <> OLD.id OR NEW.entry_count <> OLD.entry_count + 1
BEGIN
	SELECT raise(ABORT, 'audit_head only grows');
END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN
	SELECT raise(ABORT, 'audit_head only grows');
END;
-- only postgres
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''the audit is append-only'' USING ERRCODE = ''restrict_violation''; END';
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
	FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
	FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_day_no_change BEFORE UPDATE OR DELETE ON audit_day
	FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_day_no_truncate BEFORE TRUNCATE ON audit_day
	FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head
	FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.entry_count <> OLD.entry_count + 1)
	EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
	FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
	FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
-- both
