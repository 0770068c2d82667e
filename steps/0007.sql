-- Where failures of signing in count, what a delegation lends, and who wants mail (account/).

-- `login_mark` groups the counts of one login, one for each network that it was tried from, so that all
-- of them end together; none in counts of an address.
ALTER TABLE sign_in_delay ADD COLUMN login_mark TEXT CHECK (length(login_mark) = 64);
CREATE INDEX sign_in_delay_login ON sign_in_delay (login_mark) WHERE login_mark IS NOT NULL;

-- Networks from which a person signed in completely, as keyed marks. Strangers elsewhere cannot keep the
-- person away from there, and the first sign-in from another one is told.
CREATE TABLE account_network (
	account_id INT NOT NULL REFERENCES account (id),
	mark TEXT NOT NULL CHECK (length(mark) = 64),
	seen_at INT NOT NULL,
	PRIMARY KEY (account_id, mark)
);

-- The very roles that were lent: those that the lender gets later are not. Delegations of before lend what
-- was held when they were made.
CREATE TABLE delegation_role (
	delegation_id INT NOT NULL REFERENCES delegation (id),
	role_id INT NOT NULL REFERENCES account_role (id),
	PRIMARY KEY (delegation_id, role_id)
);
INSERT INTO delegation_role (delegation_id, role_id)
SELECT d.id, r.id FROM delegation d JOIN account_role r ON r.account_id = d.from_id
WHERE r.given_at <= d.given_at AND (r.taken_at IS NULL OR r.taken_at > d.given_at)
	AND d.roles / CASE r.role WHEN 2 THEN 4 WHEN 3 THEN 8 WHEN 4 THEN 16 WHEN 5 THEN 32 WHEN 6 THEN 64
		WHEN 7 THEN 128 WHEN 8 THEN 256 ELSE d.roles * 2 END % 2 = 1;

-- Mail about one's work can be declined; letters about the account itself cannot.
ALTER TABLE account ADD COLUMN wants_mail INT NOT NULL DEFAULT 1 CHECK (wants_mail IN (0, 1));

-- What another program shows in a person's place (access token). Of the token only a keyed mark is kept.
-- `roles` are what it may use as far as the person holds it at that moment; `seen_at` none: never used.
-- `ended_why` is enum account_access_end.
CREATE TABLE access_token (
	id ID,
	account_id INT NOT NULL REFERENCES account (id),
	mark TEXT NOT NULL CHECK (length(mark) = 64),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	roles INT NOT NULL CHECK (roles > 0),
	may_write INT NOT NULL CHECK (may_write IN (0, 1)),
	last_day INT NOT NULL,
	created_at INT NOT NULL,
	seen_at INT,
	address TEXT NOT NULL DEFAULT '',
	ended_at INT,
	ended_why INT CHECK (ended_why BETWEEN 1 AND 4)
);
CREATE UNIQUE INDEX access_token_mark ON access_token (mark);
CREATE INDEX access_token_account ON access_token (account_id, id);
