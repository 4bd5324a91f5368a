"""Report pages in the looks that portals give them: eight of HTML, four of flattened text.

Every layout prints the same figures; what differs is what a reader of pages may stumble over.
"""

import html

import form

HTML = ["plain", "form", "empty-header", "ueditor", "word", "split", "nested", "turned"]
TEXT = ["lines", "spaced", "blanks-lost", "glued"]

PROSE = {
    1: "本局认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进主动公开、依申请公开、政府信息管理、"
       "平台建设和监督保障各项工作。",
    5: "存在的主要问题是公开的及时性有待提高。下一步将加强培训，完善机制。",
    6: "本年度未收取信息处理费。无其他需要报告的事项。",
}
TITLES = ["", "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
          "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"]
NUMERALS = "零一二三四五六"


class Printer:
    """Prints figures and cells the way one page does."""

    def __init__(self, rng, layout):
        self.rng = rng
        self.layout = layout
        self.blank = rng.choice(["", "&nbsp;", " ", "/", "—", "-", "无", "\u3000"])
        self.wide = rng.random() < 0.05
        self.commas = rng.random() < 0.1
        self.unit = rng.random() < 0.03
        self.drift = rng.random() < 0.3

    def figure(self, value):
        """The printed text of a figure."""
        if value is None:
            return self.blank
        if isinstance(value, str):
            return value
        text = f"{value:,}" if self.commas else str(value)
        if self.wide:
            text = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
        return text + ("件" if self.unit and value > 0 else "")

    def drifted(self, text):
        """The words of a label, as carelessly as offices write them."""
        if not self.drift:
            return text
        for form_, seen in [("（", "("), ("）", ")"), ("、", "，"), ("现行有效件数", "现行有效件"),
                            ("规章", "规 章"), ("行政规范性文件", "规范性文件")]:
            if self.rng.random() < 0.5 and (form_ != "、" or not text[:2].endswith("、")):
                text = text.replace(form_, seen)
        if text[1:2] == "." and self.rng.random() < 0.5:
            text = text[0] + self.rng.choice(["．", "、", ". "]) + text[2:]
        return text

    def label(self, text):
        """A label of the form between tags."""
        text = html.escape(self.drifted(text))
        if not self.drift:
            return text
        at = self.rng.randint(0, len(text))
        gap = self.rng.choice(["", "<br/>", "&nbsp;", " ", "\u3000"])
        return text if "&" in text else text[:at] + gap + text[at:]

    def inside(self, text):
        """What stands between the tags of a cell."""
        if self.layout == "ueditor":
            return (f'<p style="text-align: center;"><span style="font-size: 14px;">{text}'
                    "</span><br/></p>")
        if self.layout == "word":
            return f'<p class="MsoNormal" style="mso-pagination:none;">{self.torn(text)}</p>'
        if self.layout == "nested" and self.rng.random() < 0.3:
            return f"<table><tbody><tr><td>{text}</td></tr></tbody></table>"
        return text

    def torn(self, text):
        """Word writes a span wherever the cursor has been."""
        span = '<span lang="EN-US" style="font-size:9.0pt;">'
        if "&" in text or "<" in text or not text:
            return f"{span}{text}<o:p></o:p></span>"
        at = self.rng.randint(0, len(text))
        return f"{span}{text[:at]}</span><span>{text[at:]}<o:p></o:p></span>"

    def cell(self, text, rowspan=1, colspan=1, figure=False):
        spans = f' rowspan="{rowspan}"' if rowspan > 1 else ""
        spans += f' colspan="{colspan}"' if colspan > 1 else ""
        style = ' style="border:1px solid #000;word-break:break-all"' \
            if self.layout in ("ueditor", "word") else ""
        text = text if figure else self.label(text)
        return f"<td{spans}{style}>{self.inside(text)}</td>"

    def figures(self, cells, paths):
        return "".join(self.cell(self.figure(cells[path]), figure=True) for path in paths)


def row(*cells):
    return "<tr>" + "".join(cells) + "</tr>"


