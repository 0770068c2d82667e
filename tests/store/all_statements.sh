#!/bin/sh
# Makes one C file of the statements of every room, so that a test can let each engine read them all
# and none can be forgotten: all_statements.sh SQL_TOOL SRC_FOLDER OUT.c
# Files that did not change are left alone.
set -eu

tool="$1"
src="$2"
out="$3"
parts="$out.parts"
fresh="$parts/fresh"

mkdir -p "$fresh"
printf '/* Made by all_statements.sh of the .sql files of all rooms. */\n' >"$fresh/all.c"
list=""
for file in "$src"/*/*.sql; do
	stem="$(basename "$file" .sql)"
	"$tool" statements "$file" "$fresh/${stem}_statements.c" "$fresh/${stem}_statements.h"
	for end in c h; do
		name="${stem}_statements.$end"
		cmp -s "$fresh/$name" "$parts/$name" || cp "$fresh/$name" "$parts/$name"
	done
	printf '#include "%s/%s_statements.c"\n' "$(basename "$parts")" "$stem" >>"$fresh/all.c"
	list="$list	${stem}_statements,
"
done
cat >>"$fresh/all.c" <<END

extern const struct db_sql *const *const all_statements[];
const struct db_sql *const *const all_statements[] = {
${list}	NULL,
};
END
cmp -s "$fresh/all.c" "$out" || cp "$fresh/all.c" "$out"
