/*
 * Pictures made anew from their pixels: decoded in the cage, boxes painted, written again without
 * anything beside the pixels. libpng and libjpeg-turbo decode; what they do not know is refused.
 */
#include "redaction/redaction_inside.h"

#include <png.h>
#include <turbojpeg.h>

enum { MOST_PIXELS = 25000000, MOST_SIDE = 30000, BYTES_OF_PIXEL = 3, QUALITY = 90 };

static struct fault *
bad_picture(const char *why)
{
	return fault_detail(fault_new(FAULT_INPUT, "redaction_picture",
				    "图片已损坏或格式特殊，无法处理。请用看图软件打开并另存为 JPEG "
				    "或 PNG 后再试。",
				    "The picture is damaged or unusual. Open it in a viewer, save "
				    "it as JPEG or "
				    "PNG and try again."),
		"%s", why);
}

static struct fault *
large_picture(void)
{
	return fault_new(FAULT_LIMIT, "redaction_pixels",
		"图片超过 %d 万像素，无法处理。请缩小后再试。",
		"The picture has more than %d0,000 pixels. Make it smaller and try again.",
		MOST_PIXELS / 10000);
}

struct image {
	int width;
	int height;
	unsigned char *pixels; /* rows of red, green, blue */
};

static struct fault *
check_size(int width, int height)
{
	if (width < 1 || height < 1)
		return bad_picture("no size");
	if (width > MOST_SIDE || height > MOST_SIDE || (int64_t)width * height > MOST_PIXELS)
		return large_picture();
	return NULL;
}

/* --- reading --- */

static struct fault *
read_png(struct str bytes, struct arena *arena, struct image *ret_image)
{
	png_image png = { .version = PNG_IMAGE_VERSION };
	png_color white = { 255, 255, 255 };
	struct fault *fault;

	if (!png_image_begin_read_from_memory(&png, bytes.at, bytes.len))
		return bad_picture(png.message);
	fault = check_size((int)png.width, (int)png.height);
	if (fault) {
		png_image_free(&png);
		return fault;
	}
	png.format = PNG_FORMAT_RGB;
	ret_image->width = (int)png.width;
	ret_image->height = (int)png.height;
	ret_image->pixels = arena_take(arena, PNG_IMAGE_SIZE(png), 1);
	if (!ret_image->pixels) {
		png_image_free(&png);
		return fault_memory();
	}
	/* What is transparent becomes white: nothing is left behind it. */
	if (!png_image_finish_read(&png, &white, ret_image->pixels, 0, NULL))
		return bad_picture(png.message);
	return NULL;
}

static void
close_jpeg(tjhandle *handle)
{
	if (*handle)
		tjDestroy(*handle);
}

static struct fault *
read_jpeg(struct str bytes, struct arena *arena, struct image *ret_image)
{
	CLOSING(close_jpeg) tjhandle handle = tjInitDecompress();
	const unsigned char *at = (const unsigned char *)bytes.at;
	int sampling;
	int colours;

	if (!handle)
		return fault_memory();
	if (tjDecompressHeader3(handle, at, bytes.len, &ret_image->width, &ret_image->height,
		    &sampling, &colours))
		return bad_picture(tjGetErrorStr2(handle));
	TRY(check_size(ret_image->width, ret_image->height));
	TAKE(arena, ret_image->pixels,
		(size_t)ret_image->width * (size_t)ret_image->height * BYTES_OF_PIXEL);
	if (tjDecompress2(handle, at, bytes.len, ret_image->pixels, ret_image->width, 0,
		    ret_image->height, TJPF_RGB, 0) &&
		tjGetErrorCode(handle) == TJERR_FATAL)
		return bad_picture(tjGetErrorStr2(handle));
	return NULL;
}

/* --- the way a photograph is held --- */

static unsigned
short_of(struct str bytes, size_t at, bool is_big)
{
	unsigned a = (unsigned char)bytes.at[at];
	unsigned b = (unsigned char)bytes.at[at + 1];

	return is_big ? a << 8 | b : b << 8 | a;
}

/* Orientation of an Exif block, 1 to 8; 1 when it does not say. */
static int
orientation_of(struct str bytes)
{
	size_t at = str_find(bytes, STR("Exif"), 0);
	struct str tiff;
	bool is_big;
	unsigned count;

	if (at == SIZE_MAX || at > 65536 || bytes.len - at < 24)
		return 1;
	tiff = str_from(bytes, at + 6);
	is_big = tiff.at[0] == 'M';
	/* The first directory nearly always follows its head at once. */
	if (short_of(tiff, is_big ? 6 : 4, is_big) != 8)
		return 1;
	count = short_of(tiff, 8, is_big);
	for (unsigned i = 0; i < count && 10 + (size_t)(i + 1) * 12 <= tiff.len; i++)
		if (short_of(tiff, 10 + (size_t)i * 12, is_big) == 0x0112) {
			unsigned value = short_of(tiff, 10 + (size_t)i * 12 + 8, is_big);

			return value >= 1 && value <= 8 ? (int)value : 1;
		}
	return 1;
}

