#!/bin/sh
# A manual page drawn from `gongkai help`, so that it cannot differ from what the program accepts.
# usage: man.sh GONGKAI LANGUAGE VERSION — LANGUAGE is en or zh; the page goes to standard output.
set -eu
program="$1"
language="$2"
version="$3"

say() { if [ "$language" = en ]; then printf '%s' "$1"; else printf '%s' "$2"; fi; }

# Letters that mean something to troff.
plain() { sed -e 's/\\/\\e/g' -e "s/^\\([.']\\)/\\\\\\&\\1/" -e 's/-/\\-/g'; }

cat <<PAGE
.TH GONGKAI 1 "" "gongkai $version" "$(say 'gongkai manual' 'gongkai 手册')"
.SH $(say NAME 名称)
gongkai \\- $(say 'disclosure of government information in China' '政府信息公开')
.SH $(say SYNOPSIS 用法)
.B gongkai
.I VERB
\\&...
.SH $(say VERBS 动词)
PAGE
# A verb is a line that begins with "gongkai"; what it does and its options are indented below it.
"$program" help --lang "$language" | grep '^gongkai [a-z]' | sed 's/^gongkai \([a-z-]*\( [a-z-]*\)\{0,1\}\).*/\1/' |
	while read -r verb; do
		"$program" help --lang "$language" $verb 2>/dev/null || "$program" help --lang "$language" ${verb%% *}
	done | plain | awk '
		/^gongkai / { print ".TP\n.B " $0; next }
		/^    \\-/ { sub(/^ +/, ""); print ".br\n" $0; next }
		{ sub(/^ +/, ""); if ($0 != "") print }'
cat <<PAGE
.SH $(say "EXIT STATUS" 退出状态)
$(say '0 done and nothing to object to; 1 done, with findings of level E; 2 could not do it, with one sentence on standard error.' \
	'0 已完成，没有问题；1 已完成，有错误级的核对结果；2 没有做成，原因见标准错误。')
.SH $(say FILES 文件)
.TP
/etc/gongkai/gongkai.conf
$(say 'settings of the service' '服务的设置')
.TP
/var/lib/gongkai
$(say 'data of the service: gongkai.db, files/, keys' '服务的数据：gongkai.db、files/、keys')
PAGE
