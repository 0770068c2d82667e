"""Makes the files of bad_input.sh: each bad in one way, the same bytes every time.

usage: bad_input.py SOURCE_DIR FOLDER. Prints lines of three columns: the file, the digits of the exit
statuses of `report read` that are right for it (02: either), and a word that the Chinese sentence must hold
("-" where it may be readable, or any sentence will do).
"""
import io
import pathlib
import random
import sys
import zipfile
import zlib

SOURCE, FOLDER = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
REPORTS = SOURCE / "tests" / "data" / "reports"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)


def put(name, data, statuses, word):
    (FOLDER / name).write_bytes(data)
    print(name, statuses, word, sep="\t")


def docx(document, level=6):
    """A Word file of one part; `document` is its XML, whole or in pieces. Level 0 packs nothing."""
    pieces = [document] if isinstance(document, (str, bytes)) else document
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece.encode() if isinstance(piece, str) else piece)
    return out.getvalue()


def body(inside):
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def report_docx():
    text = (REPORTS / "000-pingfang-2020.txt").read_text("utf-8")
    lines = (line.strip() for line in text.split("\n"))
    return docx(body("".join(paragraph(line) for line in lines if line)))


def archives():
    whole = report_docx()
    put("cut.docx", whole[: len(whole) // 2], "2", "损坏")
    put("cut-directory.docx", whole[:-30], "2", "损坏")
    put("cut-short.docx", whole[:40], "2", "-")
    spoilt = bytearray(whole)
    at = len(spoilt) // 2
    spoilt[at : at + 64] = bytes(64)
    put("spoilt.docx", bytes(spoilt), "2", "损坏")
    space = b" " * (1 << 20)
    head, tail = body("\0").split("\0")
    put("bomb.docx", docx([head] + [space] * 200 + [tail], level=1), "2", "-")
    # The same, but its directory says that it is small.
    liar = bytearray(docx([head] + [space] * 200 + [tail], level=1))
    entry = liar.rindex(b"PK\1\2")
    liar[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    put("bomb-liar.docx", bytes(liar), "2", "-")
    put("bomb-text.docx", docx([head] + [paragraph("政" * 1000)] * 30000 + [tail], level=1), "2", "-")


def entities():
    steps = "".join(
        f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "政府信息公开" * 10}">' for i in range(10)
    )
    put(
        "entities.docx",
        docx(
            f'<?xml version="1.0"?><!DOCTYPE d [{steps}]><w:document xmlns:w="{WORD}"><w:body>'
            f"{paragraph('&e9;')}</w:body></w:document>"
        ),
        "2",
        "-",
    )
    # One long entity many times: no levels to count.
    put(
        "entities-flat.docx",
        docx(
            f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e "{"公" * 50000}">]>'
            f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("&e;" * 20000)}</w:body></w:document>'
        ),
        "2",
        "-",
    )
    put(
        "entity-file.docx",
        docx(
            '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("&e;")}</w:body></w:document>'
        ),
        "2",
        "-",
    )


def shapes():
    row = "<tr>" + "<td>1</td>" * 10000 + "</tr>"
    put("columns.html", f"<html><body><table>{row * 20}</table></body></html>".encode(), "2", "-")
    put("spans.html", b"<table><tr>" + b'<td colspan=99999 rowspan=99999>1' * 5000, "2", "-")
    put("columns.md", ("|" + " 1 |" * 10000 + "\n|" + "---|" * 10000 + "\n").encode() * 20, "2", "-")
    put("columns.csv", (",".join("1" * 10000) + "\n").encode() * 20, "2", "-")
    cell = f"<w:tc>{paragraph('1')}</w:tc>"
    put("columns.docx", docx(body(f"<w:tbl><w:tr>{cell * 10000}</w:tr></w:tbl>")), "2", "-")
    deep = 100000
    put("deep.html", b"<div>" * deep + "内容".encode(), "2", "-")
    put("deep-tables.html", b"<table><tr><td>" * deep + "内容".encode(), "2", "-")
    put("deep-spans.html", b"<b><i>" * deep + "内容".encode(), "2", "-")
    put("deep.docx", docx(body("<w:sdt><w:sdtContent>" * deep + "</w:sdtContent></w:sdt>" * deep), level=0), "2", "-")
    table = "<w:tbl><w:tr><w:tc>"
    put("deep-tables.docx", docx(body(table * deep + "</w:tc></w:tr></w:tbl>" * deep)), "2", "-")
    put("deep.json", b'{"proactive":' + b"[" * deep, "2", "-")
    put("large.json", b'{"proactive":[' + b"{}," * (8 << 20) + b"1]}", "2", "JSON")