def table(layout, rows):
    kind = {"ueditor": ' class="noBorderTable" data-sort="sortDisabled"',
            "word": ' class="MsoNormalTable" border="1"'}.get(layout, "")
    if layout == "ueditor" and rows:
        rows = [rows[0].replace("<tr>", '<tr class="firstRow">', 1)] + rows[1:]
    return f"<table{kind}><tbody>{''.join(rows)}</tbody></table>"


def disclosure(p, edition, cells):
    rows = []
    for caption, heads, lines in form.DISCLOSURE[edition]:
        spans = p.layout not in ("plain",)
        rows.append(row(p.cell(caption, colspan=4 if spans else 1)))
        width = 4 - len(heads) if spans else 1
        last = len(heads) - 1
        rows.append(row(p.cell("信息内容"), *[p.cell(head, colspan=width if i == last else 1)
                                          for i, head in enumerate(heads)]))
        for label, paths in lines:
            paths = [f"active_disclosure.{path}" for path in paths]
            printed = [p.cell(p.figure(cells[path]), colspan=width if i == last else 1, figure=True)
                       for i, path in enumerate(paths)]
            rows.append(row(p.cell(label), *printed))
    return table(p.layout, rows)


def header_of_three(p):
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    names = form.COLUMN_NAMES
    if p.layout == "plain":
        return [row(p.cell("项目"), *[p.cell(name) for name in names])]
    if p.layout == "empty-header":
        names, note = [""] * 7, ""
    who = "" if p.layout == "empty-header" else "申请人情况"
    bodies = "" if p.layout == "empty-header" else "法人或其他组织"
    return [
        row(p.cell(note, rowspan=3, colspan=3), p.cell(who, colspan=7)),
        row(p.cell(names[0], rowspan=2), p.cell(bodies, colspan=5), p.cell(names[6], rowspan=2)),
        row(*[p.cell(name) for name in names[1:6]]),
    ]


def rows_of_three(p, edition, cells):
    lines = form.lines(edition)
    rows = []
    seen = set()
    for key, group, label in lines:
        figures = p.figures(cells, [f"applications.{key}.{column}" for column in form.COLUMNS])
        if p.layout == "plain":
            rows.append(row(p.cell(label), figures))
            continue
        heads = []
        if key == "granted":
            heads.append(p.cell("三、本年度办理结果", rowspan=len(lines) - 3))
        if group == "top":
            heads.append(p.cell(label, colspan=3))
        elif group is None:
            heads.append(p.cell(label, colspan=2))
        else:
            if group not in seen:
                seen.add(group)
                heads.append(p.cell(group, rowspan=sum(1 for line in lines if line[1] == group)))
            heads.append(p.cell(label))
        rows.append(row(*heads, figures))
    return rows


def applications(p, edition, cells):
    head, rows = header_of_three(p), rows_of_three(p, edition, cells)
    if p.layout != "split":
        return table(p.layout, head + rows)
    at = p.rng.randint(3, len(rows) - 2)
    again = head if p.rng.random() < 0.5 else []
    between = p.rng.choice(["", "<p>- 3 -</p>", "<p>&nbsp;</p>"])
    return table(p.layout, head + rows[:at]) + between + table(p.layout, again + rows[at:])


