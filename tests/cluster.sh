#!/bin/sh
# PostgreSQL servers for tests, each in a folder of its own and reached through a socket only.
#   cluster.sh run COMMAND...       run a command beside a new server; afterwards both are gone, however
#                                   it ends. The command finds the server in GONGKAI_POSTGRES, a URL to
#                                   which a database's name is added.
#   cluster.sh make FOLDER          make a server that others can be copied from
#   cluster.sh copy FOLDER FROM     make a standby of the running server FROM
#   cluster.sh serve FOLDER         become the server (it ends with whoever started it)
# Without the Debian package postgresql-15 it says so and ends with 3.
set -eu

say() { printf '%s\n' "cluster: $*" >&2; }

# find_programs: where initdb and postgres are, from the newest version that will do.
find_programs() {
	for programs in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn); do
		version="${programs%/bin}"
		if [ "${version##*/}" -ge 15 ] && [ -x "$programs/initdb" ]; then
			return 0
		fi
	done
	say "no PostgreSQL here; install the Debian package postgresql-15"
	exit 3
}

# as_server COMMAND...: as somebody who is not root, for postgres refuses root; and it ends with us.
as_server() {
	if [ "$(id -u)" -eq 0 ]; then
		exec setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig QUIT "$@"
	else
		exec setpriv --pdeathsig QUIT "$@"
	fi
}

# quietly COMMAND...: what it says is told only when it fails.
quietly() {
	said="$({ "$@"; } 2>&1)" || { printf '%s\n' "$said" >&2; return 1; }
}

own() {
	if [ "$(id -u)" -eq 0 ]; then
		chown postgres "$1"
	fi
}

initialise() { (cd "$1" && as_server "$programs/initdb" -D "$1/data" -U gongkai -A trust -E UTF8 \
	--locale=C --no-sync); }

take_copy() { (cd "$1" && as_server "$programs/pg_basebackup" -D "$1/data" -h "$2" -U gongkai -R \
	-X stream -c fast --no-sync); }

# settle FOLDER SETTING...: nothing here outlives the test, so nothing needs to reach the disk.
settle() {
	settings="$1/data/postgresql.conf"
	cat >>"$settings" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$1'
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = 32MB
autovacuum = off
SETTINGS
	shift
	for setting in "$@"; do
		printf '%s\n' "$setting" >>"$settings"
	done
}

make() {
	own "$1"
	quietly initialise "$1"
	settle "$1" "wal_level = replica" "max_wal_senders = 4" "hot_standby = on"
}

copy() {
	own "$1"
	quietly take_copy "$1" "$2"
	settle "$1"
}

clean_up() {
	trap - EXIT INT TERM HUP
	if [ -n "$server" ]; then
		kill -QUIT "$server" 2>/dev/null || :
		wait "$server" 2>/dev/null || :
	fi
	rm -rf "$folder"
}

run() {
	server=""
	folder="$(mktemp -d "${TMPDIR:-/tmp}/gongkai-pg.XXXXXX")"
	trap clean_up EXIT
	trap 'clean_up; exit 130' INT TERM HUP
	own "$folder"
	quietly initialise "$folder"
	settle "$folder" "synchronous_commit = off" "wal_level = minimal" "max_wal_senders = 0"
	as_server "$programs/postgres" -D "$folder/data" </dev/null >"$folder/log" 2>&1 &
	server=$!
	tries=0
	until "$programs/pg_isready" -q -h "$folder" -U gongkai; do
		tries=$((tries + 1))
		if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
			say "the server did not start:"
			cat "$folder/log" >&2
			exit 1
		fi
		sleep 0.1
	done
	GONGKAI_POSTGRES="postgresql://gongkai@$(printf '%s' "$folder" | sed 's|/|%2F|g')"
	export GONGKAI_POSTGRES
	status=0
	"$@" || status=$?
	exit "$status"
}

verb="${1:-}"
[ $# -lt 2 ] || shift
find_programs
case "$verb" in
run) run "$@" ;;
make) make "$1" ;;
copy) copy "$1" "$2" ;;
serve) cd "$1" && as_server "$programs/postgres" -D "$1/data" </dev/null >>"$1/log" 2>&1 ;;
*) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
