/* A secret in every corner of Word files and workbooks that people know of: the check finds it, and
 * once it is cut nothing of it is left in any part. */
#include "search.h"

#define SECRET "张三丰"

/* --- Word --- */

/* One place in a docx: body, or a part of its own with the relation that leads to it. */
struct corner {
	const char *where;
	const char *body; /* NULL takes a plain paragraph */
	const char *part;
	const char *content;
	const char *relation; /* kind */
	bool is_split;        /* by characters that nobody sees */
};

static const struct corner corners[] = {
	{ "tracked deletion", P(R("前文") "<w:del w:author=\"a\"><w:r><w:delText>" SECRET
					  "</w:delText></w:r></w:del>") },
	{ "tracked move",
		P("<w:moveFrom w:author=\"a\">" R("被移走的" SECRET) "</w:moveFrom>" R("后")) },
	{ "name of who tracked", P("<w:ins w:author=\"" SECRET "\">" R("新加") "</w:ins>") },
	{ "format before a change", P("<w:r><w:rPr><w:b/><w:rPrChange w:author=\"" SECRET
				      "\"><w:rPr/></w:rPrChange></w:rPr><w:t>字</w:t></w:r>") },
	{ "field code",
		P("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>INCLUDETEXT "
		  "\"C:\\" SECRET ".doc\"</w:instrText></w:r><w:r><w:fldChar "
		  "w:fldCharType=\"separate\"/></w:r>" R("结果") "<w:r><w:fldChar "
								 "w:fldCharType=\"end\"/></w:r>") },
	{ "field code over two runs",
		P("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>AUTHOR "
		  "张三</w:instrText></w:r><w:r><w:instrText>丰</w:instrText></w:r><w:r><w:fldChar "
		  "w:fldCharType=\"end\"/></w:r>" R("字")) },
	{ "simple field",
		P("<w:fldSimple w:instr=\"DOCPROPERTY " SECRET "\">" R("字") "</w:fldSimple>") },
	{ "letters in runs of their own",
		P(RP("<w:b/>", "张") RP("<w:i/>", "三") RP("<w:u/>", "丰") R("申请")) },
	{ "letters with empty runs and marks between",
		P(R("张") "<w:bookmarkStart w:id=\"1\" w:name=\"x\"/><w:r/>" R(
			"三") "<w:proofErr w:type=\"spellStart\"/>" R("丰")) },
	{ "invisible characters between", P(R("张\xE2\x80\x8B三\xC2\xAD丰来信")),
		.is_split = true },
	{ "hidden run", P(R("看") RP("<w:vanish/>", SECRET)) },
	{ "hidden on the web", P(R("看") RP("<w:webHidden/>", SECRET)) },
	{ "ruby", P("<w:r><w:ruby><w:rt>" R(SECRET) "</w:rt><w:rubyBase>" R(
			  "字") "</w:rubyBase></w:ruby></w:r>") },
	{ "alternative text",
		P("<w:r><w:drawing><q:docPr xmlns:q=\"q\" id=\"1\" name=\"图\" descr=\"" SECRET
		  "的照片\" title=\"" SECRET "\"/></w:drawing></w:r>" R("字")) },
	{ "name of a bookmark", P("<w:bookmarkStart w:id=\"1\" w:name=\"" SECRET
				  "\"/>" R("字") "<w:bookmarkEnd w:id=\"1\"/>") },
	{ "content control", "<w:sdt><w:sdtPr><w:alias w:val=\"" SECRET "\"/><w:tag w:val=\"" SECRET
			     "\"/></w:sdtPr><w:sdtContent>" P(R("字")) "</w:sdtContent></w:sdt>" },
	{ "choices of a control",
		"<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText=\"" SECRET
		"\" w:value=\"1\"/></w:dropDownList></w:sdtPr><w:sdtContent>" P(
			R("字")) "</w:sdtContent></w:sdt>" },
	{ "smart tag", P("<w:smartTag w:element=\"" SECRET "\"><w:smartTagPr><w:attr w:name=\"n\" "
			 "w:val=\"" SECRET "\"/></w:smartTagPr>" R("字") "</w:smartTag>") },
	{ "text box and its fallback",
		P("<w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice "
		  "Requires=\"wps\"><w:drawing><w:txbxContent>" P(
			  R(SECRET)) "</w:txbxContent></w:drawing></"
				     "mc:Choice><mc:Fallback>" P(R(SECRET)) "</mc:Fallback></"
									    "mc:"
									    "AlternateContent"
									    "></w:r>" R("字")) },
	{ "nested table",
		"<w:tbl><w:tr><w:tc>" P(R("外")) "<w:tbl><w:tr><w:tc>" P(
			R(SECRET)) "</w:tc></w:tr></w:tbl>" P("") "</w:tc></w:tr></w:tbl>" },
	{ "comment of the markup", "<!-- " SECRET " -->" P(R("字")) },
	{ "formula", P("<m:oMath "
		       "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/"
		       "math\"><m:r><m:t>" SECRET "</m:t></m:r></m:oMath>" R("字")) },
	{ "header", NULL, "word/header1.xml",
		"<w:hdr xmlns:w=\"" WORD_SPACE "\">" P(R("页眉" SECRET)) "</w:hdr>", "header" },
	{ "footer", NULL, "word/footer1.xml",
		"<w:ftr xmlns:w=\"" WORD_SPACE "\">" P(R("张") R("三丰")) "</w:ftr>", "footer" },
	{ "footnote", NULL, "word/footnotes.xml",
		"<w:footnotes xmlns:w=\"" WORD_SPACE
		"\"><w:footnote w:id=\"2\">" P(R(SECRET)) "</w:footnote></w:footnotes>",
		"footnotes" },
	{ "endnote", NULL, "word/endnotes.xml",
		"<w:endnotes xmlns:w=\"" WORD_SPACE
		"\"><w:endnote w:id=\"2\">" P(R(SECRET)) "</w:endnote></w:endnotes>",
		"endnotes" },
	{ "comment", NULL, "word/comments.xml",
		"<w:comments xmlns:w=\"" WORD_SPACE
		"\"><w:comment w:id=\"1\" w:author=\"a\">" P(R(SECRET)) "</w:comment></w:comments>",
		"comments" },
	{ "people", NULL, "word/people.xml",
		"<w:people xmlns:w=\"" WORD_SPACE "\"><w:person w:author=\"" SECRET
		"\"/></w:people>",
		"people" },
	{ "variables and mail merge", NULL, "word/settings.xml",
		"<w:settings xmlns:w=\"" WORD_SPACE
		"\"><w:docVars><w:docVar w:name=\"a\" w:val=\"" SECRET
		"\"/></w:docVars><w:mailMerge><w:query w:val=\"" SECRET
		"\"/></w:mailMerge></w:settings>",
		"settings" },
	{ "name of a style", NULL, "word/styles.xml",
		"<w:styles xmlns:w=\"" WORD_SPACE
		"\"><w:style w:styleId=\"S\"><w:name w:val=\"" SECRET "\"/></w:style></w:styles>",
		"styles" },
	{ "text of a numbering", NULL, "word/numbering.xml",
		"<w:numbering xmlns:w=\"" WORD_SPACE
		"\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:lvlText "
		"w:val=\"" SECRET "%1\"/></w:lvl></w:abstractNum></w:numbering>",
		"numbering" },
	{ "glossary", NULL, "word/glossary/document.xml",
		"<w:glossaryDocument xmlns:w=\"" WORD_SPACE
		"\">" P(R(SECRET)) "</w:glossaryDocument>",
		"glossaryDocument" },
	{ "cache of a chart", NULL, "word/charts/chart1.xml",
		"<c:chart xmlns:c=\"c\"><c:v>" SECRET "</c:v></c:chart>", "chart" },
	{ "data of a diagram", NULL, "word/diagrams/data1.xml",
		"<d:dataModel xmlns:d=\"d\" xmlns:a=\"a\"><a:t>" SECRET "</a:t></d:dataModel>",
		"diagramData" },
	{ "chunk in another format", NULL, "word/afchunk.htm", "<p>" SECRET "</p>", "aFChunk" },
	{ "embedded object", NULL, "word/embeddings/oleObject1.bin",
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Ole10Native " SECRET, "oleObject" },
	{ "macro", NULL, "word/vbaProject.bin", "Sub A() ' " SECRET, "vbaProject" },
	{ "data of its own", NULL, "customXml/item1.xml", "<a>" SECRET "</a>", "customXml" },
	{ "core properties", NULL, "docProps/core.xml",
		"<c:coreProperties xmlns:c=\"c\" xmlns:d=\"d\"><d:creator>" SECRET
		"</d:creator><d:title>" SECRET "</d:title></c:coreProperties>",
		NULL },
	{ "application properties", NULL, "docProps/app.xml",
		"<Properties><Manager>" SECRET "</Manager><TitlesOfParts><x>" SECRET
		"</x></TitlesOfParts></Properties>",
		NULL },
	{ "custom properties", NULL, "docProps/custom.xml",
		"<Properties><property name=\"" SECRET "\"><v>" SECRET
		"</v></property></Properties>",
		NULL },
	{ "a file that is nobody's part", NULL, "notes/" SECRET ".txt", "x", NULL },
	{ "name of a font", NULL, "word/fontTable.xml",
		"<w:fonts xmlns:w=\"" WORD_SPACE "\"><w:font w:name=\"" SECRET "\"/></w:fonts>",
		"fontTable" },
	{ "theme", NULL, "word/theme/theme1.xml", "<a:theme xmlns:a=\"a\" name=\"" SECRET "\"/>",
		"theme" },
};

static struct str
docx_of_corner(struct desk *desk, const struct corner *corner)
{
	struct archive_part parts[3];
	size_t count = 0;
	struct str text;

	FINE(str_print(desk->arena, &text,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" WORD_SPACE
		"\" xmlns:r=\"" OFFICE_SPACE "\"><w:body>%s%s</w:body></w:document>",
		corner->body ? corner->body : P(R("平常的话")),
		corner->relation && strcmp(corner->relation, "header") == 0
			? "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"r1\"/></w:sectPr>"
			: ""));
	parts[count++] = (struct archive_part){ "word/document.xml", text };
	if (corner->part)
		parts[count++] = (struct archive_part){ corner->part, str_of(corner->content) };
	if (corner->relation) {
		FINE(str_print(desk->arena, &text,
			"<Relationships "
			"xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
			"<Relationship Id=\"r1\" Type=\"" OFFICE_SPACE
			"/%s\" Target=\"/%s\"/></Relationships>",
			corner->relation, corner->part));
		parts[count++] = (struct archive_part){ "word/_rels/document.xml.rels", text };
	}
	return docx_of(desk, parts, count);
}

static void
no_corner_of_a_word_file_keeps_the_secret(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT_OF(corners); i++)
		must_go(desk, "a.docx", docx_of_corner(desk, &corners[i]), corners[i].where, SECRET,
			corners[i].is_split);
}

