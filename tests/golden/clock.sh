#!/bin/sh
# Due days, fees and calendars on the command line: the JSON that others rely on, exit status, one
# clear sentence for bad input.
# usage: clock.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines.
. "$(dirname "$0")/../tell.sh"
program="$1"

# due RECEIVED DUE ARGUMENT...
due() {
	received="$1"
	wanted="$2"
	shift 2
	"$program" clock --received "$received" "$@" --json >"$work/out" 2>"$work/err"
	grep -qF "\"received\":\"$received\",\"due\":\"$wanted\"," "$work/out"
	tell $? "$received $* is due $wanted"
}

due 2020-01-20 2020-02-25
due 2021-01-29 2021-03-03
due 2020-09-25 2020-10-29
due 2024-04-28 2024-05-28
due 2025-01-20 2025-02-05 --days 7
due 2025-01-20 2025-02-21
due 2025-01-20 2025-03-21 --event 2025-02-20:extended:20
due 2026-02-10 2026-03-09 --days 15
due 2026-02-10 2026-03-16
due 2026-09-18 2026-10-22
due 2020-10-21 2020-12-09 --event 2020-10-27:paused:third_party --event 2020-11-17:resumed
due 2025-01-20 2025-03-10 --event 2025-01-24:paused:correction --event 2025-02-10:restarted

run 0 "a proof" clock --received 2020-01-20 --json
[ "$(wc -l <"$work/out")" -eq 1 ]
tell $? "--json prints one line"
has out '"working_days":20,"basis":"条例 33②","days":[{"date":"2020-01-21","kind":"working","count":1,"why":""}' "the first day is the next one"
has out '{"date":"2020-01-24","kind":"holiday","count":0,"why":"春节"}' "a holiday has its name"
has out '{"date":"2020-02-25","kind":"working","count":20,"why":""}]' "the last day is the twentieth"
run 0 "a proof for people" clock --received 2020-01-20
has out "2020年2月25日届满" "the sentence for the letter"
has out "2020-01-24 周五" "the days one by one"
run 0 "a paused clock" clock --received 2020-10-21 --event 2020-10-27:paused --json
has out '"due":null' "a paused clock has no due day"
has out '"kind":"paused"' "the paused days are listed"
run 1 "an answer too late ends with 1" clock --received 2025-01-20 --event 2025-02-25:stopped --json
has out '"rule":"clock_stopped_late","level":"E"' "and says what is wrong"
run 1 "not answered by a day" clock --received 2025-01-20 --today 2025-03-03
has out "晚" "by how much"

run 2 "no day of receipt" clock
has err "--received" "the refusal says what to give"
run 2 "a day that does not exist" clock --received 2025-02-29
run 2 "a kind that does not exist" clock --received 2025-01-20 --event 2025-01-21:slept
has err "paused" "the refusal names the kinds"
run 2 "an event before receipt" clock --received 2025-01-20 --event 2025-01-19:paused
run 2 "resumed without a pause" clock --received 2025-01-20 --event 2025-01-21:resumed
run 2 "an extension of 21 days" clock --received 2025-01-20 --event 2025-01-21:extended:21
run 2 "a second extension" clock --received 2025-01-20 --event 2025-01-21:extended:5 --event 2025-01-22:extended:5
run 2 "a year without data" clock --received 2026-12-20
has err "2027" "names the year"
run 2 "the same in English" clock --received 2026-12-20 --lang en
has err "no calendar of holidays for 2027" "names it in English"
run 2 "words nobody asked for" clock --received 2025-01-20 extra

printf 'date,kind,name\n2027-01-01,holiday,元旦\n2027-01-04,holiday,新节\n' >"$work/2027.csv"
run 0 "a file adds a year" clock --received 2026-12-20 --calendar "$work/2027.csv" --json
has out '"due":"2027-01-19"' "and is counted with"
run 1 "a thin year is pointed out" calendar check "$work/2027.csv"
has out "2027" "by its name"
run 0 "our own calendar is sound" calendar check "$2/data/workdays.csv"
has out "2020 年：放假 30 天，调休上班 6 天，全年工作日 249 天" "with the figures of each year"
printf '2027-01-01,feast,x\n' >"$work/bad.csv"
run 2 "a wrong line" calendar check "$work/bad.csv"
has err "第 1 行" "is named"
run 2 "a missing file" clock --received 2025-01-20 --calendar "$work/none.csv"

run 0 "a fee by case" fee --by-case 31 --json
has out '{"yuan":2200,"lines":[{"from":1,"to":10,"each":0,"yuan":0},{"from":11,"to":30,"each":100,"yuan":2000},{"from":31,"to":31,"each":200,"yuan":200}]' "line by line"
run 0 "a fee by page" fee --by-page 201 --json
has out '{"yuan":2740,' "of 201 pages"
run 0 "a fee for people" fee --by-case 100
has out "37000 元" "in yuan"
run 2 "both standards" fee --by-case 1 --by-page 1
run 2 "neither" fee
run 2 "a negative number" fee --by-case -1
run 2 "no number" fee --by-page many
run 2 "a number beyond all" fee --by-page 99999999999999999999
exit $failed
