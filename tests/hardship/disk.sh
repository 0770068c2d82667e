#!/bin/sh
# A disk that can only be read, and one that is full: clear sentences, nothing lost, and the server goes
# on. Disks are small file systems in memory, in a name space of mounts that ends with the script.
# usage: disk.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines; 77 where nobody may mount.
set -u
if [ -z "${GONGKAI_OWN_MOUNTS:-}" ]; then
	for how in --mount "--mount --map-root-user"; do
		# shellcheck disable=SC2086
		if unshare $how mount -t tmpfs tmpfs /mnt 2>/dev/null; then
			exec env GONGKAI_OWN_MOUNTS=yes unshare $how sh "$0" "$@"
		fi
	done
	echo "skipped: this machine lets nobody make a name space of mounts, so no disk can be made read-only"
	exit 77
fi
. "$(dirname "$0")/../tell.sh"
program="$(realpath "$1")"
source="$2"
reports="$source/tests/data/reports"
disk="$work/disk"
data="$disk/data"
server=""
end() {
	[ -z "$server" ] || kill -9 "$server" 2>/dev/null
	wait
	umount "$disk" 2>/dev/null
	rm -rf "$work"
}
trap end EXIT

has() { # has FILE TEXT NAME
	grep -qF -- "$2" "$work/$1" || head -3 "$work/$1" | sed 's/^/# /'
	grep -qF -- "$2" "$work/$1"
	tell $? "$3"
}

# Every byte below the data folder, as one line. What SQLite shares between processes is no data.
sum() {
	find "$data" -type f ! -name '*-shm' -exec cksum {} + | sort | cksum
}

# start: a server on a free port; its port in $port, its log outside the disk.
start() {
	: >"$work/log" # the port of the server before must not be found
	"$program" serve --data "$data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
	server=$!
	port=""
	for _ in $(seq 200); do
		port="$(sed -n 's/.* serve .*port=\([0-9]*\).*/\1/p' "$work/log" | head -1)"
		[ -z "$port" ] || break
		sleep 0.05
	done
	site="http://127.0.0.1:$port"
}

mkdir "$disk"
mount -t tmpfs -o size=64m tmpfs "$disk" || exit 1
run 0 "the demonstration goes in" demo --data "$data" --agencies "$source/data/demo_agencies.csv" "$reports"/*.txt
[ "$failed" -eq 0 ] || exit 1

# --- a disk that can only be read ---

refused() { # refused WHEN: whatever wants the store is refused, and not a byte changes
	before="$(sum)"
	mount -o remount,bind,ro "$disk" || exit 1
	run 2 "$1 serve refuses" serve --data "$data" --listen 127.0.0.1:0
	has err "只能读取" "$1 serve says why"
	run 2 "$1 migrate refuses" migrate --data "$data"
	has err "只能读取" "$1 migrate says why"
	run 2 "$1 an import refuses" report import --data "$data" "$source/data/demo_waiting_report.txt"
	has err "数据没有改动" "$1 the import says that nothing is lost"
	run 2 "$1 the import says so in English" --lang en report import --data "$data" \
		"$source/data/demo_waiting_report.txt"
	has err "can only be read" "$1 and why"
	run 2 "$1 a backup onto it refuses" backup --data "$data" "$disk/backup.zip"
	has err "只能读取" "$1 the backup says why"
	run 2 "$1 a new store on it refuses" report import --data "$disk/new" "$source/data/demo_waiting_report.txt"
	has err "只能读取" "$1 the new store says why"
	mount -o remount,bind,rw "$disk" || exit 1
	[ "$(sum)" = "$before" ]
	tell $? "$1 not a byte has changed"
}

refused "at rest:"
start
curl -s -o /dev/null -w '%{http_code}' -d "login=author&password=for-demonstration-only" "$site/sign-in" >"$work/out"
has out 303 "once it can be written, the server serves and writes"
kill -9 "$server"
wait "$server" 2>/dev/null
server=""
refused "after a crash:"
run 0 "the audit is whole" audit verify --data "$data"

# --- a disk that is full ---

start
curl -s -o /dev/null -c "$work/jar" -d "login=author&password=for-demonstration-only" "$site/sign-in"
curl -s -b "$work/jar" "$site/check" >"$work/page"
form="$(sed -n 's/.*name="form_token" value="\([^"]*\)".*/\1/p' "$work/page" | head -1)"
curl -s -b "$work/jar" -H "X-Form-Token: $form" -F "file=@$source/data/demo_waiting_report.txt" "$site/check" >"$work/page"
token="$(sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' "$work/page" | head -1)"
[ -n "$token" ]
tell $? "a checked file waits to be stored"

# store: asks to store the checked file; status in out, page in page.
store() {
	curl -s -b "$work/jar" -H "X-Form-Token: $form" -o "$work/page" -w '%{http_code}' \
		--data-urlencode "token=$token" --data-urlencode "agency=平房区人民政府" -d year=2022 \
		"$site/reports" >"$work/out"
}

dd if=/dev/zero of="$disk/full" bs=64k >/dev/null 2>&1
store
has out 503 "on a full disk nothing is stored"
has page "磁盘已满" "and the page says why"
for path in / /reports /check /api/v1/reports; do
	curl -s -o /dev/null -w '%{http_code}' "$site$path" >"$work/out"
	has out 200 "$path is served all the same"
done
run 2 "a second process is refused too" report import --data "$data" "$source/data/demo_waiting_report.txt"
has err "磁盘已满" "with the same sentence"
run 2 "a backup onto the full disk fails" backup --data "$data" "$disk/backup.zip"
has err "磁盘已满" "with its sentence"
[ ! -e "$disk/backup.zip" ]
tell $? "and leaves no half of it"
rm "$disk/full"
store
has out 303 "with room again, the same button stores it"
kill "$server"
wait "$server"
tell $? "the server ends well"
server=""
run 0 "the audit is whole after a full disk" audit verify --data "$data"
exit "$failed"
