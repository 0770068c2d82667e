/*
 * The zip container of Word and Excel files, made in memory through libzip, with fixed times so
 * that the same document always gives the same bytes. It knows no part's meaning.
 */
#include "doc/doc_write_inside.h"

#include <zip.h>

enum { LEVEL = 4 };
/* Below this, setting up compression costs more than it gains. */
enum { WORTH_PRESSING = 2048 };

static void
close_archive(zip_t **archive)
{
	if (*archive)
		zip_discard(*archive);
}

static void
close_source(zip_source_t **source)
{
	if (*source)
		zip_source_free(*source);
}

static struct fault *
fault_package(const char *step)
{
	return fault_detail(fault_new(FAULT_LIMIT, "doc_package",
				    "无法生成文件：内存不足。请稍后再试，或导出较少的内容。",
				    "The file could not be made: memory ran out. Try again later, "
				    "or export less."),
		"libzip: %s", step);
}

static struct fault *
add_parts(zip_t *archive, const struct doc_packing *parts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		zip_source_t *source =
			zip_source_buffer(archive, parts[i].content.at, parts[i].content.len, 0);
		zip_int64_t at;
		bool is_pressed;

		if (!source)
			return fault_package("zip_source_buffer");
		at = zip_file_add(archive, parts[i].name, source, ZIP_FL_ENC_UTF_8);
		if (at < 0) {
			zip_source_free(source);
			return fault_package("zip_file_add");
		}
		is_pressed = parts[i].content.len >= WORTH_PRESSING;
		if (zip_file_set_dostime(
			    archive, (zip_uint64_t)at, DOC_ZIP_MIDNIGHT, DOC_ZIP_FIRST_DAY, 0) ||
			zip_set_file_compression(archive, (zip_uint64_t)at,
				is_pressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, is_pressed ? LEVEL : 0))
			return fault_package("zip_set_file_compression");
	}
	return NULL;
}

static struct fault *
take_bytes(zip_source_t *source, struct buf *out)
{
	zip_stat_t facts;
	char *to;
	bool is_read;

	if (zip_source_stat(source, &facts) || !(facts.valid & ZIP_STAT_SIZE))
		return fault_package("zip_source_stat");
	to = buf_make_room(out, facts.size);
	if (!to)
		return fault_memory();
	if (zip_source_open(source))
		return fault_package("zip_source_open");
	is_read = zip_source_read(source, to, facts.size) == (zip_int64_t)facts.size;
	zip_source_close(source);
	if (!is_read)
		return fault_package("zip_source_read");
	buf_took(out, facts.size);
	return NULL;
}

struct fault *
doc_write_package(const struct doc_packing *parts, size_t count, struct buf *out)
{
	CLOSING(close_source) zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	CLOSING(close_archive) zip_t *archive = NULL;

	if (!source)
		return fault_package("zip_source_buffer_create");
	archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	if (!archive)
		return fault_package("zip_open_from_source");
	/* The archive owns one reference, this function the other. */
	zip_source_keep(source);
	TRY(add_parts(archive, parts, count));
	if (zip_close(archive))
		return fault_package("zip_close");
	archive = NULL;
	return take_bytes(source, out);
}

void
doc_write_core(struct buf *out, const struct doc *doc)
{
	buf_put(out,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
		    "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
		    "<dc:title>"));
	doc_write_escape(out, doc->title);
	buf_put(out, STR("</dc:title><dc:creator>"));
	doc_write_escape(out, doc->author);
	buf_put(out, STR("</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"));
}

void
doc_write_app(struct buf *out)
{
	buf_put(out,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
		    "extended-properties\"><Application>gongkai</Application></Properties>"));
}
