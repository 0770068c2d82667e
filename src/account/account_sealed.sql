-- Sealed columns of accounts, for db_reseal_batch(). Used by account_store_sealed.c only.

-- name: account_sealed_phone_some
-- Each phone number, with the place that it is bound to.
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'account.phone:' || CAST(id AS TEXT) AS place, phone AS sealed FROM account
WHERE id > $1 AND phone IS NOT NULL ORDER BY id LIMIT $2;

-- name: account_sealed_phone_put
-- A phone number sealed anew.
-- takes: id int, sealed bytes
UPDATE account SET phone = $2 WHERE id = $1;

-- name: account_sealed_mail_some
-- Each mail address, with the place that it is bound to.
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'account.mail:' || CAST(id AS TEXT) AS place, mail AS sealed FROM account
WHERE id > $1 AND mail IS NOT NULL ORDER BY id LIMIT $2;

-- name: account_sealed_mail_put
-- A mail address sealed anew.
-- takes: id int, sealed bytes
UPDATE account SET mail = $2 WHERE id = $1;

-- name: account_sealed_second_factor_some
-- Each second factor, with the place that it is bound to.
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'account.second_factor:' || CAST(id AS TEXT) AS place, second_factor AS sealed FROM account
WHERE id > $1 AND second_factor IS NOT NULL ORDER BY id LIMIT $2;

-- name: account_sealed_second_factor_put
-- A second factor sealed anew.
-- takes: id int, sealed bytes
UPDATE account SET second_factor = $2 WHERE id = $1;

-- name: account_sealed_second_factor_next_some
-- Each second factor that is not confirmed yet, with the place that it is bound to.
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'account.second_factor:' || CAST(id AS TEXT) AS place, second_factor_next AS sealed FROM account
WHERE id > $1 AND second_factor_next IS NOT NULL ORDER BY id LIMIT $2;

-- name: account_sealed_second_factor_next_put
-- A second factor that is not confirmed yet sealed anew.
-- takes: id int, sealed bytes
UPDATE account SET second_factor_next = $2 WHERE id = $1;
