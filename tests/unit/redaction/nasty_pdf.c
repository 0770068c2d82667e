/* A secret in every corner of PDF files and pictures that people know of: the check finds it, and
 * nothing of it is left in the pages and pictures that are made anew. */
#include "search.h"

#include <libdeflate.h>

#define SECRET "Zhang230108"
/* The same in two bytes each, as PDF writes strings that are no ASCII. */
#define WIDE "<FEFF005A00680061006E0067003200330030003100300038>"

#define FONT "4 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
#define WITH_TEXT "/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R"
#define SHOWN "BT /F 12 Tf 20 100 Td (shown) Tj ET "

struct corner {
	const char *where;
	const char *catalog;
	const char *page;
	const char *content; /* of the page's stream, object 5 */
	const char *more;    /* objects from 6 */
	const char *trailer;
	const char *behind; /* the end of the file */
	bool is_packed;     /* the page's stream */
	bool is_wide;       /* only readers of PDF find it: no search through bytes does */
};

static const struct corner corners[] = {
	{ "text under a box", .content = "BT /F 12 Tf 20 50 Td (" SECRET ") Tj ET 0 0 200 80 re f",
		.is_packed = true },
	{ "text that is not drawn", .content = "BT /F 12 Tf 3 Tr 20 50 Td (" SECRET ") Tj ET",
		.is_packed = true },
	{ "white text", .content = "1 g BT /F 12 Tf 20 50 Td (" SECRET ") Tj ET" },
	{ "text outside the page", .content = "BT /F 12 Tf 900 900 Td (" SECRET ") Tj ET",
		.is_packed = true },
	{ "letters one by one",
		.content = "BT /F 12 Tf 20 50 Td [(Zh)0(a)0(ng2)0(3)0(01)0(08)] TJ ET",
		.is_wide = true },
	{ "in octal", .content = "BT /F 12 Tf 20 50 Td (\\132hang23\\0601\\060\\070) Tj ET",
		.is_packed = true, .is_wide = true },
	{ "what is read aloud", .content = "/Span<</ActualText " WIDE ">>BDC " SHOWN "EMC",
		.is_wide = true },
	{ "layer that is off", .catalog = "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>",
		.page = "/Resources<</Font<</F 4 0 R>>/Properties<</L 6 0 R>>>>/Contents 5 0 R",
		.content = "/OC/L BDC BT /F 12 Tf 20 50 Td (" SECRET ") Tj ET EMC",
		.more = "6 0 obj\n<</Type/OCG/Name(L)>>\nendobj\n", .is_packed = true },
	{ "name of a layer", .catalog = "/OCProperties<</OCGs[6 0 R]/D<<>>>>",
		.more = "6 0 obj\n<</Type/OCG/Name" WIDE ">>\nendobj\n", .is_wide = true },
	{ "note", .page = WITH_TEXT "/Annots[6 0 R]",
		.more = "6 0 obj\n<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents" WIDE
			">>\nendobj\n",
		.is_wide = true },
	{ "box with words over the page", .page = WITH_TEXT "/Annots[6 0 R]",
		.more = "6 0 obj\n<</Type/Annot/Subtype/FreeText/Rect[0 0 90 90]/DA(/F 9 Tf)"
			"/Contents(" SECRET ")>>\nendobj\n" },
	{ "mark of redaction that was never applied", .page = WITH_TEXT "/Annots[6 0 R]",
		.more = "6 0 obj\n<</Type/Annot/Subtype/Redact/Rect[0 0 90 90]/OverlayText(" SECRET
			")>>\nendobj\n" },
	{ "field of a form", .catalog = "/AcroForm<</Fields[6 0 R]>>",
		.page = WITH_TEXT "/Annots[6 0 R]",
		.more = "6 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 90 20]/V" WIDE
			">>\nendobj\n",
		.is_wide = true },
	{ "form of XML", .catalog = "/AcroForm<</Fields[]/XFA 6 0 R>>",
		.more = "6 0 obj\n<</Length 30>>\nstream\n<x>" SECRET
			"</x>       \nendstream\nendobj\n" },
	{ "attached file", .catalog = "/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>",
		.more = "6 0 obj\n<</Type/Filespec/F(a)/EF<</F 7 0 R>>>>\nendobj\n"
			"7 0 obj\n<</Type/EmbeddedFile/Length 11>>\nstream\n" SECRET
			"\nendstream\nendobj\n" },
	{ "name of an attached file", .catalog = "/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>",
		.more = "6 0 obj\n<</Type/Filespec/UF" WIDE "/EF<</F 7 0 R>>>>\nendobj\n"
			"7 0 obj\n<</Type/EmbeddedFile/Length 1>>\nstream\na\nendstream\nendobj\n",
		.is_wide = true },
	{ "outline", .catalog = "/Outlines 6 0 R",
		.more = "6 0 obj\n<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>\nendobj\n"
			"7 0 obj\n<</Title" WIDE "/Parent 6 0 R/Dest[3 0 R/Fit]>>\nendobj\n",
		.is_wide = true },
	{ "metadata in XML", .catalog = "/Metadata 6 0 R",
		.more = "6 0 obj\n<</Type/Metadata/Subtype/XML/Length 33>>\nstream\n<x:xmpmeta "
			"xmlns:x=\"x\">" SECRET "</x:xmpmeta>\nendstream\nendobj\n" },
	{ "properties", .more = "6 0 obj\n<</Author" WIDE ">>\nendobj\n", .trailer = "/Info 6 0 R",
		.is_wide = true },
	{ "properties of one's own", .more = "6 0 obj\n<</Handled#20by(" SECRET ")>>\nendobj\n",
		.trailer = "/Info 6 0 R" },
	{ "script", .catalog = "/OpenAction 6 0 R",
		.more = "6 0 obj\n<</S/JavaScript/JS(var a='" SECRET "')>>\nendobj\n" },
	{ "link", .page = WITH_TEXT "/Annots[6 0 R]",
		.more = "6 0 obj\n<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI"
			"(https://x.example/" SECRET ")>>>>\nendobj\n" },
	{ "structure for reading aloud",
		.catalog = "/StructTreeRoot<</Type/StructTreeRoot/K<</S/Figure/Alt" WIDE ">>>>",
		.is_wide = true },
	{ "data of a program", .page = WITH_TEXT "/PieceInfo<</X<</Private(" SECRET ")>>>>" },
	{ "label of a page", .catalog = "/PageLabels<</Nums[0<</P(" SECRET ")>>]>>" },
	{ "object that nothing points at", .more = "6 0 obj\n(" SECRET ")\nendobj\n" },
	{ "comment of the file", .more = "% " SECRET "\n" },
	{ "behind the end", .behind = SECRET },
	{ "earlier version", .content = "BT /F 12 Tf 20 50 Td (" SECRET ") Tj ET",
		.behind = "5 0 obj\n<</Length 42>>\nstream\n" SHOWN
			  " \nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 9>>\nstartxref\n0\n"
			  "%%EOF\n",
		.is_packed = true, .is_wide = true },
};

