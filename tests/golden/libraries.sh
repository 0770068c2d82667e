#!/bin/sh
# Libraries that are loaded when they are needed: not before, and told clearly where they are missing.
# usage: libraries.sh GONGKAI SOURCE_DIR HIDE_LIBRARY — prints "ok" and "not ok" lines. The full suite
# has built the release before, and looks into that too.
. "$(dirname "$0")/../tell.sh"
program="$1"
source="$2"
hide="$3"
report="$source/tests/data/reports/000-pingfang-2020.txt"
language=en_US.UTF-8

libraries="$(sed -n 's/^library: //p' "$source"/src/*/*.late | sort)"
[ "$(echo "$libraries" | wc -l)" -ge 4 ]
tell $? "the rooms' lists name the libraries"

# light WHAT PROGRAM: neither it nor a library that it is linked with brings one of them along.
light() {
	ldd "$2" >"$work/linked"
	grep -q libc.so.6 "$work/linked"
	tell $? "$1: what it is linked with is known"
	for library in $libraries; do
		! grep -qF "$library" "$work/linked"
		tell $? "$1: $library does not come with the program"
	done
}
light "this build" "$program"
if [ -n "${GONGKAI_FULL:-}" ] && [ -x "$source/build/release/gongkai" ]; then
	light "the release" "$source/build/release/gongkai"
fi

"$program" version >"$work/out" 2>"$work/err"
tell $? "the version of each library is told"
for name in libmicrohttpd libpq libcurl pango cairo sqlite; do
	grep -q "^$name[ /][0-9]" "$work/out"
	tell $? "$name has a version"
done

# without LIBRARIES ARGUMENT...: run where these are missing; keeps out, err and status.
without() {
	hidden="$1"
	shift
	GONGKAI_HIDDEN="$hidden" LD_PRELOAD="$hide" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" \
		LANG="$language" LC_ALL="$language" timeout 60 "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
}

# misses LIBRARY PACKAGE WHAT ARGUMENT...: refused with both names, in both languages.
misses() {
	library="$1"
	package="$2"
	what="$3"
	shift 3
	without "$library" "$@"
	[ "$status" -eq 2 ]
	tell $? "$what fails without $library"
	has err "The library $library, which this needs, is missing." "$what: the library is named"
	has err "apt install $package" "$what: the package is named"
	language=zh_CN.UTF-8
	without "$library" "$@"
	language=en_US.UTF-8
	has err "缺少这项功能所需的程序库 $library。" "$what: in Chinese too"
}

misses libpangocairo-1.0.so.0 libpangocairo-1.0-0 "a PDF" report convert "$report" -o "$work/report.pdf"
[ ! -e "$work/report.pdf" ]
tell $? "no file is left behind"
misses libpq.so.5 libpq5 "a store on PostgreSQL" migrate --database postgresql://nobody@127.0.0.1:1/none
misses libmicrohttpd.so.12 libmicrohttpd12 "a server" serve --data "$work/data" --listen 127.0.0.1:0

# What needs none of them does not miss them.
all="$(echo "$libraries" | tr '\n' ' ')"
without "$all" report read --json "$report"
[ "$status" -eq 0 ]
tell $? "without any of them a report is read"
has out '"agency":"平房区"' "it is read as always"
without "$all" report convert "$report" -o "$work/report.docx"
[ "$status" -eq 0 ] && [ -s "$work/report.docx" ]
tell $? "without any of them a report is written"
without "$all" migrate --data "$work/small"
[ "$status" -eq 0 ]
tell $? "without any of them a store is made"
without "$all" version
[ "$status" -eq 0 ]
tell $? "without any of them the version is told"
for package in $(sed -n 's/^package: \([^ ]*\).*/\1/p' "$source"/src/*/*.late); do
	has out "apt install $package" "the version says that $package is missing"
done
exit "$failed"
