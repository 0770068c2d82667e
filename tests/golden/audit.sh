#!/bin/sh
# The verbs around the audit and the keys, as an administrator meets them.
# usage: audit.sh GONGKAI — prints "ok" and "not ok" lines.
. "$(dirname "$0")/../tell.sh"
program="$1"
unset GONGKAI_KEYS
data="$work/data"
store="$data/gongkai.db"

# one NAME: standard error holds exactly one line.
one() {
	[ "$(wc -l <"$work/err")" -eq 1 ]
	tell $? "$1"
}

run 2 "audit verify wants a store" audit verify
one "and says so in one line"
run 2 "a missing store is refused" audit verify --data "$data"
has err "gongkai migrate" "and it is said what to do"
run 0 "an empty store is made" migrate --data "$data"
run 0 "its audit is whole" audit verify --data "$data"
has out "0 条" "and has no entry"
run 0 "an empty audit has no heads" audit heads --data "$data"
[ ! -s "$work/out" ]
tell $? "and prints nothing"

run 2 "without a key file no key is added" keys add --data "$data"
has err "$data/keys" "and the missing file is named"
run 2 "nor is anything sealed anew" keys rotate --data "$data"
echo "1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" >"$data/keys"
chmod 644 "$data/keys"
run 2 "a key file that others may read is refused" keys add --data "$data"
has err "chmod 600" "and it is said what to do about it"
chmod 600 "$data/keys"
for number in 2 3 4 5; do
	run 0 "key $number is added" keys add --data "$data"
	has out "第 $number 个" "and its number is told"
done
[ "$(stat -c %a "$data/keys")" = 600 ] && [ "$(grep -c '^[0-9]*:' "$data/keys")" -eq 5 ]
tell $? "the file has five keys and nobody else may read it"
! grep -qF 0011223344 "$work/out" "$work/err"
tell $? "no key is printed"
run 0 "everything is sealed anew" keys rotate --data "$data"
has out "第 5 个密钥" "with the newest key"
GONGKAI_KEYS="1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" \
	"$program" keys add --data "$data" >"$work/out" 2>"$work/err"
[ $? -eq 2 ]
tell $? "keys of the environment are not added to"
one "and one line says so"

run 0 "the audit tells of the keys and is whole" audit verify --data "$data"
has out "4 条" "with four entries"
run 0 "it is exported as JSON" audit export --data "$data" --json
[ "$(grep -c '"deed":"keys.added"' "$work/out")" -eq 4 ]
tell $? "one line each"
run 0 "it is exported as CSV" audit export --data "$data"
[ "$(wc -l <"$work/out")" -eq 5 ]
tell $? "with a head"
run 0 "of days long gone there is nothing" audit export --data "$data" --to 2001-01-01 --json
[ ! -s "$work/out" ]
tell $? "and nothing is printed"
run 2 "a day that is none is refused" audit export --data "$data" --from yesterday
has err "2026-03-01" "with an example of a day"
run 2 "two forms at once are refused" audit export --data "$data" --json --csv
run 0 "heads are printed" audit heads --data "$data"
cp "$work/out" "$work/heads"
run 0 "and found true" audit verify --data "$data" --heads "$work/heads"
echo nonsense >"$work/wrong"
run 2 "what is no head is refused" audit verify --data "$data" --heads "$work/wrong"
has err "第 1 行" "and its line is named"
run 2 "a missing file of heads is refused" audit verify --data "$data" --heads "$work/none"

! sqlite3 "$store" "UPDATE audit SET name = 'x'" 2>"$work/err"
tell $? "the database refuses to change an entry"
has err "append-only" "and says why"
sqlite3 "$store" "DROP TRIGGER audit_no_update; UPDATE audit SET after = '{}' WHERE id = 3"
run 1 "a changed entry is found" audit verify --data "$data"
has out "第 3 条" "and named"
run 1 "in English too" audit verify --data "$data" --lang en
has out "Entry 3 was changed" "by its number"
exit "$failed"
