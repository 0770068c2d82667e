#!/bin/sh
# Bad files, on the command line and sent to the server: a clear sentence each, within time and
# memory, and the server stands afterwards. What good files give is other tests' business.
# usage: bad_input.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines.
. "$(dirname "$0")/../tell.sh"
program="$1"
source="$2"
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
most_ms=10000
most_kib=262144
# A sanitizer needs memory and time of its own.
is_sanitized=no
if grep -q __asan_init "$program"; then
	is_sanitized=yes
	most_ms=30000
	most_kib=0
fi

# Read each file by itself in Chinese, with its time and memory; then all of them in English at once.
cat >"$work/read.py" <<'PYTHON'
import os, re, sys, time

program, folder, most_ms, most_kib = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
rows = [line.rstrip("\n").split("\t") for line in open(os.path.join(folder, "../list"), encoding="utf-8")]
out, err = os.path.join(folder, "../out"), os.path.join(folder, "../err")
failed = False

def run(arguments):
    """Exit status, milliseconds, the most KiB that it or a child of it held, standard error."""
    begun = time.monotonic()
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    child = os.posix_spawn(program, [program, *arguments], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, out, flags, 0o600), (os.POSIX_SPAWN_OPEN, 2, err, flags, 0o600)])
    _, status, usage = os.wait4(child, 0)
    with open(err, encoding="utf-8", errors="replace") as file:
        said = file.read()
    return os.waitstatus_to_exitcode(status), int((time.monotonic() - begun) * 1000), usage.ru_maxrss, said

def is_sentence(said, word):
    return (said.count("\n") == 1 and said.endswith("。\n") and re.search("[\u4e00-\u9fff]{4}", said)
            and (word == "-" or word in said))

def tell(fine, name, what):
    global failed
    failed = failed or not fine
    if not fine or "GONGKAI_TALK" in os.environ:
        print("# " + what.strip()[:2000].replace("\n", "\n# "))
    print("ok" if fine else "not ok", name, flush=True)

refused = []
for name, statuses, word in rows:
    path = os.path.join(folder, name)
    status, ms, kib, said = run(["report", "read", "--json", path])
    fine = str(status) in statuses and ms <= most_ms and (most_kib == 0 or kib <= most_kib)
    if status == 2:
        refused.append(path)
        fine = fine and is_sentence(said, word)
    else:
        fine = fine and not said and '"repairs"' in open(out, encoding="utf-8").read()
    tell(fine, f"bad input {name}", f"status {status}, {ms} ms, {kib} KiB: {said}")
status, _, _, said = run(["--lang", "en", "report", "read", *refused])
lines = said.split("\n")[:-1]
fine = status == 2 and len(lines) == len(refused)
for path, line in zip(refused, lines):
    fine = fine and path in line and line.isascii() and line.endswith(".") and len(line) > len(path) + 20
tell(fine, "every refusal has an English sentence", said)
sys.exit(failed)
PYTHON

mkdir "$work/bad"
python3 "$source/tests/golden/bad_input.py" "$source" "$work/bad" >"$work/list" || { echo "not ok bad files are made"; exit 1; }
mkdir "$work/bad/folder.docx"
printf 'folder.docx\t2\t文件夹\n' >>"$work/list"
printf 'nowhere.docx\t2\t找不到\n' >>"$work/list"
python3 "$work/read.py" "$program" "$work/bad" "$most_ms" "$most_kib" || failed=1
rmdir "$work/bad/folder.docx"

# --- the same files, sent to the server

"$program" report import --data "$work/data" "$source"/tests/data/reports/*.txt >/dev/null
tell $? "good reports are stored"
# start_server: sets server and site.
start_server() {
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
}
start_server

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

# --- many PDFs: several at a time, so that every thread of the server makes some

# A sanitizer makes them in the server itself, so the release shows how it is for users.
if [ -x "$source/build/release/gongkai" ]; then
	program="$source/build/release/gongkai"
	is_sanitized=no
fi
start_server
resident() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status" 2>/dev/null; }
before="$(resident)"
fine=0
for round in 1 2 3 4 5 6; do
	makers=""
	for id in 1 2 3 4 5; do
		curl -s --max-time 120 -o "$work/$id.pdf" "$site/reports/$id/download/pdf" &
		makers="$makers $!"
	done
	# shellcheck disable=SC2086
	wait $makers
	for id in 1 2 3 4 5; do
		[ "$(head -c 5 "$work/$id.pdf")" = "%PDF-" ] || { echo "# $id.pdf of round $round"; fine=1; }
		rm -f "$work/$id.pdf"
	done
done
tell $fine "thirty PDFs are made, five at a time"
after="$(resident)"
# The fonts of one thread alone are more than twice that.
[ "$is_sanitized" = yes ] || { [ -n "$before" ] && [ -n "$after" ] && [ $((after - before)) -lt 32768 ]; }
tell $? "fonts do not stay in the server's memory"
[ -z "${GONGKAI_TALK:-}" ] || echo "# the server held $before KiB before the PDFs and $after KiB after them"
kill -TERM "$server"
wait "$server"
server=""
exit $failed
