#!/bin/sh
# Carrying a whole store on the command line: backup, restore, move-database; also when the disk is
# full, a file is damaged, or somebody runs on it.
# usage: store.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines.
. "$(dirname "$0")/../tell.sh"
program="$(realpath "$1")"
reports="$2/tests/data/reports"
server=""
trap 'test -z "$server" || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1

hasnt() { # hasnt PATH NAME
	! ls -d $1 >/dev/null 2>&1
	tell $? "$2"
}

run 0 "reports are taken in" report import --data data "$reports"/000-pingfang-2020.txt "$reports"/002-daoli-2021.txt
printf 'first secret\n' >data/keys
chmod 600 data/keys

run 0 "a backup is written" backup --data data one.zip
has out "2 个文件" "it says how many files it holds"
has out "密钥 data/keys 不在备份里" "it says that the keys are not in it"
run 0 "a backup says it in English" --lang en backup --data data one.zip
has out "are not in the backup" "and that the keys are not in it"
unzip -l one.zip | grep -q ' keys$'
[ $? -ne 0 ]
tell $? "the keys are not in it"
unzip -p one.zip manifest.json | python3 -c '
import hashlib, json, sys, zipfile
manifest = json.load(sys.stdin)
archive = zipfile.ZipFile("one.zip")
sound = manifest["format"] == "gongkai-backup" and len(manifest["files"]) == 2
for entry in manifest["files"]:
    bytes = archive.read("files/" + entry["sha256"])
    sound = sound and hashlib.sha256(bytes).hexdigest() == entry["sha256"] and len(bytes) == entry["bytes"]
bytes = archive.read("gongkai.db")
sound = sound and hashlib.sha256(bytes).hexdigest() == manifest["database"]["sha256"]
open("inside.db", "wb").write(bytes)
sys.exit(not sound)'
tell $? "others can check it against its manifest"
[ "$(sqlite3 inside.db 'PRAGMA integrity_check; SELECT count(*) FROM report')" = "ok
2" ]
tell $? "others can open the database in it"
run 0 "a backup with the keys is written" backup --data data --with-keys keys.zip
has out "妥善保管" "it says that the keys are in it"
unzip -l keys.zip | grep -q ' keys$'
tell $? "the keys are in it"

run 0 "a backup is restored" restore one.zip --data new
has out "没有密钥" "it says that the keys are missing"
cmp -s data/keys new/keys
[ $? -ne 0 ]
tell $? "no keys came back"
run 0 "a second restore of the same gives the same" restore one.zip --data twin
for part in new twin data; do
	sqlite3 "$part/gongkai.db" "SELECT id, title, digest FROM report ORDER BY id" >"$part.rows"
	(cd "$part/files" && find . -type f | sort | xargs sha256sum) >"$part.files"
done
cmp -s new.rows data.rows && cmp -s new.files data.files && cmp -s twin.rows data.rows
tell $? "rows and files are those of the store"
run 2 "what is there is not put over" restore one.zip --data new
has err "--replace" "it says what to do"
run 0 "with --replace it is" restore one.zip --data new --replace
has out "gongkai.db.before-" "what was there is kept and named"
run 0 "keys come back when they are in it" restore keys.zip --data withkeys
cmp -s data/keys withkeys/keys
tell $? "they are the same"
[ "$(stat -c %a withkeys/keys)" = 600 ]
tell $? "nobody else can read them"

run 2 "a file that is no backup is refused" restore "$reports/000-pingfang-2020.txt" --data q1
has err "不是 gongkai 的备份" "it says so"
run 2 "a missing backup is refused" restore missing.zip --data q2
head -c 5000 one.zip >cut.zip
run 2 "half a backup is refused" restore cut.zip --data q3
hasnt 'q[123]' "nothing was made of them"
run 2 "a backup needs a name" backup --data data
run 2 "a backup needs data" backup --data nowhere x.zip
hasnt nowhere "and makes none"
run 2 "a backup over a folder is refused" backup --data data new

(ulimit -f 60; "$program" backup --data data small.zip >/dev/null 2>&1)
[ $? -eq 2 ]
tell $? "a backup that may not grow fails"
hasnt 'small.zip*' "and leaves nothing"
if unshare -rm true 2>/dev/null; then
	mkdir full
	unshare -rm sh -c "mount -t tmpfs -o size=48k none full
		'$program' backup --data data full/x.zip 2>err
		echo \$? >status; ls -A full >left
		'$program' restore one.zip --data full/data 2>>err; echo \$? >>status
		ls full/data | grep -c gongkai.db >>left"
	[ "$(cat status)" = "2
2" ]
	tell $? "on a full disk backup and restore fail"
	has err "磁盘已满" "and say why"
	[ "$(cat left)" = 0 ]
	tell $? "and leave no backup and no database"
else
	echo "# a full disk needs user namespaces; left out"
fi

run 0 "a database is moved" move-database --from sqlite:data/gongkai.db --to sqlite:moved.db
has err "report 2" "it tells each table"
has out "核对" "it says that it was compared"
sqlite3 moved.db "SELECT id, title, digest FROM report ORDER BY id" >moved.rows
cmp -s moved.rows data.rows
tell $? "the rows are the same"
run 2 "it is not moved onto something" move-database --from sqlite:data/gongkai.db --to sqlite:moved.db
has err "已有内容" "it says so"
run 2 "moving needs both ends" move-database --from sqlite:data/gongkai.db
run 2 "nothing is moved from nowhere" move-database --from sqlite:nowhere.db --to sqlite:y.db
run 2 "nothing is moved from somebody else's database" move-database --from sqlite:"$work"/other.db --to sqlite:y.db

"$program" serve --data new --listen 127.0.0.1:0 --quiet >/dev/null 2>&1 &
server=$!
tries=0
while [ ! -e new/gongkai.db-shm ] && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
run 2 "a store that a server runs on is not replaced" restore one.zip --data new --replace
has err "停止服务" "it says what to do"
run 0 "but a backup of it is made" backup --data new online.zip
kill "$server"
wait "$server" 2>/dev/null
server=""
exit "$failed"
