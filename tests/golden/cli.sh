#!/bin/sh
# The command line as outsiders rely on it: output, exit status, one clear sentence for bad input.
# usage: cli.sh GONGKAI SOURCE_DIR — prints "ok" and "not ok" lines.
. "$(dirname "$0")/../tell.sh"
program="$1"
reports="$2/tests/data/reports"

run 0 "help is there without arguments"
has out "report check" "help names the verbs"
run 0 "help for one verb" help report check
has out "--previous" "help names the options"
run 0 "--help works behind a verb" report read --help
run 0 "help of help is help" help report check --help
has out "--previous" "the words of help are the same in front of --help"
run 0 "help for a group of verbs" help report
has out "report check" "the group has its verbs"
grep -q "gongkai serve" "$work/out"
[ $? -ne 0 ]
tell $? "and no others"
run 2 "help for a verb that is not there" help frobnicate
run 2 "half a verb is refused" report
has err "gongkai help report" "the refusal says where the other half stands"
run 2 "half a verb that is not there is refused" report chek
has err "report chek" "the refusal names both words"
run 0 "version" version
has out "gongkai 0.1.0" "the version says its number"
run 2 "an unknown verb is refused" frobnicate
has err "gongkai help" "the refusal says what to do"
run 2 "an unknown option is refused" report read --wrong "$reports/000-pingfang-2020.txt"
run 2 "no file is refused" report read
run 2 "a word that nobody asked for is refused" serve --data "$work/none" listen
has err "listen" "the refusal names it"
[ ! -e "$work/none" ]
tell $? "and nothing is made"
run 2 "the data folder must be named" serve
has err "数据文件夹。" "in a Chinese sentence to its stop"
run 2 "a missing file is refused" report read "$work/none.docx"
has err "none.docx" "the refusal names the file"

run 0 "a report is read" report read --json "$reports/000-pingfang-2020.txt"
has out '"agency":"平房区"' "the agency is read"
has out '"amount":"5275.526"' "money is an exact decimal text"
has out '"other_services":{"items_prev":607,"items_delta":-140,"decisions":988}' "the bookmark does not hide the figure"
[ "$(wc -l <"$work/out")" -eq 1 ]
tell $? "--json prints one line per file"
run 0 "several files, one line each" report read --json "$reports/000-pingfang-2020.txt" "$reports/002-daoli-2021.txt"
[ "$(wc -l <"$work/out")" -eq 2 ]
tell $? "two files give two lines"
run 0 "the record prints for people" report read "$reports/002-daoli-2021.txt"
has out "道里区人民政府办公室" "the printed record names the agency"

run 1 "a report with errors ends with 1" report check "$reports/001-chuankou-2020.txt"
has out "T3-COMPLETE" "blanks are reported as blanks"
run 2 "one bad file among good ones ends with 2" report check "$reports/000-pingfang-2020.txt" "$work/none.txt"
has out "平房区" "the good one is checked all the same"
"$program" report check "$reports" --csv "$work/all.csv" --xlsx "$work/all.xlsx" >"$work/out" 2>"$work/err"
status=$?
[ "$status" -eq 1 ]
tell $? "a folder is checked file by file, other kinds of files are passed over"
[ "$(wc -l <"$work/out")" -eq 7 ]
tell $? "a line for each report between a heading and the totals"
has out "共 5 份：有错误 4 份，没有错误 1 份，读不出 0 份。" "the totals count the files"
[ "$(grep -c "种类" "$work/all.csv")" -eq 1 ]
tell $? "the CSV has one heading"
has all.csv "applications.res_total.total" "the CSV has every cell"
unzip -tqq "$work/all.xlsx" >/dev/null 2>&1
tell $? "the workbook is a sound archive"

mkdir "$work/copies"
cp "$reports/002-daoli-2021.txt" "$work/copies/a.txt"
sed 's/道里区/道外区/g' "$reports/002-daoli-2021.txt" >"$work/copies/b.txt"
printf '今天天气很好。\n' >"$work/copies/c.txt"
run 2 "a folder with a file that is no report goes on" report check "$work/copies"
has out "可能雷同" "reports of two agencies in the same words are pointed out"
has out "b.txt" "the copy is named"
has out "a.txt" "and what it resembles"
has err "c.txt" "the file that could not be read is named"
# Names of files as they come out of archives from elsewhere: the same in two folders, in GBK, with a
# line's end and an escape. What is written must stay readable for everybody.
mkdir -p "$work/names/甲" "$work/names/乙"
cp "$reports/002-daoli-2021.txt" "$work/names/甲/年报.txt"
cp "$reports/002-daoli-2021.txt" "$work/names/乙/年报.txt"
cp "$reports/002-daoli-2021.txt" "$work/names/$(printf '\304\352\261\250').txt"
cp "$reports/002-daoli-2021.txt" "$work/names/$(printf 'a\nb\033[2J').txt"
printf '今天天气很好。\n' >"$work/names/$(printf 'c\nd\033[2J').txt"
run 2 "a folder of odd names" report check "$work/names" --csv "$work/names.csv" --xlsx "$work/names.xlsx"
has out " 甲/年报.txt" "reports of one name are told apart by their folders"
has out " 乙/年报.txt" "both of them"
has out " 年报.txt" "a name in GBK is turned into UTF-8"
[ "$(wc -l <"$work/out")" -ge 6 ] && [ "$(wc -l <"$work/err")" -eq 1 ]
tell $? "a name with a line's end stays in its line"
! cat "$work/out" "$work/err" "$work/names.csv" | grep -q "$(printf '\033')"
tell $? "no name speaks to the terminal"
unzip -p "$work/names.xlsx" >"$work/names.xml" 2>/dev/null
iconv -f UTF-8 -t UTF-8 "$work/names.csv" >/dev/null && iconv -f UTF-8 -t UTF-8 "$work/out" >/dev/null &&
	iconv -f UTF-8 -t UTF-8 "$work/names.xml" >/dev/null
