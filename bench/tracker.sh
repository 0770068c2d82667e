#!/bin/sh
# Request Tracker 5 of Debian in a folder of its own, to measure against: its packages unpacked, its paths turned
# to that folder, an SQLite store with 1,000 open tickets. Nothing is installed and no daemon starts. It is only
# run beside this program by a benchmark, never linked or shipped.
# usage: tracker.sh FOLDER
set -eu
mkdir -p "$1/debs"
cd "$1"
folder="$(pwd)"
root="$folder/root"
[ ! -e "$root/var/ready" ] || exit 0
rm -rf "$root"
mkdir -p "$root"

# What is missing here, without mail, fonts, drawings and the questions of dbconfig.
apt-get install -s --no-install-recommends request-tracker5 rt5-db-sqlite rt5-standalone |
	awk '/^Inst/ {print $2}' |
	grep -vE '^(exim4|fonts-|graphviz|dbconfig|perl-doc|lib(ann|cdt|cgraph|gts|pathplan|gvc|gvpr|lab-gamut))' >packages
# shellcheck disable=SC2046
(cd debs && apt-get download -qq $(cat ../packages) 2>/dev/null)
for package in debs/*.deb; do
	dpkg -x "$package" "$root"
done

cd "$root"
mkdir -p var/lib/request-tracker5 var/cache/request-tracker5/mason_data var/cache/request-tracker5/session_data
grep -rlE '/(usr(/local)?/share|etc|var/lib|var/cache)/request-tracker5' usr/share/request-tracker5/lib \
	usr/share/request-tracker5/libexec usr/share/request-tracker5/etc/RT_Config.pm usr/sbin etc/request-tracker5 |
	xargs sed -i -E "s#/(usr/local/share|usr/share|etc|var/lib|var/cache)/request-tracker5#$root/\1/request-tracker5#g"

port="$(python3 -c 'import socket
with socket.socket() as one:
	one.bind(("127.0.0.1", 0))
	print(one.getsockname()[1])')"
echo "$port" >var/port
cat >etc/request-tracker5/RT_SiteConfig.pm <<CONFIG
Set(\$rtname, 'bench');
Set(\$Organization, 'bench');
Set(\$DatabaseType, 'SQLite');
Set(\$DatabaseName, '$root/var/rt.db');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $port);
Set(\$LogToSyslog, undef);
Set(\$LogToSTDERR, 'critical');
Set(\$MailCommand, 'testfile');
1;
CONFIG

perl="$root/usr/share/request-tracker5/lib:$root/usr/share/perl5:$root/usr/lib/x86_64-linux-gnu/perl5/5.36"
export PERL5LIB="$perl" LD_LIBRARY_PATH="$root/usr/lib/x86_64-linux-gnu"
perl usr/sbin/rt-setup-database-5 --action init --skip-create >/dev/null
perl - <<'FILL'
use strict; use warnings;
use RT -init;
my $queue = RT::Queue->new($RT::SystemUser);
$queue->Load('General');
my $due = RT::Date->new($RT::SystemUser);
$RT::Handle->BeginTransaction;
for my $number (1 .. 1000) {
	$due->Unix(time + 86400 * ($number % 240));
	my $ticket = RT::Ticket->new($RT::SystemUser);
	my ($id, undef, $says) = $ticket->Create(Queue => $queue->id, Subject => "Ticket $number about a contract",
		Requestor => 'root@localhost', Owner => 'root', Due => $due->ISO, _RecordTransaction => 0);
	die $says unless $id;
}
$RT::Handle->Commit;
FILL
touch var/ready
