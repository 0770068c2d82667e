#!/bin/sh
# Lists of agencies on the command line: import with and without problems, export, list.
# usage: agency.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines.
. "$(dirname "$0")/../tell.sh"
case "$1" in /*) program="$1" ;; *) program="$PWD/$1" ;; esac
demo="$2/data/demo_agencies.csv"
cd "$work" || exit 1

run 0 "a list is checked without a store" agency import "$demo" --check
has out "新增 13 个，更新 0 个，不变 0 个，有问题 0 处。没有写入。" "it says what would happen"
[ ! -e data ]
tell $? "checking makes no store"
run 0 "the list is taken in" agency import "$demo" --data data
has out "已写入。" "it says that it was written"
run 0 "taken in again it changes nothing" agency import "$demo" --data data --json
python3 -c '
import json
said = json.load(open("out"))
raise SystemExit(not (said["same"] == 13 and said["add"] == said["change"] == said["problems"] == 0))'
tell $? "and says so in JSON"

run 0 "agencies are listed" agency list --data data --json --below 哈尔滨市人民政府
python3 -c '
import json
names = {one["name"]: one for one in json.load(open("out"))["agencies"]}
pingfang = names["平房区人民政府"]
raise SystemExit(not (len(names) == 8 and pingfang["level"] == "county" and pingfang["division_code"] == "230108"
	and pingfang["path"].startswith(names["哈尔滨市人民政府"]["path"])))'
tell $? "the list holds the branch with its places"
run 2 "an unknown branch is refused" agency list --data data --below 没有的机关
has err "没有找到机关“没有的机关”" "and named"

for ending in csv xlsx; do
	run 0 "agencies are written as $ending" agency export --data data -o out."$ending"
	run 0 "and $ending reads back" agency import out."$ending" --data data
	has out "新增 0 个，更新 0 个，不变 13 个，有问题 0 处" "as the same ($ending)"
done
run 0 "without -o the list is CSV" agency export --data data
has out "机关名称,上级机关," "with its headings"
run 2 "another ending is refused" agency export --data data -o out.pdf

printf '机关名称,上级机关,统一社会信用代码\n甲局,没有的,\n乙局,,112304000000000198\n丙局,,\n' >bad.csv
run 1 "a list with problems is not taken in" agency import bad.csv --data data
has out "没有找到上级机关“没有的”" "the missing parent is named"
has out "校验位不符" "the wrong code is named"
has out "没有写入。" "nothing was written"
run 1 "the same in English" --lang en agency import bad.csv --data data --check
has out "There is no parent" "the sentence is English"
run 0 "nothing came in" agency list --data data
! grep -q "丙局" out
tell $? "not even the good row"
run 2 "a file that is no list is refused" agency import "$program" --data data
run 2 "a missing file is refused" agency import none.csv --data data
run 2 "the data folder must be named" agency export
run 0 "the audit is whole" audit verify --data data
has out "13 条" "each agency that came in is one entry"
exit "$failed"
