#!/bin/sh
# The demonstration as somebody meets it who tries the program: what goes in, what is refused, what the
# server makes of it. With a PostgreSQL server at hand (tests/cluster.sh run) it stands there.
# usage: demo.sh GONGKAI SOURCE_FOLDER [postgresql] — prints "ok" and "not ok" lines.
. "$(dirname "$0")/../tell.sh"
program="$1"
source="$2"
engine="${3:-sqlite}"
server=""
end() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	wait
	rm -rf "$work"
}
trap end EXIT
data="$work/data"

if [ "$engine" = postgresql ]; then
	if [ -z "${GONGKAI_POSTGRES:-}" ]; then
		echo "no PostgreSQL server; run this below tests/cluster.sh"
		[ -z "${GONGKAI_FULL:-}" ] || exit 1
		exit 77
	fi
	psql -q "$GONGKAI_POSTGRES/postgres" -c "CREATE DATABASE gk_demo_$$" || exit 1
	set -- --data "$data" --database "$GONGKAI_POSTGRES/gk_demo_$$"
else
	set -- --data "$data"
fi

reports="$source/tests/data/reports"
list="$source/data/demo_agencies.csv"
waiting="$source/data/demo_waiting_report.txt"
applications="$source/data/demo_applications.csv"

run 2 "demo wants its list of agencies" demo "$@" "$reports/000-pingfang-2020.txt"
run 2 "there are no accounts where there is no store" demo --data "$work/none" --accounts
[ ! -e "$work/none" ]
tell $? "and asking for them makes nothing"
run 2 "a file that is not there is told" demo "$@" --agencies "$list" "$reports/none.txt"
run 2 "so is a list of applications that is none" demo "$@" --agencies "$list" --applications "$list" \
	"$reports"/*.txt
has err "data/demo_applications.csv" "with the one to take"
run 0 "the demonstration goes in where that failed" demo "$@" --agencies "$list" --waiting "$waiting" \
	--applications "$applications" "$reports"/*.txt
put="$(sed -n 's/.*申请 \([0-9]*\) 件.*/\1/p' "$work/out")"
[ "${put:-0}" -ge 222 ]
tell $? "with the 222 applications of 2020 at least"
has out "仅供演示" "its accounts are marked as a demonstration"
for login in author reviewer approver case_officer legal_reviewer head department supervisor system_admin security_admin \
	auditor; do
	grep -qE "^$login +for-demonstration-only " "$work/out"
	tell $? "there is an account $login with its password"
done
run 2 "a second one is refused" demo "$@" --agencies "$list" "$reports"/*.txt
has err "不是新的" "and it is said why"
run 0 "the accounts are printed again" demo "$@" --accounts
grep -qE "^head +for-demonstration-only " "$work/out"
tell $? "all of them"
run 0 "the audit is whole" audit verify "$@"
run 0 "agencies are listed" agency list "$@"
[ "$(wc -l <"$work/out")" -eq 13 ]
tell $? "those of the tree, and no report made another"

run 2 "it is not served beyond this machine" serve "$@" --listen 0.0.0.0:0
has err "127.0.0.1" "and it is said where it is"
run 2 "nor to everybody by IPv6" serve "$@" --listen "[::]:0"
has err "--allow-demo-outside" "and how all the same"

# start ADDRESS OPTION...: a server on a free port; its port in $port.
start() {
	address="$1"
	shift
	"$program" serve "$@" --listen "$address:0" >"$work/out" 2>"$work/log" &
	server=$!
	port=""
	for _ in $(seq 200); do
		port="$(sed -n 's/.* serve .*port=\([0-9]*\).*/\1/p' "$work/log" | head -1)"
		[ -z "$port" ] || break
		sleep 0.05
	done
}

start 127.0.0.1 "$@"
curl -s "http://127.0.0.1:$port/" >"$work/out"
has out "演示数据" "the home page says that it is a demonstration"
curl -s "http://127.0.0.1:$port/not/there" >"$work/out"
has out "演示数据" "so does an error page"
curl -s "http://127.0.0.1:$port/api/v1/reports" >"$work/out"
[ "$(grep -o '"id":' "$work/out" | wc -l)" -ge 5 ]
tell $? "the five reports are public"
for login in author approver system_admin auditor; do
	rm -f "$work/jar"
	curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -c "$work/jar" \
		-d "login=$login&password=for-demonstration-only" "http://127.0.0.1:$port/sign-in" >"$work/out"
	has out "303 http://127.0.0.1:$port/desk" "$login signs in and is at the desk"
done
curl -s -c "$work/jar" -o /dev/null -d "login=approver&password=for-demonstration-only" \
	"http://127.0.0.1:$port/sign-in"
curl -s -b "$work/jar" "http://127.0.0.1:$port/desk" >"$work/out"
has out "平房区人民政府 2020" "a report waits for the approver"
rm -f "$work/jar"
curl -s -c "$work/jar" -o /dev/null -d "login=case_officer&password=for-demonstration-only" \
	"http://127.0.0.1:$port/sign-in"
curl -s -b "$work/jar" "http://127.0.0.1:$port/desk/applications" >"$work/out"
has out "依申请公开" "the officer has a queue"
has out "/desk/applications/" "with cases"
id="$(curl -s -b "$work/jar" "http://127.0.0.1:$port/desk/applications/all?year=2020" |
	sed -n 's#.*href="/desk/applications/\([0-9]*\)".*#\1#p' | head -1)"
curl -s -b "$work/jar" "http://127.0.0.1:$port/desk/applications/$id" >"$work/out"
has out "2020-0" "and cases of 2020 are shown"
kill "$server"
wait "$server"
tell $? "the server ends well"
start 0.0.0.0 "$@" --allow-demo-outside
[ -n "$port" ]
tell $? "whoever insists may show it to others"
kill "$server"
wait "$server"
server=""

# A store that somebody works with is no demonstration and stays as it is.
if [ "$engine" = sqlite ]; then
	own="$work/own"
	run 0 "a store of one's own" report import --data "$own" "$reports/000-pingfang-2020.txt"
	before="$(cksum <"$own/gongkai.db")"
	run 2 "takes no demonstration" demo --data "$own" --agencies "$list" "$reports"/*.txt
	[ "$(cksum <"$own/gongkai.db")" = "$before" ]
	tell $? "and is not touched"
	run 2 "and has none of its accounts" demo --data "$own" --accounts
	start 0.0.0.0 --data "$own"
	[ -n "$port" ]
	tell $? "and is served wherever one wants"
	curl -s "http://127.0.0.1:$port/" >"$work/out"
	! grep -q "演示数据" "$work/out"
	tell $? "without any mark"
	kill "$server"
	wait "$server"
	server=""
fi
exit "$failed"
