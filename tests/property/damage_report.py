"""Invented annual reports: agency, year, figures that balance or not, and a short narrative.

Only what is printed and what it means; how it looks on a page is the business of damage_html.py,
damage_text.py and their neighbours. The same seed always gives the same report.
"""
from decimal import Decimal

COLUMNS = ["natural_person", "biz", "research", "public_welfare", "legal_service", "other_org", "total"]
COLUMN_WORDS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
LINKAGE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"

# key, group, label, forms
ROWS = [
    ("new_received", "", "一、本年新收政府信息公开申请数量", "both"),
    ("carried_in", "", "二、上年结转政府信息公开申请数量", "both"),
    ("res_granted", "", "（一）予以公开", "both"),
    ("res_partial", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "both"),
    ("deny_secret", "（三）不予公开", "1.属于国家秘密", "both"),
    ("deny_law", "（三）不予公开", "2.其他法律行政法规禁止公开", "both"),
    ("deny_safety", "（三）不予公开", "3.危及“三安全一稳定”", "both"),
    ("deny_third_party", "（三）不予公开", "4.保护第三方合法权益", "both"),
    ("deny_internal", "（三）不予公开", "5.属于三类内部事务信息", "both"),
    ("deny_process", "（三）不予公开", "6.属于四类过程性信息", "both"),
    ("deny_casefile", "（三）不予公开", "7.属于行政执法案卷", "both"),
    ("deny_query", "（三）不予公开", "8.属于行政查询事项", "both"),
    ("unable_not_held", "（四）无法提供", "1.本机关不掌握相关政府信息", "both"),
    ("unable_need_create", "（四）无法提供", "2.没有现成信息需要另行制作", "both"),
    ("unable_unclear", "（四）无法提供", "3.补正后申请内容仍不明确", "both"),
    ("no_petition", "（五）不予处理", "1.信访举报投诉类申请", "both"),
    ("no_repeat", "（五）不予处理", "2.重复申请", "both"),
    ("no_publication", "（五）不予处理", "3.要求提供公开出版物", "both"),
    ("no_abusive", "（五）不予处理", "4.无正当理由大量反复申请", "both"),
    ("no_reconfirm", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息", "both"),
    ("other", "", "（六）其他处理", "2019"),
    ("other_no_correction", "（六）其他处理",
     "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "2021"),
    ("other_no_fee", "（六）其他处理",
     "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2021"),
    ("other_misc", "（六）其他处理", "3.其他", "2021"),
    ("res_total", "", "（七）总计", "both"),
    ("carried_out", "", "四、结转下年度继续办理", "both"),
]
OUTER = ("new_received", "carried_in", "carried_out")

BLOCKS = {
    "2019": [
        ("a20_1", "第二十条第（一）项", ["made_new", "published_new", "published_total"],
         ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
         [("rules", "规章"), ("normative_docs", "规范性文件")]),
        ("a20_5", "第二十条第（五）项", ["items_prev", "items_delta", "decisions"],
         ["上一年项目数量", "本年增/减", "处理决定数量"],
         [("permit", "行政许可"), ("other_services", "其他对外管理服务事项")]),
        ("a20_6", "第二十条第（六）项", ["items_prev", "items_delta", "decisions"],
         ["上一年项目数量", "本年增/减", "处理决定数量"],
         [("penalty", "行政处罚"), ("coercion", "行政强制")]),
        ("a20_8", "第二十条第（八）项", ["items_prev", "items_delta"],
         ["上一年项目数量", "本年增/减"], [("admin_fee", "行政事业性收费")]),
        ("a20_9", "第二十条第（九）项", ["projects", "amount"],
         ["采购项目数量", "采购总金额"], [("central_procurement", "政府集中采购")]),
    ],
    "2021": [
        ("a20_1", "第二十条第（一）项", ["issued", "repealed", "in_force"],
         ["本年制发件数", "本年废止件数", "现行有效件数"],
         [("rules", "规章"), ("normative_docs", "行政规范性文件")]),
        ("a20_5", "第二十条第（五）项", ["decisions"], ["本年处理决定数量"],
         [("permit", "行政许可")]),
        ("a20_6", "第二十条第（六）项", ["decisions"], ["本年处理决定数量"],
         [("penalty", "行政处罚"), ("coercion", "行政强制")]),
        ("a20_8", "第二十条第（八）项", ["amount_wan"], ["本年收费金额（单位：万元）"],
         [("admin_fee", "行政事业性收费")]),
    ],
}

REVIEW_GROUPS = [("rev", "行政复议"), ("lit_direct", "未经复议直接起诉"), ("lit_after", "复议后起诉")]
REVIEW_RESULTS = [("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果"),
                  ("pending", "尚未审结"), ("total", "总计")]
REVIEW_PATHS = ["review_litigation.%s_%s" % (g, r) for g, _ in REVIEW_GROUPS for r, _ in REVIEW_RESULTS]

SECTION_KEYS = ["s1_overview", "s2_proactive", "s3_requests", "s4_review_litigation", "s5_problems",
                "s6_other"]
HEADINGS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项"]

PLACES = ["青石", "云溪", "柏山", "临河", "东渡", "白塔", "松原岭", "南屏", "石桥", "清泉", "永丰", "长坪"]
KINDS = ["县人民政府", "区人民政府", "市人民政府", "县财政局", "市教育局", "区水务局", "县住房和城乡建设局",
         "区民政局", "街道办事处", "镇人民政府", "市人民政府办公室", "区卫生健康委员会", "县司法局"]


class Report:
    """cells: path -> what is meant (int, Decimal, None for a blank or a sign that is no number);
    printed: path -> what stands on the page. A path that is not there has no cell."""

    def __init__(self):
        self.cells = {}
        self.printed = {}
        self.table_form = "2021"
        self.row_form = "2021"
        self.paragraphs = {}
        self.preface = []
        self.traits = set()
        self.headings = HEADINGS

    @property
    def blocks(self):
        return BLOCKS[self.table_form]

    @property
    def rows(self):
        return [row for row in ROWS if row[3] in ("both", self.row_form)]

    def row_paths(self, key):
        return ["applications.%s.%s" % (key, column) for column in COLUMNS]

    def values(self, paths):
        return [self.printed[path] for path in paths]

    def set(self, path, value, printed=None):
        self.cells[path] = value
        self.printed[path] = ("" if value is None else str(value)) if printed is None else printed


# --- figures ---------------------------------------------------------------------------------

def small_or_zero(rng, top):
    """Mostly zero, as in life."""
    return 0 if rng.random() < 0.6 else rng.randint(1, top)


def share_out(rng, total, count, busy):
    """Parts of a total over `count` rows, most of them in few."""
    parts = [0] * count
    heavy = rng.sample(range(count), min(count, busy))
    for _ in range(8):
        if total <= 0:
            break
        piece = rng.randint(0, total)
        parts[rng.choice(heavy)] += piece
        total -= piece
    parts[rng.choice(heavy)] += total
    return parts


def make_applications(rng, report, scale):
    rows = [key for key, _, _, _ in report.rows]
    results = [key for key in rows if key not in OUTER and key != "res_total"]
    sums = {key: 0 for key in rows}
    for number, column in enumerate(COLUMNS[:-1]):
        tops = {"zero": 0, "small": 9, "middle": 120, "large": 15000}
        top = tops[scale] if number == 0 else tops[scale] // 8
        fresh = rng.randint(0, top) if number == 0 else small_or_zero(rng, max(top, 1)) if top else 0
        carried = small_or_zero(rng, max(top // 6, 2)) if top else 0
        left = rng.randint(0, (fresh + carried) // 4)
        figures = dict(zip(results, share_out(rng, fresh + carried - left, len(results), 9)))
        figures.update(new_received=fresh, carried_in=carried, carried_out=left,
                       res_total=fresh + carried - left)
        for key in rows:
            sums[key] += figures[key]
            report.set("applications.%s.%s" % (key, column), figures[key])
    for key in rows:
        report.set("applications.%s.total" % key, sums[key])


def make_review(rng, report, scale):
    top = {"zero": 0, "small": 3, "middle": 20, "large": 400}[scale]
    for group, _ in REVIEW_GROUPS:
        parts = [small_or_zero(rng, top) if top else 0 for _ in range(4)]
        for (result, _), value in zip(REVIEW_RESULTS, parts + [sum(parts)]):
            report.set("review_litigation.%s_%s" % (group, result), value)


def money_2019(rng):
    """An amount as clerks print it, and its 万元."""
    kind = rng.randrange(6)
    if kind == 0:
        return Decimal(0), "0"
    if kind == 1:
        value = Decimal(rng.randint(1, 9999999)) / 1000
        return value, "%s万元" % value
    if kind == 2:
        value = Decimal(rng.randint(1, 99999999)) / 10000
        return value, "%s 万元" % value
    if kind == 3:
        yuan = rng.randint(1000, 99999999)
        return Decimal(yuan) / 10000, "%d元" % yuan
    if kind == 4:
        yuan = Decimal(rng.randint(100000, 9999999999)) / 100
        return yuan / 10000, "%.2f元" % yuan
    value = Decimal(rng.randint(1, 999999)) / 100
    return value, str(value)


def make_proactive(rng, report, scale):
    top = {"zero": 0, "small": 9, "middle": 300, "large": 3000000}[scale]
    for block, _, columns, _, rows in report.blocks:
        for row, _ in rows:
            for column in columns:
                path = "proactive.%s.%s.%s" % (block, row, column)
                if column == "items_delta":
                    value = rng.choice([0, 0, rng.randint(-160, 160)])
                    sign = "+" if value > 0 and rng.random() < 0.5 else ""
                    report.set(path, value, "%s%d" % (sign, value))
                elif column == "amount":
                    value, printed = money_2019(rng) if top else (Decimal(0), "0")
                    report.set(path, value, printed)
                elif column == "amount_wan":
                    value = rng.choice([Decimal(0), Decimal(rng.randint(0, 9999999)) / 10000,
                                        Decimal(rng.randint(0, 99999)) / 100]) if top else Decimal(0)
                    report.set(path, value, str(value.normalize()) if value else "0")
                    if "E" in report.printed[path]:
                        report.set(path, value, str(value))
                elif row == "rules":
                    report.set(path, small_or_zero(rng, min(top, 30)) if top else 0)
                else:
                    report.set(path, small_or_zero(rng, top) if top else 0)


# --- habits of clerks ---------------------------------------------------------------------------

def spoil_sums(rng, report):
    """One to three figures of tables 3 and 4 are truly wrong: they must be read as printed."""
    paths = [path for path in report.cells if not path.startswith("proactive.")]
    for path in rng.sample(paths, rng.randint(1, 3)):
        report.set(path, (report.cells[path] or 0) + rng.choice([1, 2, 10, 100]))


def blank_some(rng, report):
    kind = rng.randrange(4)
    keys = [key for key, _, _, _ in report.rows]
    if kind == 0:    # zeros are left blank
        for path, value in list(report.cells.items()):
            if value == 0 and path.startswith("applications."):
                report.set(path, None)
    elif kind == 1:  # the total column of the results is blank
        for key in keys:
            if key not in OUTER and key != "res_total":
                report.set("applications.%s.total" % key, None)
    elif kind == 2:  # rows with nothing but their total
        for key in keys:
            if key not in OUTER:
                for column in COLUMNS[:-1]:
                    report.set("applications.%s.%s" % (key, column), None)
    else:
        for path in rng.sample(list(report.cells), rng.randint(1, 12)):
            report.set(path, None)


def dash_some(rng, report):
    sign = rng.choice(["/", "—", "-", "\\"])
    for path, value in list(report.cells.items()):
        if value == 0 and rng.random() < 0.5:
            report.set(path, None, sign)


def put_units(rng, report):
    unit = rng.choice(["件", "项"])
    for path, value in list(report.cells.items()):
        if path.startswith("proactive.") and isinstance(value, int) and "delta" not in path:
            report.set(path, value, "%d%s" % (value, unit))
    path = "proactive.a20_1.normative_docs.%s" % ("in_force" if report.table_form == "2021"
                                                   else "published_total")
    value = report.cells[path]
    if value:
        report.set(path, value, "%d（其中修订%d件）" % (value, rng.randint(1, 20)))


def put_commas(report):
    for path, value in report.cells.items():
        if isinstance(value, int) and value >= 1000:
            report.printed[path] = "{:,}".format(value)


def put_wide(report):
    for path, printed in report.printed.items():
        if printed.isdigit():
            report.printed[path] = "".join(chr(0xFF10 + int(c)) for c in printed)


ODD_WORDS = ["不涉及", "无数据", "见附件", "未统计", "//", "\\\\", "N/A", "暂无", "若干", "——", "约10"]


def put_words(rng, report):
    """Words where numbers should be: they are no numbers, and no labels either."""
    for path in rng.sample(sorted(report.cells), 12):
        report.set(path, None, rng.choice(ODD_WORDS))
    keys = [row[0] for row in report.rows]
    report.set("applications.%s.natural_person" % rng.choice(keys), None, rng.choice(ODD_WORDS))


# --- words -----------------------------------------------------------------------------------------

def narrative(rng, report):
    year, name = report.year, report.agency
    fresh = report.cells["applications.new_received.total"]
    report.preface = [
        "根据《中华人民共和国政府信息公开条例》，%s编制本报告。数据统计期限为%d年1月1日至%d年12月31日。"
        % (name, year, year),
        "公众如有疑问，可与本机关联系（地址：中心大街%d号，电话：0%d-%d）。"
        % (rng.randint(1, 300), rng.randint(311, 999), rng.randint(2000000, 8999999)),
    ]
    first = [
        "%d年，本机关把公开透明当作日常工作，全年通过网站发布信息%d条。" % (year, rng.randint(20, 9000)),
        "（一）主动公开方面。围绕群众关心的住房、就学、就医三件事，更新栏目%d个。" % rng.randint(2, 40),
        "（二）依申请公开方面。全年收到申请%s件，均按时答复。" % (fresh if fresh is not None else "若干"),
        "（三）监督保障方面。组织培训%d次，%d人参加。" % (rng.randint(1, 9), rng.randint(20, 400)),
    ]
    report.paragraphs = {
        "s1_overview": first[:rng.randint(2, 4)],
        "s2_proactive": [] if rng.random() < 0.7 else ["按照条例第二十条，本年主动公开的情况如下。"],
        "s3_requests": [] if rng.random() < 0.7 else ["本年申请的数量和办理结果见下表。"],
        "s4_review_litigation": [] if rng.random() < 0.7 else ["因公开工作引起的复议和诉讼见下表。"],
        "s5_problems": [
            "（一）存在的问题。一是栏目更新有快有慢；二是解读形式还不丰富。",
            "（二）改进情况。%d年，我们补齐了%d个长期不更新的栏目。" % (year, rng.randint(2, 12)),
        ],
        "s6_other": [rng.choice(["本年度没有收取信息处理费。", "无其他需要报告的事项。",
                                 "%d年办理建议提案%d件，均已答复。" % (year, rng.randint(3, 60))])],
    }
    report.signed_on = (year + 1, rng.choice([1, 1, 1, 2, 3]), rng.randint(1, 28))
    report.signed_by = name
    report.title = rng.choice(["{n}{y}年政府信息公开工作年度报告", "{y}年{n}政府信息公开工作年度报告",
                               "{n}{y}年度政府信息公开工作年度报告"]).format(n=name, y=year)


TRAITS = ["wrong_sums", "blanks", "dashes", "units", "commas", "wide"]


def make_report(rng, traits=(), form=None, year=None):
    """One report. `traits` are habits of the clerk, names of TRAITS, "words" and "hybrid"."""
    report = Report()
    report.traits = set(traits)
    report.table_form = form or rng.choice(["2019", "2021", "2021"])
    report.row_form = report.table_form
    if "hybrid" in report.traits:
        report.row_form = "2019" if report.table_form == "2021" else "2021"
    report.year = year or (rng.choice([2019, 2020]) if report.table_form == "2019"
                           else rng.randint(2021, 2024))
    report.agency = rng.choice(PLACES) + rng.choice(KINDS)
    scale = rng.choice(["zero", "small", "small", "middle", "middle", "large"])
    make_proactive(rng, report, scale)
    make_applications(rng, report, scale)
    make_review(rng, report, scale)
    if "wrong_sums" in report.traits:
        spoil_sums(rng, report)
    if "blanks" in report.traits:
        blank_some(rng, report)
    if "dashes" in report.traits:
        dash_some(rng, report)
    if "words" in report.traits:
        put_words(rng, report)
    if "units" in report.traits:
        put_units(rng, report)
    if "commas" in report.traits:
        put_commas(report)
    if "wide" in report.traits:
        put_wide(report)
    narrative(rng, report)
    return report


def signature(report):
    return [report.signed_by, "%d年%d月%d日" % report.signed_on]
