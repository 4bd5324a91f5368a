"""The statutory forms of 2019 and 2021, figures for them, and what their sums say.

Written from the promulgated forms alone, so that it can disagree with the program: it knows rows,
columns and printed sums, and nothing of how a page is read. A figure is an int, a decimal string
(fees), or None where nothing is filled in; None is not 0, but counts as 0 in a sum.
"""

APPLICANTS = ["natural_person", "commercial_enterprise", "research_institution",
              "public_welfare_org", "legal_service_org", "other"]
COLUMNS = APPLICANTS + ["total"]
COLUMN_NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RESULTS = ["upheld", "corrected", "other", "pending", "total"]
RESULT_NAMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
GROUPS = ["reconsideration", "direct_litigation", "litigation_after_reconsideration"]

OUTCOMES_TO_FIVE = [
    ("granted", None, "（一）予以公开"),
    ("partly_granted", None, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("refused_state_secret", "（三）不予公开", "1.属于国家秘密"),
    ("refused_other_law", "（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("refused_safety_stability", "（三）不予公开", "3.危及“三安全一稳定”"),
    ("refused_third_party", "（三）不予公开", "4.保护第三方合法权益"),
    ("refused_internal", "（三）不予公开", "5.属于三类内部事务信息"),
    ("refused_process", "（三）不予公开", "6.属于四类过程性信息"),
    ("refused_enforcement_file", "（三）不予公开", "7.属于行政执法案卷"),
    ("refused_administrative_query", "（三）不予公开", "8.属于行政查询事项"),
    ("unavailable_not_held", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("unavailable_needs_creation", "（四）无法提供", "2.没有现成信息需要另行制作"),
    ("unavailable_unclear", "（四）无法提供", "3.补正后申请内容仍不明确"),
    ("unprocessed_petition", "（五）不予处理", "1.信访举报投诉类申请"),
    ("unprocessed_repeat", "（五）不予处理", "2.重复申请"),
    ("unprocessed_publication", "（五）不予处理", "3.要求提供公开出版物"),
    ("unprocessed_excessive", "（五）不予处理", "4.无正当理由大量反复申请"),
    ("unprocessed_reconfirmation", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
]
OTHER = {
    "2021": [
        ("other_not_corrected", "（六）其他处理",
         "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("other_fee_unpaid", "（六）其他处理",
         "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("other_other", "（六）其他处理", "3.其他"),
    ],
    "2019": [("other", None, "（六）其他处理")],
}
HEAD = [("received", "top", "一、本年新收政府信息公开申请数量"),
        ("carried_in", "top", "二、上年结转政府信息公开申请数量")]
TAIL = [("handled_total", None, "（七）总计"), ("carried_out", "top", "四、结转下年度继续办理")]

DISCLOSURE = {
    "2021": [
        ("第二十条第（一）项", ["本年制发件数", "本年废止件数", "现行有效件数"],
         [("规章", ["regulations.made", "regulations.repealed", "regulations.in_force"]),
          ("行政规范性文件", ["normative_documents.made", "normative_documents.repealed",
                       "normative_documents.in_force"])]),
        ("第二十条第（五）项", ["本年处理决定数量"], [("行政许可", ["licences"])]),
        ("第二十条第（六）项", ["本年处理决定数量"],
         [("行政处罚", ["penalties"]), ("行政强制", ["coercive_measures"])]),
        ("第二十条第（八）项", ["本年收费金额（单位：万元）"], [("行政事业性收费", ["fees_wan"])]),
    ],
    "2019": [
        ("第二十条第（一）项", ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
         [("规章", ["regulations.made", "regulations.new_disclosed", "regulations.total_disclosed"]),
          ("规范性文件", ["normative_documents.made", "normative_documents.new_disclosed",
                     "normative_documents.total_disclosed"])]),
        ("第二十条第（五）项", ["上一年项目数量", "本年增/减", "处理决定数量"],
         [("行政许可", ["items_last_year.licences", "items_change.licences", "licences"]),
          ("其他对外管理服务事项", ["items_last_year.other_services", "items_change.other_services",
                          "other_services"])]),
        ("第二十条第（六）项", ["上一年项目数量", "本年增/减", "处理决定数量"],
         [("行政处罚", ["items_last_year.penalties", "items_change.penalties", "penalties"]),
          ("行政强制", ["items_last_year.coercive_measures", "items_change.coercive_measures",
                    "coercive_measures"])]),
        ("第二十条第（八）项", ["上一年项目数量", "本年增/减"],
         [("行政事业性收费", ["items_last_year.fees", "items_change.fees"])]),
        ("第二十条第（九）项", ["采购项目数量", "采购总金额"],
         [("政府集中采购", ["procurement.items", "procurement.amount"])]),
    ],
}


def outcomes(edition):
    return OUTCOMES_TO_FIVE + OTHER[edition]


def lines(edition):
    """The rows of table 3: key, group, label."""
    return HEAD + outcomes(edition) + TAIL


def valid(rng, edition):
    """A table 3, a table 4 and a table 2 in which every sum holds: path -> int or string."""
    size = rng.choice([0, 3, 20, 400, 20000])
    busy = rng.random()
    cells = {}
    for column in APPLICANTS:
        total = 0
        for key, _, _ in outcomes(edition):
            n = rng.randint(0, size) if rng.random() < busy * 0.6 else 0
            cells[f"applications.{key}.{column}"] = n
            total += n
        cells[f"applications.handled_total.{column}"] = total
        out = rng.randint(0, size // 4 + 1) if rng.random() < busy else 0
        into = rng.randint(0, total + out) if rng.random() < 0.5 else 0
        cells[f"applications.carried_out.{column}"] = out
        cells[f"applications.carried_in.{column}"] = into
        cells[f"applications.received.{column}"] = total + out - into
    for key, _, _ in lines(edition):
        row = [cells[f"applications.{key}.{column}"] for column in APPLICANTS]
        cells[f"applications.{key}.total"] = sum(row)
    for group in GROUPS:
        row = [rng.randint(0, size // 10 + 1) if rng.random() < busy else 0 for _ in range(4)]
        for result, n in zip(RESULTS, row + [sum(row)]):
            cells[f"reviews.{group}.{result}"] = n
    for _, _, rows in DISCLOSURE[edition]:
        for _, paths in rows:
            for path in paths:
                cells[f"active_disclosure.{path}"] = disclosure_figure(rng, path, size)
    return cells


def disclosure_figure(rng, path, size):
    n = rng.randint(0, size)
    if path == "fees_wan":
        return rng.choice([str(n), f"{n}.{rng.randint(0, 9999)}", "0", "0.00"])
    if path == "procurement.amount":
        return rng.choice([f"{n}元", f"{n}.5万元", f"{n}.25"])
    if path.startswith("items_change"):
        return rng.choice([n, -n])
    return n


def damage(rng, cells):
    """Makes some figures of tables 3 and 4 wrong, as offices do."""
    paths = [path for path in cells if not path.startswith("active_disclosure")]
    for path in rng.sample(paths, rng.choice([1, 1, 1, 2, 5])):
        n = cells[path]
        how = rng.randrange(4)
        if how == 0:
            cells[path] = n + rng.choice([1, 10, 100])
        elif how == 1 and n:
            cells[path] = n - 1
        elif how == 2 and n > 9:
            digits = str(n)
            cells[path] = int(digits[1] + digits[0] + digits[2:])
        else:
            cells[path] = 0 if n else 7


def blank_some(rng, cells):
    """Leaves zeros out, as offices do; the whole column of totals, or single cells."""
    if rng.random() < 0.3:
        for path in cells:
            if path.startswith("applications.") and path.endswith(".total"):
                cells[path] = None
        return
    chance = rng.choice([0.1, 0.5, 1.0])
    for path, n in cells.items():
        if n == 0 and rng.random() < chance:
            cells[path] = None


def breaches(edition, cells):
    """What the printed sums say: pairs of a rule and the place where it is broken.

    A blank counts as 0; where a total, or one whole side, is blank, nothing was claimed, and a row
    with nothing but its total claims no sum.
    """
    found = set()

    def at(key, column):
        return cells[f"applications.{key}.{column}"]

    def summed(figures):
        figures = list(figures)
        return sum(n or 0 for n in figures), all(n is None for n in figures)

    def side(keys, column):
        return summed(at(key, column) for key in keys)

    balance = ("applications-unbalanced", ["received", "carried_in"],
               ["handled_total", "carried_out"])
    sums = ("results-sum-wrong", [key for key, _, _ in outcomes(edition)], ["handled_total"])
    for rule, left, right in (balance, sums):
        for column in COLUMNS:
            (a, a_blank), (b, b_blank) = side(left, column), side(right, column)
            if a != b and not a_blank and not b_blank:
                found.add((rule, column))
    for key, _, _ in lines(edition):
        total, (parts, blank) = at(key, "total"), summed(at(key, it) for it in APPLICANTS)
        if total is not None and not blank and total != parts:
            found.add(("row-sum-wrong", key))
    for group in GROUPS:
        row = [cells[f"reviews.{group}.{result}"] for result in RESULTS]
        parts, blank = summed(row[:4])
        if row[4] is not None and not blank and row[4] != parts:
            found.add(("reviews-sum-wrong", group))
    return found
