-- Background jobs. Used by job_store.c and job_repeat.c only.

-- name: job_add
-- A new job; with a key that waits or runs already, that one, marked to run once more if it runs.
-- takes: kind text, payload text, unique_key text, run_at int, delay int, created_at int
-- gives: id int
INSERT INTO job (kind, payload, unique_key, state, run_at, delay, tries, again, cancel_asked, claim,
	claimed_by, beat, beat_at, progress_now, progress_most, progress_words, error_code, error,
	error_en, created_at)
VALUES ($1, $2, $3, 0, $4, $5, 0, 0, 0, 0, '', 0, 0, 0, 0, '', '', '', '', $6)
ON CONFLICT (unique_key) WHERE unique_key <> '' AND state < 2
DO UPDATE SET again = CASE WHEN job.state = 1 THEN 1 ELSE job.again END
RETURNING id;

-- name: job_hasten
-- A waiting job of this key need not wait any longer than the newest wish. Used by job_put().
-- takes: id int, run_at int, delay int
UPDATE job SET run_at = $2, delay = $3 WHERE id = $1 AND state = 0 AND run_at > $2;

-- name: job_any_due
-- One job that may run now. Used by job_look().
-- takes: now int
-- gives: id int
SELECT id FROM job WHERE state = 0 AND run_at <= $1 LIMIT 1;

-- name: job_any_skewed
-- One job whose wait began in the future. Used by job_look().
-- takes: now int
-- gives: id int
SELECT id FROM job WHERE state = 0 AND run_at > $1 AND delay > 0 AND run_at - delay > $1 + 60 LIMIT 1;

-- name: job_unskew
-- Waits that began in the future begin now. Used by job_mend_clock().
-- takes: now int
UPDATE job SET run_at = $1 + delay
WHERE state = 0 AND run_at > $1 AND delay > 0 AND run_at - delay > $1 + 60;

-- piece: job
-- All that is known of a job.
-- gives: id int, kind text, payload text, unique_key text, state int, run_at int, delay int, tries int
-- gives: again int, cancel_asked int, claim int, claimed_by text, beat int, beat_at int
-- gives: progress_now int, progress_most int, progress_words text, error_code text, error text
-- gives: error_en text, created_at int, started_at int?, finished_at int?
id, kind, payload, unique_key, state, run_at, delay, tries, again, cancel_asked, claim,
	claimed_by, beat, beat_at, progress_now, progress_most, progress_words, error_code, error,
	error_en, created_at, started_at, finished_at

-- name: job_claim
-- The job that has waited longest becomes this server's. Used by job_take().
-- takes: server text, now int
-- gives: {job}
UPDATE job SET state = 1, claim = claim + 1, claimed_by = $1, tries = tries + 1, beat = beat + 1,
	beat_at = $2, started_at = $2, again = 0, progress_now = 0, progress_most = 0,
	progress_words = ''
WHERE id = (
	SELECT j.id FROM job j WHERE j.state = 0 AND j.run_at <= $2 ORDER BY j.run_at, j.id LIMIT 1
-- only postgres
	FOR UPDATE SKIP LOCKED
-- both
)
RETURNING {job};

-- name: job_by_id
-- One job. Used by job_load().
-- takes: id int
-- gives: {job}
SELECT {job}
FROM job WHERE id = $1;

-- name: job_some
-- A page of jobs, the newest first. Used by job_find().
-- takes: state int, kind text, before_id int, limit int
-- gives: {job}
SELECT {job}
FROM job
WHERE ($1 < 0 OR state = $1) AND ($2 = '' OR kind = $2) AND ($3 = 0 OR id < $3)
ORDER BY id DESC LIMIT $4;

-- name: job_counts
-- How many jobs there are in each state. Used by job_find().
-- gives: state int, total int
SELECT state, count(*) AS total FROM job GROUP BY state;

-- name: job_move
-- How a run ended, or where a job stands next. Used by job_store_move().
-- takes: id int, claim int, state int, run_at int, delay int, tries int, error_code text, error text
-- takes: error_en text, finished_at int?
UPDATE job SET state = $3, run_at = $4, delay = $5, tries = $6, error_code = $7, error = $8,
	error_en = $9, finished_at = $10, again = 0, cancel_asked = 0
WHERE id = $1 AND claim = $2;

-- name: job_pulse
-- A running job lives. Used by job_beat().
-- takes: id int, claim int, now int
-- gives: cancel_asked int
UPDATE job SET beat = beat + 1, beat_at = $3 WHERE id = $1 AND claim = $2 AND state = 1
RETURNING cancel_asked;

-- name: job_say
-- How far a running job is. Used by job_progress().
-- takes: id int, claim int, progress_now int, progress_most int, progress_words text
-- gives: cancel_asked int
UPDATE job SET beat = beat + 1, progress_now = $3, progress_most = $4, progress_words = $5
WHERE id = $1 AND claim = $2 AND state = 1 RETURNING cancel_asked;

-- name: job_all_running
-- What is being worked on anywhere. Used by job_take_over().
-- takes: limit int
-- gives: id int, claim int, beat int
SELECT id, claim, beat FROM job WHERE state = 1 ORDER BY id LIMIT $1;

-- name: job_ask_cancel
-- A running job is to stop. Used by job_cancel().
-- takes: id int
UPDATE job SET cancel_asked = 1 WHERE id = $1 AND state = 1;

-- name: job_same_key
-- Another job of this key that waits or runs. Used by job_run_again().
-- takes: unique_key text
-- gives: id int
SELECT id FROM job WHERE unique_key = $1 AND unique_key <> '' AND state < 2;

-- name: job_remove_old
-- Some of the jobs that ended long ago. Used by job_tidy().
-- takes: ended_before int, failed_before int
DELETE FROM job WHERE id IN (
	SELECT j.id FROM job j
	WHERE (j.state IN (2, 4) AND j.finished_at < $1) OR (j.state = 3 AND j.finished_at < $2)
	ORDER BY j.id LIMIT 1000);

-- name: job_repeat_by_name
-- When a repeated job is next. Used by job_queue_repeats().
-- takes: name text
-- gives: next_at int
SELECT next_at FROM job_repeat WHERE name = $1;

-- name: job_repeat_set
-- When a repeated job is next, and when it was queued last. Used by job_queue_repeats().
-- takes: name text, next_at int, last_at int?
INSERT INTO job_repeat (name, next_at, last_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE
SET next_at = excluded.next_at, last_at = coalesce(excluded.last_at, job_repeat.last_at);