static void
relations_lead_nowhere_outside(void **state)
{
	struct desk *desk = *state;
	const struct archive_part parts[] = {
		{ "word/document.xml", STR(DOCUMENT(P("<w:hyperlink r:id=\"r1\" w:tooltip=\"" SECRET
						      "\">" R("链接") "</w:hyperlink>"))) },
		{ "word/_rels/document.xml.rels",
			STR(RELATIONS(
				OUTSIDE("r1", "hyperlink", "https://x.example/" SECRET) OUTSIDE(
					"r2", "attachedTemplate", "file:///C:/" SECRET ".dotx"))) },
	};

	must_go(desk, "a.docx", docx_of(desk, parts, COUNT_OF(parts)), "relations", SECRET, false);
}

/* --- workbooks --- */

#define SHEET_SPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define SHEET(body) "<worksheet xmlns=\"" SHEET_SPACE "\">" body "</worksheet>"
#define INLINE(at, text) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

struct book_corner {
	const char *where;
	const char *sheet; /* NULL takes one plain table */
	const char *book;  /* inside <workbook>, behind the sheets */
	const char *state; /* of a second sheet that holds the secret, or NULL */
	const char *part;
	const char *content;
};

static const struct book_corner book_corners[] = {
	{ "cell", SHEET("<sheetData><row r=\"1\">" INLINE("A1", "姓名")
				  INLINE("B1", SECRET) "</row></sheetData>") },
	{ "runs of a cell",
		SHEET("<sheetData><row r=\"1\">" INLINE("A1",
			"姓名") "<c r=\"B1\" "
				"t=\"inlineStr\"><is><r><t>张</t></r><r><t>三丰</t></r></is></c></"
				"row></sheetData>") },
	{ "formula", SHEET("<sheetData><row r=\"1\">" INLINE(
			     "A1", "姓名") "<c r=\"B1\" t=\"str\"><f>IF(1,\"\",\"" SECRET
					   "\")</f><v>甲</v></c></row></sheetData>") },
	{ "hidden row", SHEET("<sheetData><row r=\"1\">" INLINE("A1", "甲") INLINE(
				"B1", "乙") "</row><row r=\"2\" hidden=\"1\">" INLINE("A2",
				SECRET) "</row>"
					"</sheetData>") },
	{ "filter", SHEET("<sheetData><row r=\"1\">" INLINE("A1", "甲") INLINE(
			    "B1", "乙") "</row></sheetData><autoFilter ref=\"A1:B1\"><filterColumn "
					"colId=\"0\"><filters><filter val=\"" SECRET
					"\"/></filters></filterColumn></autoFilter>") },
	{ "validation",
		SHEET("<sheetData><row r=\"1\">" INLINE("A1", "甲") INLINE("B1",
			"乙") "</row></sheetData><dataValidations><dataValidation prompt=\"" SECRET
			      "\"><formula1>\"" SECRET
			      "\"</formula1></dataValidation></dataValidations>") },
	{ "head of the print", SHEET("<sheetData><row r=\"1\">" INLINE("A1", "甲") INLINE("B1",
				       "乙") "</row></sheetData><headerFooter><oddHeader>" SECRET
					     "</oddHeader></headerFooter>") },
	{ "hidden sheet", .state = "hidden" },
	{ "very hidden sheet", .state = "veryHidden" },
	{ "defined name", .book = "<definedNames><definedName name=\"n\">\"" SECRET
				  "\"</definedName></definedNames>" },
	{ "who has it open", .book = "<fileSharing userName=\"" SECRET "\"/>" },
	{ "shared words left over", .part = "xl/sharedStrings.xml",
		.content = "<sst xmlns=\"" SHEET_SPACE "\"><si><t>" SECRET "</t></si></sst>" },
	{ "pivot cache", .part = "xl/pivotCache/pivotCacheRecords1.xml",
		.content = "<r><s v=\"" SECRET "\"/></r>" },
	{ "pivot cache, its fields", .part = "xl/pivotCache/pivotCacheDefinition1.xml",
		.content = "<p><sharedItems><s v=\"" SECRET "\"/></sharedItems></p>" },
	{ "comment", .part = "xl/comments1.xml",
		.content = "<comments><authors><author>" SECRET
			   "</author></authors><commentList><comment ref=\"A1\"><text><t>" SECRET
			   "</t></text></comment></commentList></comments>" },
	{ "threaded comment", .part = "xl/threadedComments/threadedComment1.xml",
		.content = "<t><threadedComment><text>" SECRET "</text></threadedComment></t>" },
	{ "person", .part = "xl/persons/person.xml",
		.content = "<p><person displayName=\"" SECRET "\"/></p>" },
	{ "text box", .part = "xl/drawings/drawing1.xml",
		.content = "<w xmlns:a=\"a\"><a:t>" SECRET "</a:t></w>" },
	{ "cache of a chart", .part = "xl/charts/chart1.xml",
		.content = "<c xmlns:c=\"c\"><c:v>" SECRET "</c:v></c>" },
	{ "cache of another workbook", .part = "xl/externalLinks/externalLink1.xml",
		.content = "<e><v>" SECRET "</v></e>" },
	{ "connection", .part = "xl/connections.xml",
		.content = "<c><connection name=\"" SECRET "\"/></c>" },
	{ "earlier versions", .part = "xl/revisions/revisionLog1.xml",
		.content = "<r><t>" SECRET "</t></r>" },
	{ "chain of reckoning", .part = "xl/calcChain.xml", .content = "<c><!--" SECRET "--></c>" },
	{ "name of a table", .part = "xl/tables/table1.xml",
		.content = "<t displayName=\"" SECRET "\"/>" },
	{ "model", .part = "xl/model/item.data", .content = "PBI " SECRET },
	{ "embedded file", .part = "xl/embeddings/a.docx", .content = "x " SECRET },
	{ "properties", .part = "docProps/core.xml",
		.content = "<c xmlns:d=\"d\"><d:creator>" SECRET "</d:creator></c>" },
	{ "data of its own", .part = "customXml/item1.xml", .content = "<a>" SECRET "</a>" },
};

