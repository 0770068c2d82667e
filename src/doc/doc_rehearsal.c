/*
 * A rehearsal for spare children of the cage (base/cage.h): each reads a very small docx before it
 * waits, so that it meets its libraries before anybody waits for it. What it reads is thrown away;
 * how documents are read is not decided here.
 */
#include "doc/doc_office.h"

/* word/document.xml with the line 年度报告 and a table of one row, 数量 and 1, packed. */
static const char small_docx[] =
	"PK\003\004\024\000\000\000\010\000\000\000!\000\352\065\371B\332\000\000\000g\001"
	"\000\000\021\000\000\000word/document.xmlu\220;\016\302\060\020D\257\022\271'\033("
	"\020\212\222\320Q#\001\007p\034\003\221\374\211lC\340\004Hi\020\005G\200\232\202\006"
	"\356\023$nA\342\360)\200fG\326\274\331\321:\350\257\070s\226T\351T\212\020\265]\017"
	"\071T\020\231\244b\026\242\311x\320\352\241~\024\344~\042\311\202Sa\234\212\027\332"
	"\317C\064\067&\363\001\064\231S\216\265+\063**o*\025\307\246z\252\031\344R%\231\222"
	"\204j]\255\343\014:\236\327\005\216S\201\352\225\261L\326\265fv\014\225\225\221Y\063"
	"\352\344\376\022\263\020a\004Q\000o\323\016\023\225\227sy=\336\212C\271+j\327XF\065"
	"\244Ebf\245\341\311\273\343\231\277\355O\367\315\366G\022^\364w\246\375\037\207\246"
	"\011\236\275\360:\014>\237\026=\000PK\001\002\024\000\024\000\000\000\010\000\000"
	"\000!\000\352\065\371B\332\000\000\000g\001\000\000\021\000\000\000\000\000\000\000"
	"\000\000\000\000\200\001\000\000\000\000word/document.xmlPK\005\006\000\000\000\000"
	"\001\000\001\000\077\000\000\000\011\001\000\000\000\000";

struct fault *
doc_rehearse(void)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str bytes = { small_docx, sizeof small_docx - 1 };
	struct doc doc;

	TRY(arena_open((size_t)1 << 20, &arena));
	TRY(doc_read(DOC_DOCX, bytes, arena, &doc));
	if (doc.block_count != 2 || !doc.blocks[1].table)
		return doc_broken("the document of the rehearsal");
	return NULL;
}
