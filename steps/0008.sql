-- Working days (calendar/): what was taken in beside the program's own holidays.

-- One taking-in of days: an upload for the nation, or single days for an agency and those below it. Its
-- id is the version of all calendars from then on; mark is a random name, by which copies in memory know
-- it. agency_id 0 is the nation.
CREATE TABLE calendar_change (
	id ID,
	at INT NOT NULL,
	account_id INT NOT NULL,
	agency_id INT NOT NULL CHECK (agency_id >= 0),
	first_day INT NOT NULL,
	last_day INT NOT NULL,
	note TEXT NOT NULL,
	mark TEXT NOT NULL CHECK (length(mark) = 32)
);
CREATE INDEX calendar_change_agency ON calendar_change (agency_id, id);

-- A day that is not as its weekday says. kind: 2 holiday, 3 make-up day (enum calendar_kind). It holds
-- from the change since_id until the change until_id, which replaced or took it away; 0: it still
-- holds. Rows are never deleted, so that a calendar of an earlier version can be had.
CREATE TABLE calendar_day (
	agency_id INT NOT NULL CHECK (agency_id >= 0),
	day INT NOT NULL,
	since_id INT NOT NULL REFERENCES calendar_change (id),
	until_id INT NOT NULL CHECK (until_id = 0 OR until_id > since_id),
	kind INT NOT NULL CHECK (kind IN (2, 3)),
	name TEXT NOT NULL,
	PRIMARY KEY (agency_id, day, since_id)
);
CREATE UNIQUE INDEX calendar_day_now ON calendar_day (agency_id, day) WHERE until_id = 0;