static struct str
book_of_corner(struct desk *desk, const struct book_corner *corner)
{
	struct archive_part parts[8] = {
		{ "[Content_Types].xml", STR("<Types/>") },
		{ "_rels/.rels",
			STR(RELATIONS(RELATION("r1", "officeDocument", "xl/workbook.xml"))) },
		{ "xl/_rels/workbook.xml.rels",
			STR(RELATIONS(RELATION("r1", "worksheet", "worksheets/sheet1.xml") RELATION(
				"r2", "worksheet", "worksheets/sheet2.xml")
					RELATION("r3", "sharedStrings", "sharedStrings.xml"))) },
		{ "xl/worksheets/sheet1.xml",
			corner->sheet ? str_of(corner->sheet)
				      : STR(SHEET("<sheetData><row r=\"1\">" INLINE("A1", "甲")
							INLINE("B1", "乙") "</row></sheetData>")) },
		{ "xl/workbook.xml", STR("") },
	};
	size_t count = 5;

	FINE(str_print(desk->arena, &parts[4].content,
		"<workbook xmlns=\"" SHEET_SPACE "\" xmlns:r=\"" OFFICE_SPACE
		"\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/>%s%s%s</sheets>%s"
		"</workbook>",
		corner->state ? "<sheet name=\"底稿\" sheetId=\"2\" r:id=\"r2\" state=\"" : "",
		corner->state ? corner->state : "", corner->state ? "\"/>" : "",
		corner->book ? corner->book : ""));
	if (corner->state)
		parts[count++] = (struct archive_part){ "xl/worksheets/sheet2.xml",
			STR(SHEET("<sheetData><row r=\"1\">" INLINE(
				"A1", SECRET) "</row></sheetData>")) };
	if (corner->part)
		parts[count++] = (struct archive_part){ corner->part, str_of(corner->content) };
	return archive_make(desk->arena, parts, count);
}

static void
no_corner_of_a_workbook_keeps_the_secret(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT_OF(book_corners); i++)
		must_go(desk, "a.xlsx", book_of_corner(desk, &book_corners[i]),
			book_corners[i].where, SECRET, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(no_corner_of_a_word_file_keeps_the_secret),
		DESK_TEST(relations_lead_nowhere_outside),
		DESK_TEST(no_corner_of_a_workbook_keeps_the_secret),
	};

	doc_warm();
	cage_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
