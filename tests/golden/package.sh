#!/bin/sh
# The Debian package: built, looked into, unpacked, and its program run.
# usage: package.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines. The full suite has
# built the release before, and takes that.
. "$(dirname "$0")/../tell.sh"
program="$1"
[ -z "${GONGKAI_FULL:-}" ] || [ ! -x "$2/build/release/gongkai" ] || program="$2/build/release/gongkai"
source="$2"

command -v dpkg-shlibdeps >/dev/null || { echo "# dpkg-dev is not installed"; exit 77; }
package="$(sh "$source/packaging/build.sh" "$program" "$work/out" 2>"$work/err")"
[ -n "$package" ] && [ -s "$package" ]
tell $? "a package is built"
[ -s "$package" ] || { cat "$work/err"; exit 1; }

field() { dpkg-deb -f "$package" "$1"; }
version="$("$program" version | sed -n 's/^gongkai //p')"
[ "$(field Package) $(field Version) $(field Architecture)" = "gongkai $version $(dpkg --print-architecture)" ]
tell $? "its name, version and architecture are the program's"
[ "$(basename "$package")" = "gongkai_${version}_$(dpkg --print-architecture).deb" ]
tell $? "its file is named after them"
missing=""
for library in libc6 libmicrohttpd12 libsqlite3-0 libseccomp2 libsodium23 libpangocairo-1.0-0 adduser; do
	field Depends | grep -q "\b$library\b" || missing="$missing $library"
done
[ -z "$missing" ]
tell $? "it depends on the libraries that the program needs$missing"
missing=""
for library in libpq5 libcurl4; do
	field Recommends | grep -q "\b$library (>= " || missing="$missing $library"
	! field Depends | grep -q "\b$library\b" || missing="$missing $library"
done
[ -z "$missing" ]
tell $? "PostgreSQL's library and that of mail are recommended, and can be left out$missing"
missing=""
for library in $(sed -n 's/^package: \([^ ]*\).*/\1/p' "$source"/src/*/*.late); do
	{ field Depends; field Recommends; } | grep -q "\b$library\b" || missing="$missing $library"
done
[ -z "$missing" ]
tell $? "no library that is loaded late is forgotten$missing"

root="$work/root"
dpkg-deb -x "$package" "$root"
dpkg-deb -e "$package" "$work/control"
for path in usr/bin/gongkai lib/systemd/system/gongkai.service etc/gongkai/gongkai.conf \
	usr/share/man/man1/gongkai.1.gz usr/share/man/zh_CN/man1/gongkai.1.gz \
	usr/share/doc/gongkai/copyright usr/share/doc/gongkai/operating.md; do
	[ -s "$root/$path" ]
	tell $? "it holds $path"
done
[ "$(cat "$work/control/conffiles")" = /etc/gongkai/gongkai.conf ]
tell $? "the settings are the operator's to change"
(cd "$root" && md5sum --quiet -c "$work/control/md5sums")
tell $? "its list of digests is right"
dpkg-deb -c "$package" | awk '{ print $2 }' | grep -qvx root/root
[ $? -ne 0 ]
tell $? "everything in it belongs to root"
for script in postinst prerm postrm; do
	sh -n "$work/control/$script"
	tell $? "$script can be read by sh"
done
for verb in serve backup restore migrate "report check"; do
	zcat "$root/usr/share/man/man1/gongkai.1.gz" | grep -q "^\.B gongkai $verb"
	tell $? "the manual page knows $verb"
done

packed="$root/usr/bin/gongkai"
[ "$("$packed" version | head -1)" = "gongkai $version" ]
tell $? "the packed program runs"
"$packed" migrate --data "$work/data" >/dev/null && "$packed" backup --data "$work/data" "$work/backup.zip" >/dev/null
tell $? "it makes a store and a backup of it"
# The service's options must be options.
for option in $(sed -n 's/^ExecStart=[^ ]* serve//p' "$root/lib/systemd/system/gongkai.service" | tr ' ' '\n' | grep '^--') \
	$(grep -o -e '--[a-z-]*' "$root/etc/gongkai/gongkai.conf"); do
	"$packed" help serve | grep -q -e "$option"
	tell $? "serve knows the service's option $option"
done
# The service is Type=notify: it counts as started when the server says so.
hears_ready() { # hears_ready SOCKET
	python3 - "$1" "$packed" "$work/data" <<'END'
import os, socket, subprocess, sys
place, program, data = sys.argv[1:]
hearer = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
hearer.bind(place.replace("@", "\0"))
hearer.settimeout(60)
server = subprocess.Popen([program, "serve", "--data", data, "--listen", "127.0.0.1:0"],
                          env=dict(os.environ, NOTIFY_SOCKET=place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    said = hearer.recv(100)
finally:
    server.terminate()
    status = server.wait()
sys.exit(said != b"READY=1" or status != 0)
END
}
grep -qx Type=notify "$root/lib/systemd/system/gongkai.service"
tell $? "systemd waits until the server answers"
hears_ready "$work/notify"
tell $? "the server says when it answers, and ends well when told to"
hears_ready "@gongkai-package-test-$$"
tell $? "it says so to an abstract socket too"
again="$(sh "$source/packaging/build.sh" "$program" "$work/again" 2>/dev/null)"
cmp -s "$package" "$again"
tell $? "built again it is the same, byte by byte"

if command -v systemd-analyze >/dev/null; then
	unit="$work/gongkai.service"
	sed "s#/usr/bin/gongkai#$packed#; /^Documentation/d" "$root/lib/systemd/system/gongkai.service" >"$unit"
	systemd-analyze verify "$unit" >"$work/verify" 2>&1
	status=$?
	[ ! -s "$work/verify" ] || sed 's/^/# /' "$work/verify"
	[ $status -eq 0 ] && [ ! -s "$work/verify" ]
	tell $? "systemd finds nothing wrong with the service"
	exposure="$(systemd-analyze security --offline=true "$unit" | sed -n 's/.*level for .*: \([0-9]*\)\.\([0-9]\).*/\1\2/p')"
	[ "${exposure:-99}" -le 15 ]
	tell $? "its exposure is 1.5 of 10 or less (here $exposure tenths)"
else
	echo "# systemd is not installed: its opinion of the service is not asked"
fi
if command -v lintian >/dev/null && ! ldd "$packed" | grep -q libasan; then
	lintian --allow-root --fail-on error,warning "$package" >"$work/lintian" 2>&1
	status=$?
	sed 's/^/# /' "$work/lintian"
	tell $status "lintian has no objection"
else
	echo "# no lintian, or a program with sanitizers: lintian is not asked"
fi
exit "$failed"