/* As a stream of a PDF is usually packed. */
static struct str
pack(struct desk *desk, const char *text)
{
	struct libdeflate_compressor *presser = libdeflate_alloc_compressor(6);
	char *to = arena_take(desk->arena, 4096, 1);
	size_t len;

	assert_non_null(presser);
	assert_non_null(to);
	len = libdeflate_zlib_compress(presser, text, strlen(text), to, 4096);
	assert_true(len > 0);
	libdeflate_free_compressor(presser);
	return (struct str){ to, len };
}

static struct str
pdf_of_corner(struct desk *desk, const struct corner *corner)
{
	const char *content = corner->content ? corner->content : SHOWN;
	struct str stream = corner->is_packed ? pack(desk, content) : str_of(content);
	struct str head;
	struct str tail;
	struct str pdf;

	FINE(str_print(desk->arena, &head,
		"%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R %s>>\nendobj\n2 0 obj\n"
		"<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R"
		"/MediaBox[0 0 200 200]%s>>\nendobj\n" FONT "5 0 obj\n<<%s/Length %zu>>\nstream\n",
		corner->catalog ? corner->catalog : "", corner->page ? corner->page : WITH_TEXT,
		corner->is_packed ? "/Filter/FlateDecode" : "", stream.len));
	FINE(str_print(desk->arena, &tail,
		"\nendstream\nendobj\n%strailer\n<</Root 1 0 R/Size "
		"9%s>>\nstartxref\n0\n%%%%EOF\n%s",
		corner->more ? corner->more : "", corner->trailer ? corner->trailer : "",
		corner->behind ? corner->behind : ""));
	FINE(str_join(desk->arena, head, stream, tail, &pdf));
	return pdf;
}

static void
no_corner_of_a_pdf_keeps_the_secret(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT_OF(corners); i++) {
		const struct corner *corner = &corners[i];
		struct str pdf = pdf_of_corner(desk, corner);
		struct redaction_findings findings = { 0 };
		static const struct str term = STR(SECRET);
		const char *secret = SECRET;

		FINE(redaction_verify(STR("a.pdf"), pdf, &term, 1, desk->arena, &findings));
		if (!finding_of(&findings, "term_left"))
			fail_msg("%s: the check does not find it", corner->where);
		if (!corner->is_wide && !holds_anywhere(desk, pdf, SECRET))
			fail_msg("%s: the file is not what the test means", corner->where);
		/* Every page is made anew, so an empty plan is enough for what no page shows. */
		cut_terms(desk, "a.pdf", pdf, NULL, 0);
		if (holds_anywhere(desk, buf_str(&desk->out), SECRET))
			fail_msg("%s: it is still there", corner->where);
		SAME_TEXT(text_of(desk, "a.pdf", buf_str(&desk->out)), "");
		must_be_clean(desk, "a.pdf", &secret, 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(no_corner_of_a_pdf_keeps_the_secret),
	};

	doc_warm();
	cage_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