tell $? "the tables are UTF-8"
run 2 "a folder of odd names as JSON" report check --json "$work/names"
[ "$(wc -l <"$work/out")" -eq 4 ] && iconv -f UTF-8 -t UTF-8 "$work/out" >/dev/null
tell $? "the JSON is UTF-8, a line for each report"
run 0 "one file has its own name" report read --json "$work/names/甲/年报.txt"
has out '"file":"年报.txt"' "without its folder"

run 0 "a report published in time" report check --published 2022-01-31 "$reports/002-daoli-2021.txt"
run 1 "a report published late is an error" report check --published 2022-02-01 "$reports/002-daoli-2021.txt"
has out "晚 1 天" "the days are counted"
run 2 "a day that does not exist is refused" report check --published 2022-02-30 "$reports/002-daoli-2021.txt"
has err "2024-01-31" "the refusal shows how a day is written"

for ending in docx xlsx html pdf json csv md; do
	run 0 "converts to $ending" report convert "$reports/000-pingfang-2020.txt" -o "$work/out.$ending"
	[ -s "$work/out.$ending" ]
	tell $? "the $ending is not empty"
done
run 2 "an unknown ending is refused" report convert "$reports/000-pingfang-2020.txt" -o "$work/out.odt"
run 2 "a folder that is not there is refused" report convert "$reports/000-pingfang-2020.txt" -o "$work/no/out.md"
cp "$reports/000-pingfang-2020.txt" "$work/same.md"
run 2 "a report is not written over itself" report convert "$work/same.md" -o "$work/./same.md"
has err "same.md" "the refusal names the file"
ln -s same.md "$work/same.csv"
run 2 "nor by a table through a link" report check "$work/same.md" --csv "$work/same.csv"
cmp -s "$reports/000-pingfang-2020.txt" "$work/same.md"
tell $? "it is as it was"

mkdir "$work/tables"
cp "$reports/002-daoli-2021.txt" "$work/tables"
run 0 "tables may be written into the folder" report check "$work/tables" --csv "$work/tables/a.csv" --xlsx "$work/tables/a.xlsx"
cp "$work/tables/a.csv" "$work/a.csv"
run 2 "but nothing that already lies there is written over" report check "$work/tables" --csv "$work/tables/a.csv"
has err "a.csv" "and the file is named"
cmp -s "$work/a.csv" "$work/tables/a.csv"
tell $? "it is as it was"
cp "$reports/002-daoli-2021.txt" "$work/last.txt"
run 2 "nor last year's report" report check "$work/same.md" --previous "$work/last.txt" --csv "$work/last.txt"
cmp -s "$reports/002-daoli-2021.txt" "$work/last.txt"
tell $? "which is as it was"
run 2 "two tables want two files" report check "$work/same.md" --csv "$work/one.csv" --xlsx "$work/./one.csv"
[ ! -e "$work/one.csv" ]
tell $? "and none is written"
run 2 "even -h" report check -- -h
has err "-h" "which is not there"

# Output that nobody takes: said for what it is.
"$program" report check "$reports" 2>"$work/err" >/dev/full
[ $? -eq 2 ]
tell $? "a full disk behind the output ends with 2"
has err "磁盘已满" "and is called full"
"$program" help 2>"$work/err" >/dev/full
[ $? -eq 2 ]
tell $? "also for what is printed at the end"
has err "磁盘已满" "with a sentence"
mkfifo "$work/pipe"
: <"$work/pipe" &
exec 3>"$work/pipe"
wait $!
"$program" report read "$reports/000-pingfang-2020.txt" 2>"$work/err" >&3
[ $? -eq 2 ]
tell $? "a reader that went away ends with 2"
exec 3>&-
has err "已经结束" "and is not called a full disk"

: >"$work/empty.docx"
run 2 "an empty file" report read "$work/empty.docx"
has err "空" "an empty file is called empty"
head -c 3000 /dev/urandom >"$work/noise.txt"
run 2 "noise called .txt" report read "$work/noise.txt"
head -c 900 "$work/out.docx" >"$work/cut.docx"
run 2 "a cut docx" report read "$work/cut.docx"
printf '今天天气很好。\n' >"$work/other.txt"
run 2 "a text that is no report" report read "$work/other.txt"
printf '%%PDF-1.4\nbroken' >"$work/broken.pdf"
run 2 "a broken pdf" report read "$work/broken.pdf"
LANG=en_US.UTF-8 LC_ALL=en_US.UTF-8 "$program" report read "$work/empty.docx" 2>"$work/err" >/dev/null
has err "empty" "English sentences under an English locale"
"$program" --lang en report read "$work/empty.docx" 2>"$work/err" >/dev/null
has err "empty" "English sentences with --lang en"
[ "$(wc -l <"$work/err")" -eq 1 ]
tell $? "a refusal is one line"

printf '<html><body><p>a</p><!-- secret --></body></html>' >"$work/page.html"
run 1 "what must not leave ends with 1" inspect "$work/page.html"
has out "secret" "what hides is shown"
run 1 "hidden things as JSON" inspect --json "$work/page.html"
has out '"kind":"markup_comment","level":"E"' "JSON names kind and level"
run 0 "our own files hide nothing that must go" inspect "$work/out.docx" "$work/out.xlsx" "$work/out.pdf" "$work/out.html"
run 2 "a cut docx cannot be looked into" inspect "$work/cut.docx" "$work/page.html"
run 2 "inspect wants files" inspect
exit $failed
