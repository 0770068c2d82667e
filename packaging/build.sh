#!/bin/sh
# Packs a built program as a Debian package with dpkg-deb.
# usage: build.sh GONGKAI OUT_DIR — prints the package's path.
set -eu
program="$1"
out="$2"
here="$(cd "$(dirname "$0")" && pwd)"
source="$(dirname "$here")"
version="$(sed -n "s/^project('gongkai'.* version: '\([^']*\)'.*/\1/p" "$source/meson.build")"
architecture="$(dpkg --print-architecture)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
root="$work/root"
# The same source gives the same package.
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$source" log -1 --format=%ct 2>/dev/null || stat -c %Y "$source/CHANGELOG.md")}"
export SOURCE_DATE_EPOCH
umask 022

install -D -m 755 "$program" "$root/usr/bin/gongkai"
strip --remove-section=.comment "$root/usr/bin/gongkai"
install -D -m 644 "$here/gongkai.service" "$root/lib/systemd/system/gongkai.service"
install -D -m 640 "$here/gongkai.conf" "$root/etc/gongkai/gongkai.conf"
for language in en zh; do
	below="man"
	[ "$language" = en ] || below="man/zh_CN"
	mkdir -p "$root/usr/share/$below/man1"
	sh "$here/man.sh" "$program" "$language" "$version" | gzip -9n >"$root/usr/share/$below/man1/gongkai.1.gz"
done
doc="$root/usr/share/doc/gongkai"
mkdir -p "$doc"
gzip -9nc "$source/CHANGELOG.md" >"$doc/NEWS.gz"
{
	echo "gongkai ($version) stable; urgency=medium"
	echo
	echo "  * See NEWS.gz."
	echo
	echo " -- gongkai developers <gongkai@localhost>  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$doc/changelog.gz"
{
	echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
	echo "Upstream-Name: gongkai"
	echo
	echo "Files: *"
	echo "Copyright: 2026 the gongkai developers"
	echo "License: MulanPSL-2.0"
	echo
	echo "License: MulanPSL-2.0"
	sed -e 's/[[:space:]]*$//' -e 's/^$/./' -e 's/^/ /' "$source/LICENSE"
} >"$doc/copyright"
install -D -m 644 "$source/docs/operating.md" "$doc/operating.md"
# The project has no mail address, and the settings may hold a password.
mkdir -p "$root/usr/share/lintian/overrides"
printf 'gongkai: %s\n' 'bogus-mail-host *' 'bogus-mail-host-in-debian-changelog *' \
	'non-standard-file-perm 0640 != 0644 *' >"$root/usr/share/lintian/overrides/gongkai"

# dpkg-shlibdeps wants a source package around it.
mkdir -p "$work/debian" "$root/DEBIAN"
printf 'Source: gongkai\n\nPackage: gongkai\nArchitecture: any\n' >"$work/debian/control"
depends="$(cd "$work" && dpkg-shlibdeps -O -e"$root/usr/bin/gongkai" 2>/dev/null | sed 's/^shlibs:Depends=//')"
[ -n "$depends" ] || { echo "build.sh: the libraries that the program needs are not known" >&2; exit 1; }
# Libraries that the program loads when it needs them, which dpkg-shlibdeps cannot see: those of a server
# and of PDFs are needed everywhere; PostgreSQL's and that of mail only where there is such a thing.
late() { sed -n 's/^package: //p' "$source/src/$1"; }
depends="$depends, $(late http/http_libmicrohttpd.late), $(late doc/doc_pango.late)"
recommends="$(late db/db_libpq.late), $(late mail/mail_libcurl.late)"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@DEPENDS@/$depends/" \
	-e "s/@RECOMMENDS@/$recommends/" -e "s/@SIZE@/$(du -sk "$root" | cut -f1)/" "$here/debian/control.in" >"$root/DEBIAN/control"
echo /etc/gongkai/gongkai.conf >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do
	install -m 755 "$here/debian/$script" "$root/DEBIAN/$script"
done
(cd "$root" && find etc lib usr -type f | sort | xargs md5sum) >"$root/DEBIAN/md5sums"
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
package="$out/gongkai_${version}_$architecture.deb"
dpkg-deb --root-owner-group -Zxz -b "$root" "$package.part" >/dev/null
mv "$package.part" "$package"
echo "$package"
