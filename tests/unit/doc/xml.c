/* The reader of office XML: elements, namespaces, values and text come as written; everything that
 * office programs never write is refused. */
#include "../test.h"

#include "base/buf.h"
#include "doc/doc_office.h"

struct told {
	struct doc_xml xml;
	struct buf out;
};

static struct arena *arena;

static int
open_arena(void **state)
{
	return arena_open((size_t)16 << 20, &arena) ? -1 : 0;
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct told *told = data;

	buf_print(&told->out, "<%s|%s %d", space ? space : "", name, told->xml.depth);
	for (size_t i = 0; i < attributes->count; i++)
		buf_print(&told->out, " %.*s=\"%.*s\"", STR_ARG(attributes->all[i].name),
			STR_ARG(attributes->all[i].value));
	buf_put(&told->out, STR(">"));
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct told *told = data;

	buf_print(&told->out, "</%s|%s %d>", space ? space : "", name, told->xml.depth);
}

static void
on_text(void *data, const char *text, int len)
{
	struct told *told = data;

	buf_put_bytes(&told->out, text, (size_t)len);
}

static struct fault *
tell(struct str bytes, bool may_have_type, struct told *ret_told)
{
	*ret_told = (struct told){ .xml = { on_start, on_end, on_text, may_have_type } };
	buf_init(&ret_told->out, (size_t)1 << 20);
	return doc_xml_read(&ret_told->xml, bytes, arena);
}

static void
is_told(struct str bytes, const char *wanted)
{
	struct told told;

	FINE(tell(bytes, false, &told));
	SAME_TEXT(buf_str(&told.out), wanted);
	buf_done(&told.out);
}

static void
is_refused(struct str bytes, const char *code)
{
	struct told told;

	FAILS(tell(bytes, false, &told), code);
	buf_done(&told.out);
}

static void
elements_and_values_come_as_written(void **state)
{
	is_told(STR("<?xml version=\"1.0\"?>\n<!-- <b> --><a x='1' y = \"2\" ><b/>文<c "
		    ">字</c\n></a>\n"),
		"<|a 1 x=\"1\" y=\"2\"><|b 2></|b 2>文<|c 2>字</|c 2></|a 1>");
	is_told(STR("<a><![CDATA[<b>&amp;]]><?do it?></a>"), "<|a 1><b>&amp;</|a 1>");
	is_told(STR("\xEF\xBB\xBF<a/>"), "<|a 1></|a 1>");
}

static void
a_prefix_means_what_the_nearest_element_says(void **state)
{
	is_told(STR("<w:a xmlns:w='u1'><w:b xmlns:w='u2' w:k='v'/><w:c/></w:a>"),
		"<u1|a 1><u2|b 2 k=\"v\"></u2|b 2><u1|c 2></u1|c 2></u1|a 1>");
	is_told(STR("<a xmlns='u'><b xmlns=''/><c/></a>"),
		"<u|a 1><|b 2></|b 2><u|c 2></u|c 2></u|a 1>");
	is_told(STR("<x:a/>"), "<|a 1></|a 1>");
}

static void
references_and_line_ends_are_resolved(void **state)
{
	is_told(STR("<a k='&lt;&#65;&#x4E2D;\n'>&amp;&gt;&quot;&apos;\r\n1\r2&#13;3</a>"),
		"<|a 1 k=\"<A中 \">&>\"'\n1\n23</|a 1>");
}

static void
utf_16_is_read_too(void **state)
{
	is_told(STR("\xFF\xFE<\0a\0>\0-\x4E<\0/\0a\0>\0"), "<|a 1>中</|a 1>");
}

static void
what_contradicts_itself_is_broken(void **state)
{
	static const char *const broken[] = { "", " ", "text", "<a>", "<a></b>", "</a>", "<a/><b/>",
		"<a/>text", "<a", "<a b", "<a b=", "<a b=1/>", "<a b='1/>", "<a b='<'/>",
		"<a b='1'c='2'/>", "<a>&nbsp;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>",
		"<a>&#x110000;</a>", "<a>&</a>", "<a>&#;</a>", "<a>&#99999999999;</a>", "<1/>",
		"< a/>", "<a><!-- </a>", "<a><![CDATA[ </a>", "<a/ >", "<a><!ENTITY b 'c'></a>",
		"<ab></a>", "<a></ab>", "<a>\x01</a>", "<a>\xFF</a>", "<a>\xED\xA0\x80</a>",
		"<a>\xEF\xBF\xBF</a>", "<a b='\x1F'/>" };

	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		struct told told;
		struct fault *fault = tell(str_of(broken[i]), false, &told);

		if (!fault || strcmp(fault->code, "doc_broken") != 0)
			fail_msg("%s is taken", broken[i]);
		buf_done(&told.out);
	}
	is_refused(((struct str){ "<a>\0</a>", 8 }), "doc_broken");
}

static void
document_types_are_refused_but_where_our_own_programs_write_them(void **state)
{
	struct told told;

	is_refused(STR("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "doc_entities");
	FINE(tell(STR("<!DOCTYPE a PUBLIC 'x' 'y'><a>1</a>"), true, &told));
	SAME_TEXT(buf_str(&told.out), "<|a 1>1</|a 1>");
	buf_done(&told.out);
	FAILS(tell(STR("<!DOCTYPE a [<!ENTITY b 'c'>]><a>1</a>"), true, &told), "doc_broken");
	buf_done(&told.out);
}

static void
depth_names_and_prefixes_have_an_end(void **state)
{
	CLOSING(buf_done) struct buf xml;

	buf_init(&xml, (size_t)4 << 20);
	for (int i = 0; i < 1000; i++)
		buf_put(&xml, STR("<a>"));
	is_refused(buf_str(&xml), "doc_deep");
	buf_clear(&xml);
	buf_put(&xml, STR("<a>"));
	for (int i = 0; i < 100000; i++)
		buf_print(&xml, "<a%d/>", i);
	is_refused(buf_str(&xml), "doc_broken");
	buf_clear(&xml);
	buf_put(&xml, STR("<a"));
	for (int i = 0; i < 10000; i++)
		buf_print(&xml, " xmlns:a%d='u'", i);
	buf_put(&xml, STR("/>"));
	is_refused(buf_str(&xml), "doc_broken");
}

static void
a_piece_of_a_good_file_is_never_read_beyond_its_end(void **state)
{
	static const char good[] =
		"<?xml version='1.0'?><!-- c --><w:a xmlns:w='u' k='&amp;'>文&lt;"
		"<![CDATA[x]]><b/></w:a>";

	for (size_t len = 0; len < sizeof good - 1; len++) {
		char *piece = arena_take(arena, len + 1, 1);
		struct told told;

		assert_non_null(piece);
		memcpy(piece, good, len);
		FAILS(tell((struct str){ piece, len }, false, &told), "doc_broken");
		buf_done(&told.out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_and_values_come_as_written),
		cmocka_unit_test(a_prefix_means_what_the_nearest_element_says),
		cmocka_unit_test(references_and_line_ends_are_resolved),
		cmocka_unit_test(utf_16_is_read_too),
		cmocka_unit_test(what_contradicts_itself_is_broken),
		cmocka_unit_test(document_types_are_refused_but_where_our_own_programs_write_them),
		cmocka_unit_test(depth_names_and_prefixes_have_an_end),
		cmocka_unit_test(a_piece_of_a_good_file_is_never_read_beyond_its_end),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
