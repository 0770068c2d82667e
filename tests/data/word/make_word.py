"""Make word/table.doc, a small Word 97 file: OLE2 with the streams WordDocument and 1Table.

Only what antiword looks at is filled in; the layout follows [MS-DOC]. Run: python3 make_word.py table.doc
"""
import struct, sys

# "p": a paragraph; "t": a row of a table, paragraphs in a cell parted by \r.
ROWS = [
    ("p", "某某县政府信息公开工作年度报告"),
    ("p", "一、总体情况"),
    ("p", "2023年，本机关收到申请3件。"),
    ("t", ["第二十条第（一）项"]),
    ("t", ["信息内容", "本年制发件数", "现行有效件数"]),
    ("t", ["规章", "0", "12"]),
    ("t", ["行政规范性\r文件", "5", "10086"]),
    ("p", "二、改进情况"),
    ("p", "完 <&>。"),
]

def tdef(count):
    width = 8000 // count
    edges = b"".join(struct.pack("<h", i * width) for i in range(count + 1))
    body = struct.pack("<B", count) + edges + b"\0" * 20 * count
    return struct.pack("<HH", 0xD608, len(body) + 1) + body

text = ""
papx = []
for kind, what in ROWS:
    if kind == "p":
        start = len(text); text += what + "\r"; papx.append((start, len(text), b""))
    else:
        for cell in what:
            start = len(text); text += cell + "\x07"
            papx.append((start, len(text), struct.pack("<HB", 0x2416, 1)))
        start = len(text); text += "\x07"
        papx.append((start, len(text), struct.pack("<HB", 0x2416, 1) + struct.pack("<HB", 0x2417, 1) + tdef(len(what))))

TEXT_AT = 1024
raw = text.encode("utf-16-le")
def fc(cp): return TEXT_AT + 2 * cp
doc = bytearray(TEXT_AT) + raw
while len(doc) % 512: doc += b"\0"
# PAPX pages
pages = []
i = 0
while i < len(papx):
    page = bytearray(512); runs = []; used = 511
    head = 4
    while i + len(runs) < len(papx):
        _, _, grpprl = papx[i + len(runs)]
        body = b"\0\0" + grpprl
        if len(body) % 2: enc = bytes([(len(body) + 1) // 2]) + body
        else: enc = b"\0" + bytes([len(body) // 2]) + body
        if len(enc) % 2: enc += b"\0"
        at = (used - len(enc)) & ~1
        if at < 4 * (len(runs) + 2) + 13 * (len(runs) + 1): break
        page[at:at + len(enc)] = enc; used = at; runs.append(at // 2)
    n = len(runs)
    for k in range(n): struct.pack_into("<I", page, 4 * k, fc(papx[i + k][0]))
    struct.pack_into("<I", page, 4 * n, fc(papx[i + n - 1][1]))
    for k, at in enumerate(runs): page[4 * (n + 1) + 13 * k] = at
    page[511] = n
    pages.append((len(doc) // 512, fc(papx[i][0]), fc(papx[i + n - 1][1]))); doc += page
    i += n
# CHPX page: one run
chpx = bytearray(512); struct.pack_into("<II", chpx, 0, fc(0), fc(len(text))); chpx[511] = 1
chpx_page = len(doc) // 512; doc += chpx

table = bytearray()
def add(data):
    at = len(table); table.extend(data); return at, len(data)
stsh = struct.pack("<HHHHHHHHH", 18, 0, 10, 1, 1, 15, 0, 0, 0) + b"\0\0"
stsh_at = add(stsh)
sed = struct.pack("<II", 0, len(text)) + struct.pack("<HIHI", 0, 0xFFFFFFFF, 0, 0)
sed_at = add(sed)
bp = b"".join(struct.pack("<I", p[1]) for p in pages) + struct.pack("<I", pages[-1][2]) + b"".join(struct.pack("<I", p[0]) for p in pages)
bp_at = add(bp)
bc = struct.pack("<III", fc(0), fc(len(text)), chpx_page)
bc_at = add(bc)
clx = b"\x02" + struct.pack("<I", 4 * 2 + 8) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, TEXT_AT, 0)
clx_at = add(clx)
dop_at = add(bytes(84))

struct.pack_into("<HHH", doc, 0, 0xA5EC, 0xC1, 0)
struct.pack_into("<H", doc, 6, 0x0804)      # Chinese
struct.pack_into("<H", doc, 0x0A, 0x1200)   # 1Table, extended characters
struct.pack_into("<H", doc, 0x0C, 0xBF)
struct.pack_into("<II", doc, 0x18, TEXT_AT, TEXT_AT + len(raw))
struct.pack_into("<H", doc, 0x20, 14)
struct.pack_into("<H", doc, 0x3E, 22)
struct.pack_into("<I", doc, 0x40, len(doc))
struct.pack_into("<i", doc, 0x4C, len(text))
struct.pack_into("<H", doc, 0x98, 93)
def field(at, where): struct.pack_into("<II", doc, at, *where)
field(0xA2, stsh_at); field(0xCA, sed_at); field(0xFA, bc_at); field(0x102, bp_at)
field(0x192, dop_at); field(0x1A2, clx_at)

# --- OLE2 ---
def pad(data, least): return bytes(data) + b"\0" * max(0, least - len(data)) + b"\0" * (-max(len(data), least) % 512)
streams = [("WordDocument", pad(doc, 4096)), ("1Table", pad(table, 4096))]
fat = []; body = b""; starts = []
for _, data in streams:
    n = len(data) // 512; first = len(fat); starts.append(first)
    fat += [first + k + 1 for k in range(n - 1)] + [0xFFFFFFFE]; body += data
dir_at = len(fat); fat.append(0xFFFFFFFE)
fat_at = len(fat); fat.append(0xFFFFFFFD)
assert len(fat) <= 128
fat += [0xFFFFFFFF] * (128 - len(fat))
def entry(name, kind, left, right, child, start, size):
    wide = name.encode("utf-16-le")
    return (wide + b"\0" * (64 - len(wide)) + struct.pack("<HBB", len(wide) + 2 if name else 0, kind, 1)
        + struct.pack("<III", left, right, child) + bytes(36) + struct.pack("<IQ", start, size))
none = 0xFFFFFFFF
directory = (entry("Root Entry", 5, none, none, 1, 0xFFFFFFFE, 0)
    + entry("WordDocument", 2, 2, none, none, starts[0], len(streams[0][1]))
    + entry("1Table", 2, none, none, none, starts[1], len(streams[1][1]))
    + entry("", 0, none, none, none, 0, 0))
header = (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    + struct.pack("<IIIIIIIII", 0, 1, dir_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    + struct.pack("<I", fat_at) + b"\xFF" * 4 * 108)
open(sys.argv[1], "wb").write(header + body + directory + struct.pack("<128I", *fat))