def binaries():
    noise = random.Random(2019)
    put("noise.txt", bytes(noise.randrange(256) for _ in range(20000)), "2", "无法识别")
    put("program.txt", b"\x7fELF\2\1\1" + bytes(9) + b"\3\0>\0\1\0\0\0" + bytes(4000), "2", "无法识别")
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\0IEND\xaeB`\x82"
    put("picture.png", picture, "2", "图片")
    put("picture.docx", picture, "2", "图片")
    put("rich.rtf", b"{\\rtf1\\ansi text}", "2", "RTF")
    put("empty.docx", b"", "2", "空")
    put("empty.txt", b"", "2", "空")
    put("blank.txt", b" \r\n\t\r\n" * 100, "2", "-")


def entry_of_folder(name, kind, start, size):
    """One line of the folder inside an old Office file, 128 bytes."""
    wide = (name + "\0").encode("utf-16-le")
    out = wide.ljust(64, b"\0") + len(wide).to_bytes(2, "little") + bytes([kind, 1])
    out += b"\xff" * 4 * 2 + (1 if kind == 5 else 0xFFFFFFFF).to_bytes(4, "little") + bytes(36)
    return out + start.to_bytes(4, "little") + size.to_bytes(8, "little")


def locked():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\3\0\xfe\xff\x09\0\6\0" + bytes(10)
    head += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4)
    head += (4096).to_bytes(4, "little") + b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4)
    head += bytes(4) + b"\xff" * 4 * 108
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff\xfe\xff\xff\xff".ljust(512, b"\xff")
    folder = entry_of_folder("Root Entry", 5, 0xFFFFFFFE, 0)
    folder += entry_of_folder("EncryptedPackage", 2, 2, 512) + entry_of_folder("EncryptionInfo", 2, 2, 8)
    put("locked.docx", head.ljust(512, b"\0") + table + folder.ljust(512, b"\0") + bytes(range(256)) * 2, "2", "密码")
    put("locked.pdf", pdf("(1) Tj", secret=True), "2", "密码")


def pdf(content, secret=False):
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    more = "/Root 1 0 R"
    if secret:
        # Nobody knows a password that fits these.
        parts.append(f"<</Filter/Standard/V 1/R 2/P -4/O<{'5a' * 32}>/U<{'a5' * 32}>>>")
        more += f"/Encrypt 5 0 R/ID[<{'11' * 16}><{'11' * 16}>]"
    out, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj{part}endobj\n"
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    return (out + f"trailer<</Size {len(parts) + 1}{more}>>\nstartxref\n{start}\n%%EOF\n").encode()


def packed_lines():
    packed = zlib.compress(b"0 0 m 100 100 l S " * 4000000, 9)
    return b"/Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed


def pdfs():
    put("scan.pdf", pdf("0 0 m 100 100 l S"), "2", "扫描")
    put("broken.pdf", b"%PDF-1.4\nbroken", "2", "损坏")
    put("cut.pdf", pdf("0 0 m 100 100 l S")[:120], "2", "-")
    # Millions of lines, packed small.
    put("bomb.pdf", pdf("(1) Tj").replace(b"/Length 6>>stream\n(1) Tj", packed_lines()), "2", "-")
    # A page tree that is its own child.
    put("circle.pdf", pdf("0 0 m").replace(b"Kids[3 0 R]", b"Kids[2 0 R]"), "2", "-")


def encodings():
    text = (REPORTS / "002-daoli-2021.txt").read_text("utf-8")
    middle = len(text) // 3
    put("gb18030-broken.txt", text[:middle].encode("gb18030") + b"\xff\x81" + text[middle:].encode("gb18030"), "02", "-")
    put("utf8-broken.txt", text[:middle].encode() + b"\xe6\x94" + text[middle:].encode(), "02", "-")
    put("utf8-cut.txt", text.encode()[:-1], "0", "-")
    put("utf16-half.txt", b"\xff\xfe" + text.encode("utf-16-le")[:-1], "02", "-")
    put("utf16-lone.txt", b"\xff\xfe" + b"\x00\xd8" * 40 + text.encode("utf-16-le"), "02", "-")
    put("mixed.txt", text[:middle].encode() + text[middle:].encode("gb18030"), "02", "-")


OLD_FORM = """甲市乙局2016年政府信息公开工作年度报告
一、概述
2016年按要求公开信息。
政府信息公开情况统计表
统计指标\t单位\t统计数
主动公开政府信息数\t条\t120
其中：主动公开规范性文件数\t条\t3
收到申请数\t件\t5
申请办结数\t件\t5
按时办结数\t件\t5
申请答复数\t件\t5
维持具体行政行为数\t件\t0
"""


def reports():
    first = (REPORTS / "000-pingfang-2020.txt").read_text("utf-8")
    second = (REPORTS / "002-daoli-2021.txt").read_text("utf-8")
    put("old-form.txt", OLD_FORM.encode(), "2", "2018")
    put("two.txt", (first + "\n\n" + second).encode(), "2", "两份")
    put("other.txt", "今天天气很好。\n".encode(), "2", "不像")
    line = "政府信息公开工作年度报告，本年度收到申请 12 件。\n".encode()
    put("large-40mb.txt", line * ((40 << 20) // len(line)), "2", "32 Mi")
    much = (30 << 20) // len(line)
    put("large-30mb.txt", line * much, "2", "-")
    put("large-row.txt", (first.encode() + b"1\t" * (8 << 20)), "02", "-")
    put("large-30mb.html", b"<p>" + line.replace(b"\n", b"<p>") * ((28 << 20) // (len(line) + 2)), "2", "-")
    put("large-table.html", b"<table>" + b"<tr><td>1<td>2<td>3" * 600000, "2", "-")


for make in (archives, entities, shapes, binaries, locked, pdfs, encodings, reports):
    make()
