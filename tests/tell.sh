# Sourced by shell tests that ask the program on its command line: a folder in $work that ends with
# the script, and "ok" and "not ok" lines. Before the first run() they set $program; at the end they
# exit with $failed.
set -u
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export LANG=C.UTF-8 LC_ALL=C.UTF-8
failed=0

tell() { # tell STATUS_OF_TEST NAME
	if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; failed=1; fi
}

# run WANTED_STATUS NAME ARGUMENT...: keeps out and err.
run() {
	wanted="$1"
	name="$2"
	shift 2
	"$program" "$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	[ "$got" -eq "$wanted" ] || { echo "# status $got, wanted $wanted: $*"; head -5 "$work/err" | sed 's/^/# /'; }
	[ "$got" -eq "$wanted" ]
	tell $? "$name"
}

has() { # has FILE TEXT NAME
	grep -qF -- "$2" "$work/$1"
	tell $? "$3"
}
