"""A portal on loopback: one listing, and reports in the form of 2021."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROWS = """一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
（一）予以公开
（二）部分公开（区分处理的，只计这一情形，不计其他情形）
1.属于国家秘密
2.其他法律行政法规禁止公开
3.危及“三安全一稳定”
4.保护第三方合法权益
5.属于三类内部事务信息
6.属于四类过程性信息
7.属于行政执法案卷
8.属于行政查询事项
1.本机关不掌握相关政府信息
2.没有现成信息需要另行制作
3.补正后申请内容仍不明确
1.信访举报投诉类申请
2.重复申请
3.要求提供公开出版物
4.无正当理由大量反复申请
5.要求行政机关确认或重新出具已获取信息
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
3.其他
（七）总计
四、结转下年度继续办理""".splitlines()
GROUPS = {4: ("（三）不予公开", 8), 12: ("（四）无法提供", 3), 15: ("（五）不予处理", 5),
          20: ("（六）其他处理", 3)}


def cells(values):
    return "".join(f"<td>{value}</td>" for value in values)


def applications(carried_out):
    figures = {0: 5, 2: 5, 23: 5, 24: carried_out}
    html = ("<table><tr><td colspan=3 rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项"
            "之和）</td><td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td><td colspan=5>"
            "法人或其他组织</td><td rowspan=2>总计</td></tr><tr>"
            + cells(["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]) + "</tr>")
    for n, label in enumerate(ROWS):
        html += "<tr>"
        if n == 2:
            html += "<td rowspan=22>三、本年度办理结果</td>"
        if n in GROUPS:
            html += f"<td rowspan={GROUPS[n][1]}>{GROUPS[n][0]}</td>"
        span = 3 if n in (0, 1, 24) else 2 if n in (2, 3, 23) else 1
        figure = figures.get(n, 0)
        html += f"<td colspan={span}>{label}</td>" + cells([figure, 0, 0, 0, 0, 0, figure]) + "</tr>"
    return html + "</table>"


def disclosure():
    wide = "<tr><td>{}</td><td colspan=3>{}</td></tr>"
    head = "<tr><td colspan=4>第二十条第（{}）项</td></tr>"
    return ("<table>" + head.format("一") + "<tr>"
            + cells(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]) + "</tr>"
            + "".join(f"<tr>{cells([it, 0, 0, 0])}</tr>" for it in ["规章", "行政规范性文件"])
            + head.format("五") + wide.format("信息内容", "本年处理决定数量") + wide.format("行政许可", 3)
            + head.format("六") + wide.format("信息内容", "本年处理决定数量")
            + wide.format("行政处罚", 1) + wide.format("行政强制", 0) + head.format("八")
            + wide.format("信息内容", "本年收费金额（单位：万元）") + wide.format("行政事业性收费", 0)
            + "</table>")


def reviews():
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    tall = "".join(f"<td rowspan=2>{it}</td>" for it in results)
    return ("<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
            f"<tr>{tall}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
            f"<tr>{cells(results * 2)}</tr><tr>{cells([0] * 15)}</tr></table>")


def report(agency, year, day, carried_out):
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return (f"<!DOCTYPE html><html><head><meta charset=utf-8><meta name=PubDate content='{day}'>"
            f"<title>{title}</title></head><body><h1>{title}</h1><div class=text>"
            f"<p>一、总体情况</p><p>{year}年，{agency}认真贯彻落实政府信息公开条例，各项工作有序推进。</p>"
            f"<p>二、主动公开政府信息情况</p>{disclosure()}"
            f"<p>三、收到和处理政府信息公开申请情况</p>{applications(carried_out)}"
            f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{reviews()}"
            "<p>五、存在的主要问题及改进情况</p><p>公开的时效还需加强，下一步将完善审核流程，加强培训。</p>"
            "<p>六、其他需要报告的事项</p><p>本年度未收取信息处理费。</p></div></body></html>")


class Portal:
    """Shows what was published; while `hang` is set, it takes requests and does not answer."""

    def __init__(self):
        self.posted = {}
        self.hang = False
        self.waiting = threading.Event()
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if portal.hang:
                    portal.waiting.set()
                    threading.Event().wait(30)
                    return
                page = portal.page(self.path)
                body = (page or "<h1>Not Found</h1>").encode()
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def handle(self):
                try:
                    super().handle()
                except OSError:
                    pass  # The client was killed.

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/nb/"

    def publish(self, agency, day, year=2025, wrong=False):
        number = len(self.posted) + 1
        path = f"/nb/t{day.replace('-', '')}_{number}.html"
        self.posted[path] = (f"{agency}{year}年政府信息公开工作年度报告", day,
                             report(agency, year, day, 2 if wrong else 0))

    def page(self, path):
        if path != "/nb/":
            return self.posted[path][2] if path in self.posted else None
        items = [(title, path, day) for path, (title, day, _) in self.posted.items()]
        items.append(("某市政府信息公开指南", "/zn.html", "2021-06-01"))
        return ("<meta charset=utf-8><title>政府信息公开年报</title><ul>"
                + "".join(f"<li><a href={path}>{title}</a> {day}</li>" for title, path, day in items)
                + "</ul>")