/* The picture as viewers show it. */
static struct fault *
turn(struct image *image, int orientation, struct arena *arena)
{
	bool is_swapped = orientation >= 5;
	struct image turned = {
		.width = is_swapped ? image->height : image->width,
		.height = is_swapped ? image->width : image->height,
	};

	if (orientation == 1)
		return NULL;
	TAKE(arena, turned.pixels, (size_t)image->width * (size_t)image->height * BYTES_OF_PIXEL);
	for (int y = 0; y < image->height; y++)
		for (int x = 0; x < image->width; x++) {
			bool is_left = orientation == 2 || orientation == 3 || orientation == 7 ||
				       orientation == 6;
			bool is_up = orientation == 3 || orientation == 4 || orientation == 7 ||
				     orientation == 8;
			int to_x = is_swapped ? y : x;
			int to_y = is_swapped ? x : y;

			if (is_left)
				to_x = turned.width - 1 - to_x;
			if (is_up)
				to_y = turned.height - 1 - to_y;
			memcpy(turned.pixels +
					((size_t)to_y * (size_t)turned.width + (size_t)to_x) *
						BYTES_OF_PIXEL,
				image->pixels + ((size_t)y * (size_t)image->width + (size_t)x) *
							BYTES_OF_PIXEL,
				BYTES_OF_PIXEL);
		}
	*image = turned;
	return NULL;
}

/* --- painting and writing --- */

bool
redaction_is_box_inside(const struct redaction *box)
{
	return box->left >= 0 && box->left < REDACTION_WHOLE && box->top >= 0 &&
	       box->top < REDACTION_WHOLE && box->width > 0 && box->width <= REDACTION_WHOLE &&
	       box->height > 0 && box->height <= REDACTION_WHOLE;
}

/* The first pixel behind this share of a side, so that a box never shows half of one it touches. */
static int64_t
share_end(int share, int side)
{
	int64_t end = ((int64_t)share * side + REDACTION_WHOLE - 1) / REDACTION_WHOLE;

	return end > side ? side : end;
}

static struct fault *
paint(const struct redaction_plan *plan, struct image *image)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct redaction *box = &plan->all[i];
		int64_t left = (int64_t)box->left * image->width / REDACTION_WHOLE;
		int64_t top = (int64_t)box->top * image->height / REDACTION_WHOLE;
		int64_t right = share_end(box->left + box->width, image->width);
		int64_t bottom = share_end(box->top + box->height, image->height);

		if (box->shape != REDACTION_BOX)
			continue;
		if (box->page != 1 || !redaction_is_box_inside(box))
			return fault_new(FAULT_INPUT, "redaction_place",
				"第 %zu 处遮盖的位置在图片之外。请重新选择。",
				"The place of redaction %zu is outside the picture. Choose again.",
				i + 1);
		for (int64_t y = top; y < bottom && left < right; y++)
			memset(image->pixels + ((size_t)y * (size_t)image->width + (size_t)left) *
						       BYTES_OF_PIXEL,
				0, (size_t)(right - left) * BYTES_OF_PIXEL);
	}
	return NULL;
}

static struct fault *
write_png(const struct image *image, struct buf *out)
{
	png_image png = {
		.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)image->width,
		.height = (png_uint_32)image->height,
		.format = PNG_FORMAT_RGB,
	};
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
	char *to = buf_make_room(out, size);

	if (!to)
		return fault_memory();
	if (!png_image_write_to_memory(&png, to, &size, 0, image->pixels, 0, NULL))
		return bad_picture(png.message);
	buf_took(out, size);
	return NULL;
}

static struct fault *
write_jpeg(const struct image *image, struct buf *out)
{
	CLOSING(close_jpeg) tjhandle handle = tjInitCompress();
	unsigned long size = tjBufSize(image->width, image->height, TJSAMP_420);
	unsigned char *to = (unsigned char *)buf_make_room(out, size);

	if (!handle || !to)
		return fault_memory();
	if (tjCompress2(handle, image->pixels, image->width, 0, image->height, TJPF_RGB, &to, &size,
		    TJSAMP_420, QUALITY, TJFLAG_NOREALLOC))
		return bad_picture(tjGetErrorStr2(handle));
	buf_took(out, size);
	return NULL;
}

static struct fault *
paint_in_cage(struct str input, struct str job, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct redaction_plan plan;
	enum redaction_type type;
	struct image image = { 0 };

	TRY(arena_open((size_t)MOST_PIXELS * BYTES_OF_PIXEL * 2 + (1 << 20), &arena));
	TRY(cross_take_job(job, arena, &type, &plan));
	TRY(type == REDACTION_PNG ? read_png(input, arena, &image)
				  : read_jpeg(input, arena, &image));
	if (type == REDACTION_JPEG)
		TRY(turn(&image, orientation_of(input), arena));
	TRY(paint(&plan, &image));
	TRY(type == REDACTION_PNG ? write_png(&image, answer) : write_jpeg(&image, answer));
	return buf_check(answer);
}

/* Pixels twice, once more turned or pressed. */
static const struct cage_limits paint_limits = { (size_t)248 << 20, 9, (size_t)80 << 20 };

static struct fault *
paint_caged(struct str bytes, enum redaction_type type, const struct redaction_plan *plan,
	struct buf *image)
{
	CLOSING(buf_done) struct buf job = { 0 };

	buf_init(&job, REDACTION_LARGEST_JOB);
	cross_put_job(&job, type, plan);
	TRY(buf_check(&job));
	return cage_run(paint_in_cage, bytes, buf_str(&job), &paint_limits, image);
}

struct fault *
redaction_picture_anew(struct str bytes, enum redaction_type type, struct buf *image)
{
	static const struct redaction_plan nothing = { 0 };

	return paint_caged(bytes, type, &nothing, image);
}

struct fault *
redaction_paint(struct str bytes, enum redaction_type type, const struct redaction_plan *plan,
	struct arena *arena, struct buf *released, struct redaction_record *record)
{
	struct redaction_cut *cuts;

	TAKE(arena, cuts, plan->count);
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->all[i].shape != REDACTION_BOX) {
			record->unmatched++;
			continue;
		}
		cuts[record->cut_count++] =
			(struct redaction_cut){ STR("图片上画出的区域"), plan->all[i].ground, 1 };
	}
	record->cuts = cuts;
	return paint_caged(bytes, type, plan, released);
}