def reviews(p, cells):
    paths = [[f"reviews.{group}.{result}" for result in form.RESULTS] for group in form.GROUPS]
    if p.layout == "turned" and p.rng.random() < 0.5:
        groups = [("行政复议", None), ("行政诉讼", "未经复议直接起诉"), ("行政诉讼", "复议后起诉")]
        rows = []
        for (outer, inner), group in zip(groups, paths):
            for i, (name, path) in enumerate(zip(form.RESULT_NAMES, group)):
                heads = []
                if i == 0 and inner is None:
                    heads.append(p.cell(outer, rowspan=5, colspan=2))
                elif i == 0:
                    if inner == "未经复议直接起诉":
                        heads.append(p.cell(outer, rowspan=10))
                    heads.append(p.cell(inner, rowspan=5))
                rows.append(row(*heads, p.cell(name), p.figures(cells, [path])))
        return table(p.layout, rows)
    names = form.RESULT_NAMES
    extra = p.layout == "turned"
    rows = [
        row(*([p.cell("", rowspan=3)] if extra else []), p.cell("行政复议", colspan=5),
            p.cell("行政诉讼", colspan=10)),
        row(*[p.cell(name, rowspan=2) for name in names], p.cell("未经复议直接起诉", colspan=5),
            p.cell("复议后起诉", colspan=5)),
        row(*[p.cell(name) for name in names * 2]),
        row(*([p.cell("数量")] if extra else []), p.figures(cells, sum(paths, []))),
    ]
    return table(p.layout, rows)


def write(rng, layout, edition, year, cells, path):
    """Writes one report as a page or as flattened text."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(page(rng, layout, edition, year, cells))


def page(rng, layout, edition, year, cells):
    """One report as the text of a file."""
    p = Printer(rng, layout)
    agency = f"示例市{rng.choice(['财政', '教育', '水利', '民政', '统计', '审计'])}局"
    title = f"{agency}{year}年政府信息公开工作年度报告"
    if layout in TEXT:
        return text_page(p, edition, title, cells)
    body = {2: disclosure(p, edition, cells), 3: applications(p, edition, cells),
            4: reviews(p, cells)}
    parts = []
    for number in range(1, 7):
        parts.append(f"<p><strong>{NUMERALS[number]}、{TITLES[number]}</strong></p>")
        parts.append(body.get(number) or f"<p>{PROSE[number]}</p>")
    content = "".join(parts)
    if layout == "nested":
        content = f'<table width="100%"><tr><td>{content}</td></tr></table>'
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="ArticleTitle" content="{title}">'
            f'<meta name="PubDate" content="{year + 1}-01-20 10:00"></head><body>'
            '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zfxxgk/">政府信息公开</a>'
            f'</li></ul></div><div class="content"><h1>{title}</h1><div id="zoom">'
            f"<p>根据《中华人民共和国政府信息公开条例》的规定，编制本报告。所列数据的统计期限自{year}年1月1日起"
            f"至{year}年12月31日止。</p>{content}</div></div><div class=\"foot\">版权所有</div>"
            "</body></html>")


def text_page(p, edition, title, cells):
    """What is left of a page when its tags are taken away."""
    join = {"lines": "\n", "glued": ""}.get(p.layout, " ")
    if p.layout != "blanks-lost" and not html.unescape(p.blank).strip():
        p.blank = "—"

    def figures(paths):
        shown = [html.unescape(p.figure(cells[path])) for path in paths]
        return join.join(shown)

    two = []
    for caption, heads, lines in form.DISCLOSURE[edition]:
        two += [caption, "信息内容", *heads]
        for label, paths in lines:
            two += [label, figures([f"active_disclosure.{path}" for path in paths])]
    three = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况", "自然人",
             "法人或其他组织", "总计", *form.COLUMN_NAMES[1:6]]
    seen = set()
    for key, group, label in form.lines(edition):
        if key == "granted":
            three.append("三、本年度办理结果")
        if group not in (None, "top") and group not in seen:
            seen.add(group)
            three.append(group)
        paths = [f"applications.{key}.{column}" for column in form.COLUMNS]
        three += [label, figures(paths)]
    four = ["行政复议", "行政诉讼", *form.RESULT_NAMES, "未经复议直接起诉", "复议后起诉",
            *form.RESULT_NAMES * 2,
            figures([f"reviews.{group}.{result}" for group in form.GROUPS
                     for result in form.RESULTS])]
    body = {2: "\n".join(two), 3: "\n".join(three), 4: "\n".join(four)}
    parts = [title]
    for number in range(1, 7):
        parts.append(f"{NUMERALS[number]}、{TITLES[number]}")
        parts.append(body.get(number) or PROSE[number])
    return "\n".join(parts) + "\n"
