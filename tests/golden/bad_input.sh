#!/bin/sh
# Bad files, on the command line and sent to the server: a clear sentence each, within time and
# memory, and the server stands afterwards. What good files give is other tests' business.
# usage: bad_input.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines.
set -u
program="$1"
source="$2"
work="$(mktemp -d)"
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
export LANG=C.UTF-8 LC_ALL=C.UTF-8
failed=0
most_ms=10000
most_kib=262144
# A sanitizer needs memory and time of its own.
is_sanitized=no
if grep -q __asan_init "$program"; then
	is_sanitized=yes
	most_ms=20000
fi

tell() { # tell STATUS_OF_TEST NAME
	if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; failed=1; fi
}

# Run a command; print its exit status, milliseconds and the most KiB that it or a child of it held.
cat >"$work/measure.py" <<'PYTHON'
import os, sys, time
begun = time.monotonic()
child = os.posix_spawnp(sys.argv[3], sys.argv[3:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    (os.POSIX_SPAWN_OPEN, 2, sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), int((time.monotonic() - begun) * 1000), usage.ru_maxrss)
PYTHON

# True for one line in Chinese with a full stop at its end; with "en" for one in English.
cat >"$work/sentence.py" <<'PYTHON'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
is_chinese = re.search("[\u4e00-\u9fff]{4}", text) is not None
is_line = text.count("\n") == 1 and text.endswith("\n")
end = text.rstrip("\n")[-1:]
if sys.argv[2] == "zh":
    sys.exit(not (is_line and is_chinese and end == "。" and sys.argv[3] in text))
sys.exit(not (is_line and not is_chinese and end == "." and len(text) > 30))
PYTHON

# check NAME STATUSES WORD: what `report read` makes of a file.
check() {
	set -- "$1" "$2" "$3" "$(python3 "$work/measure.py" "$work/out" "$work/err" "$program" report read --json "$work/bad/$1")"
	word="$3"
	[ "$word" != - ] || word=""
	# shellcheck disable=SC2086
	set -- "$1" "$2" $4
	case "$2" in *"$3"*) true ;; *) false ;; esac
	fine=$?
	[ "$4" -le "$most_ms" ] || fine=1
	[ "$is_sanitized" = yes ] || [ "$5" -le "$most_kib" ] || fine=1
	if [ "$3" -eq 2 ]; then
		python3 "$work/sentence.py" "$work/err" zh "$word" || fine=1
		"$program" --lang en report read "$work/bad/$1" >"$work/out" 2>"$work/err_en" </dev/null
		python3 "$work/sentence.py" "$work/err_en" en || { fine=1; sed 's/^/# /' "$work/err_en"; }
	else
		[ ! -s "$work/err" ] || fine=1
		grep -q '"repairs"' "$work/out" || fine=1
	fi
	[ $fine -eq 0 ] && [ -z "${GONGKAI_TALK:-}" ] || { echo "# status $3, $4 ms, $5 KiB"; sed 's/^/# /' "$work/err" | head -c 2000; }
	tell $fine "bad input $1"
}

mkdir "$work/bad"
python3 "$source/tests/golden/bad_input.py" "$source" "$work/bad" >"$work/list" || { echo "not ok bad files are made"; exit 1; }
mkdir "$work/bad/folder.docx"
printf 'folder.docx\t2\t文件夹\n' >>"$work/list"
printf 'nowhere.docx\t2\t找不到\n' >>"$work/list"
while IFS="$(printf '\t')" read -r name statuses word; do
	check "$name" "$statuses" "$word" </dev/null
done <"$work/list"
rmdir "$work/bad/folder.docx"

# --- the same files, sent to the server

"$program" serve --data "$work/data" --listen 127.0.0.1:0 >"$work/served" 2>&1 </dev/null &
server=$!
port=""
tries=0
while [ -z "$port" ] && [ $tries -lt 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
	port="$(sed -n 's/.* serve .*port=\([0-9]*\).*/\1/p' "$work/served")"
done
[ -n "$port" ]
tell $? "the server starts"
site="http://127.0.0.1:$port"

# send PATH NAME: an answer that HTTP has a word for, and no 500.
number=0
send() {
	number=$((number + 1))
	# Each address may send so many a minute; these come from several.
	status="$(curl -s -o "$work/answer" -w '%{http_code}' --max-time 30 --interface "127.0.0.$((2 + number % 8))" \
		-F "file=@$work/bad/$2" "$site$1")"
	case "$status" in
	200 | 400 | 413 | 415 | 422) [ -s "$work/answer" ] ;;
	*) echo "# $1 $2: status $status"; false ;;
	esac
}

fine=0
for path in "$work/bad"/*; do
	send /check "${path##*/}" || fine=1
done
tell $fine "every bad file has an answer on the check page"
fine=0
for path in "$work/bad"/*; do
	send /api/v1/reports/check "${path##*/}" || fine=1
	python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$work/answer" ||
		{ echo "# $path: the answer is no JSON"; fine=1; }
done
tell $fine "every bad file has an answer in JSON"
curl -s -F "file=@$work/bad/picture.png" -F "file=@$work/bad/utf8-cut.txt" "$site/api/v1/reports/check" >"$work/answer"
python3 -c 'import json, sys
both = json.load(open(sys.argv[1], encoding="utf-8"))["reports"]
sys.exit(not (both[0]["error"]["code"] == "doc_picture" and both[1]["agency"]))' "$work/answer"
tell $? "a bad file does not spoil the good one beside it"
head -c 70000 /dev/urandom >"$work/noise"
status="$(curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: multipart/form-data; boundary=x' --data-binary "@$work/noise" "$site/api/v1/reports/check")"
case "$status" in 4*) true ;; *) echo "# status $status"; false ;; esac
tell $? "a body that is no form is refused"

[ "$(curl -s -o /dev/null -w '%{http_code}' "$site/")" = 200 ]
tell $? "the server stands afterwards"
peak="$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status" 2>/dev/null)"
[ "$is_sanitized" = yes ] || { [ -n "$peak" ] && [ "$peak" -lt "$most_kib" ]; }
tell $? "the server never held more than 256 MiB"
[ -z "${GONGKAI_TALK:-}" ] || echo "# the server held $peak KiB"
kill -TERM "$server"
wait "$server"
status=$?
server=""
[ $status -eq 0 ]
tell $? "the server stops in order"
! grep -q 'Sanitizer\|runtime error' "$work/served"
tell $? "nothing went wrong unseen"
grep 'Sanitizer\|runtime error' "$work/served" | head -3 | sed 's/^/# /'
exit $failed
