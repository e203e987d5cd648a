"""Pages and texts that print the same metadata in the ways of many sites, with what must not be taken for it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.metadata.bodies import Who, draw

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Case:
    """``data`` under ``name``, and the columns that are true of it; a column whose truth is None must stay empty."""

    name: str
    data: bytes
    truth: dict[str, object]
    layout: str
    host: str


def han(day: date, zero: str = "〇") -> str:
    """二〇二四年一月三十一日."""
    year = "".join(_DIGITS[int(c)] for c in str(day.year)).replace("〇", zero)
    return f"{year}年{_small(day.month)}月{_small(day.day)}日"


def _small(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def spelt(r: random.Random, day: date, *, prose: bool = False) -> str:
    """The day in one of the spellings of sites, or of prose."""
    plain = f"{day.year}年{day.month}月{day.day}日"
    if prose:
        return r.choice(
            [plain, f"{day.year} 年 {day.month} 月 {day.day} 日", han(day), han(day, "○"), han(day, "零")]
        )
    time = f"{r.randint(8, 17):02d}:{r.randint(0, 59):02d}"
    forms = [
        day.isoformat(),
        f"{day.isoformat()} {time}",
        plain,
        f"{day:%Y年%m月%d日}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
    ]
    return r.choice(
        [*forms, f"{day.isoformat()} {time}:07", f"{day.year}-{day.month}-{day.day}", f"{day:%Y%m%d}"]
    )


def title(r: random.Random, who: Who, year: int) -> tuple[str, bool, bool]:
    """A title, and whether it names the year and the body."""
    paper = r.choice(
        [
            "政府信息公开工作年度报告",
            "政府信息公开年度报告",
            "信息公开年度报告",
            "政府信息公开工作报告",
            "政府信息公开年报",
        ]
    )
    b = who.titled
    forms = [
        f"{b}{year}年{paper}", f"{b}{year}年{paper}", f"{year}年{b}{paper}", f"{year}年度{b}{paper}", f"{b}{year}年度{paper}",
        f"{b}{year}年度政府信息公开工作年度报告", f"{b}{paper}({year}年)", f"{b}{paper}（{year}年度）", f"关于{b}{year}年{paper}",
        f"{b}关于{year}年度政府信息公开工作情况的报告", f"{b}{year}年政务公开工作总结", f"{b}政府信息公开{year}年度报告",
        f"{b}\n{year}年{paper}", f"{b}{year}年\n{paper}", f"{b} {year} 年{paper}", f"{b}{han(date(year, 1, 1))[:5]}{paper}",
        f"（{b}）{year}年{paper}", f"{b}——{year}年{paper}", f"[{year}年]{b}{paper}",
    ]  # fmt: skip
    turn = r.random()
    if turn < 0.06:
        return f"{year}年{paper}", True, False
    if turn < 0.12:
        return f"{b}{paper}", False, True
    return r.choice(forms), True, True


def index_number(r: random.Random, year: int, county: str) -> str:
    """An index number after one of the local patterns."""
    n, code = r.randint(1, 99999), r.randint(10**8, 10**9 - 1)
    forms = [
        f"{code}/{year + 1}-{n:05d}",
        f"11{county}{code}A/{year + 1}-{n:05d}",
        f"{code}X/{year + 1}-{n:05d}",
    ]
    forms += [f"A{r.randint(10000, 99999)}-{n:04d}-{r.randint(1000, 9999)}", f"{code}{year + 1}{n:05d}"]
    forms += [f"{code // 10}-{r.randint(1, 99)}_B/{year + 1}-{n:04d}", f"XX{n:03d}-0202-{year + 1}-{n:04d}"]
    return r.choice(forms)


_LABELS = {
    "title": ("名称", "标题", "信息名称", "名 称", "标　　题"),
    "index": ("索引号", "索 引 号", "索引码", "信息索引号"),
    "maker": (
        "发布机构",
        "发布单位",
        "公开机构",
        "制发单位",
        "信息来源",
        "来源",
        "发文机关",
        "发文单位",
        "发 布 机 构",
    ),
    "generated": ("生成日期", "成文日期", "成文时间", "制作日期", "生成日期"),
    "published": ("发布日期", "公开日期", "发布时间", "公开时间", "发文日期", "发文时间", "发布日期"),
}
_EMPTY = ("文号", "有效性", "主题词", "关键词", "主题分类", "体裁分类")


def fields(r: random.Random, facts: dict[str, str]) -> list[tuple[str, str]]:
    """Labels and values of a block, in one of the usual orders, with empty ones between."""
    pairs = [(r.choice(_LABELS[k]), v) for k, v in facts.items()]
    pairs += [
        (label, r.choice(["", "", "有效", "政府信息公开年报"]) if label != "文号" else "")
        for label in r.sample(_EMPTY, 2)
    ]
    if r.random() < 0.6:
        r.shuffle(pairs)
    return pairs


def in_lines(r: random.Random, pairs: list[tuple[str, str]]) -> str:
    colon = r.choice(["：", ": ", ":", " : "])
    mark = r.choice(["", "", "• ", "【"])
    return "\n".join(f"{mark}{a}{'】' if mark == '【' else colon}{b}" for a, b in pairs)


def in_pipes(r: random.Random, pairs: list[tuple[str, str]]) -> str:
    colon = r.choice(["", "：", ":"])
    wide = r.choice([1, 2])
    rows = [pairs[i : i + wide] for i in range(0, len(pairs), wide)]
    return "\n".join(" | ".join(f"{a}{colon} | {b}" for a, b in row) + " |" for row in rows)


def upright(r: random.Random, pairs: list[tuple[str, str]]) -> str:
    return f"{' | '.join(a for a, _ in pairs)} |\n{' | '.join(b for _, b in pairs)} |"


def running(r: random.Random, pairs: list[tuple[str, str]]) -> str:
    colon = r.choice(["：", ":", "： ", " ", " ] "])
    if colon == " ] ":
        return " ".join(f"[ {a} ] {b}" for a, b in pairs)
    return r.choice([" ", "  ", "　"]).join(f"{a}{colon}{b}" for a, b in pairs if b or colon != " ")


def rows_html(r: random.Random, pairs: list[tuple[str, str]]) -> str:
    colon = r.choice(["", "："])
    if r.random() < 0.35:
        return "<ul>" + "".join(f"<li><b>{a}：</b><span>{b}</span></li>" for a, b in pairs) + "</ul>"
    wide = r.choice([1, 2])
    rows = [pairs[i : i + wide] for i in range(0, len(pairs), wide)]
    cells = ["".join(f"<td>{a}{colon}</td><td>{b or '&nbsp;'}</td>" for a, b in row) for row in rows]
    return "<table>" + "".join(f"<tr>{c}</tr>" for c in cells) + "</table>"


def prose(r: random.Random, who: Who, year: int, told: bool, period: bool) -> list[str]:
    """The report under its title; ``told``: the preface names the body in full."""
    preface = "根据《中华人民共和国政府信息公开条例》(以下简称《条例》)的要求，"
    preface += f"由{who.full}编制本报告。" if told else f"现公布{year}年度政府信息公开工作情况。"
    if period:
        first, last = date(year, 1, 1), date(year, 12, 31)
        end = r.choice([f"{year}年12月31日", "12月31日"])
        way = r.choice(["lost", "plain", "plain", "plain", "spaced"])
        said = {
            "plain": f"{year}年1月1日{r.choice(['起至', '至', '到', '—'])}{end}",
            "lost": f"{first.year}11日至{last.year}1231日",
            "spaced": f"{year} 年 1 月 1 日起至 {year} 年 12 月 31 日",
        }[way]
        preface += f"本报告所列数据的统计期限自{said}止。"
    n = r.randint(20, 900)
    return [
        preface,
        "一、总体情况",
        f"{year}年，{who.call}认真贯彻落实《条例》，主动公开政府信息{n}条。组织培训{r.randint(2, 9)}次。",
        "二、主动公开政府信息情况",
        "未制作规章。",
        "三、收到和处理政府信息公开申请情况",
        f"{year}年收到申请{r.randint(1, 40)}件。{r.choice(['', f'{year - 1}年为{r.randint(41, 60)}件。'])}",
        "四、政府信息公开行政复议、行政诉讼情况",
        "无。",
        "五、存在的主要问题及改进情况",
        f"{year + 1}年，{who.call}将继续努力，按照{year + 1}年政务公开工作要点抓好落实。",
        "六、其他需要报告的事项",
        "无。",
    ]


_NEWS = ("关于做好森林防火工作的通知", "领导调研重点项目", "召开安全生产会议", "公开招聘工作人员公告")


def decoys(r: random.Random, who: Who, year: int) -> tuple[list[str], list[str]]:
    """Lines above and below the report that belong to the site or to other papers."""
    above, below = [], []
    today = date(2026, r.randint(1, 9), r.randint(1, 28))
    if r.random() < 0.4:
        above.append(f"今天是{today.year}年{today.month}月{today.day}日 星期{r.choice('一二三四五')}")
    if r.random() < 0.5:
        above.append(
            r.choice(
                [
                    "当前位置：首页 > 政务公开 > 政府信息公开年报",
                    "首页 > 信息公开 > 法定主动公开内容 > 年度报告",
                    "您的位置：首页>>政府信息公开年报>>正文",
                ]
            )
        )
    if r.random() < 0.2:
        above.append("登录 注册 无障碍浏览 长者模式")
    if r.random() < 0.3:
        below.append(f"上一篇：{who.titled}{year - 1}年政府信息公开工作年度报告")
        below.append(f"下一篇：{who.titled}{year + 1}年政府信息公开工作年度报告")
    if r.random() < 0.3:
        below += [f"{r.choice(_NEWS)} {today - timedelta(days=r.randint(1, 60))}" for _ in range(3)]
    if r.random() < 0.5:
        below.append(
            f"版权所有 © {r.choice([2009, 2015, 2019])}-{today.year} {who.site} 主办：{who.site}办公室"
        )
    if r.random() < 0.3:
        below.append("地址：建设路1号 备案号：ICP备05000000号-1 网站标识码：3207230001")
    if r.random() < 0.2:
        below.append("扫一扫在手机打开当前页 【打印本页】 【关闭窗口】")
    return above, below


BLOCKS = {"lines": in_lines, "pipes": in_pipes, "upright": upright, "running": running}
LAYOUTS = (*BLOCKS, "table page", "meta tags", "byline", "signature only", "crawler header")
PAGES = ("table page", "meta tags")
WITH_HOST = ("meta tags", "crawler header")


@dataclass(slots=True)
class Plan:
    """What a case prints; a date is None where it does not print it."""

    who: Who
    year: int
    layout: str
    title: str
    published: date
    generated: date | None
    signed: date | None
    index: str | None
    host: str
    period: bool
    told: bool

    @property
    def line(self) -> str:
        """The title in one line."""
        return self.title.replace("\n", "")

    @property
    def truth(self) -> dict[str, object]:
        """Columns of ``reports``."""
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        return self.who.truth | {
            "year": self.year,
            "title": "".join(self.title.split()),
            "index_no": self.index,
            "published_on": None if self.layout == "signature only" else self.published,
            "generated_on": self.generated,
            "signed_on": self.signed,
            "period_start": first if self.period else None,
            "period_end": last if self.period else None,
            "host": self.host if self.layout in WITH_HOST else None,
        }


def planned(r: random.Random, layout: str) -> Plan:
    """Body, year, title and dates; what the block does not name is told in the preface or under the text."""
    who, year = draw(r)
    headline, has_year, has_body = title(r, who, year)
    published = date(year + 1, 1, 5) + timedelta(days=r.randint(0, 110))
    generated = published - timedelta(days=r.randint(0, 12))
    signed = (
        generated - timedelta(days=r.randint(0, 5))
        if r.random() < 0.5 or layout == "signature only"
        else None
    )
    in_block = layout in (*BLOCKS, "table page")
    number = index_number(r, year, str(who.truth.get("division_code") or "320723"))
    return Plan(
        who=who,
        year=year,
        layout=layout,
        title=headline,
        published=published,
        generated=generated if in_block and r.random() < 0.5 else None,
        signed=signed,
        index=number if in_block and r.random() < 0.8 else None,
        host=f"www.{r.choice(['abc', 'xyz', 'lmn', 'opq'])}{r.randint(1, 99)}.gov.cn",
        period=r.random() < 0.7 or not has_year,
        told=(not has_body or who.titled != who.full)
        and layout in ("byline", "crawler header")
        and signed is None,
    )


def block_of(r: random.Random, plan: Plan) -> list[tuple[str, str]]:
    """The fields of a block that print the plan."""
    facts = {"title": plan.line} if r.random() < 0.6 else {}
    facts |= {"index": plan.index} if plan.index else {}
    facts |= {"maker": plan.who.full, "published": spelt(r, plan.published)}
    facts |= {"generated": spelt(r, plan.generated)} if plan.generated else {}
    return fields(r, facts)


def head_of(r: random.Random, plan: Plan) -> list[str]:
    """What stands in a text before the prose."""
    if plan.layout in BLOCKS:
        return [BLOCKS[plan.layout](r, block_of(r, plan)), plan.title]
    if plan.layout == "byline":
        when = r.choice(["发布时间：", "时间：", "日期：", "发布日期："]) + spelt(r, plan.published)
        rest = r.choice(["", " 浏览次数：123 字体：大 中 小", " 作者：佚名 【字体：大中小】"])
        return [plan.title, f"{r.choice(['来源', '信息来源'])}：{plan.who.full} {when}{rest}"]
    if plan.layout == "crawler header":
        address = f"https://{plan.host}/zwgk/t{plan.published:%Y%m%d}_1.htm"
        lines = [f"标题: {plan.line}", f"发布时间: {plan.published.isoformat()} 08:58", "文号: "]
        lines += [f"发布机构: {plan.who.full}", "栏目: 政府信息公开年报", f"原文链接: {address}"]
        return [*lines, f"{'=' * 20} 正文 {'=' * 20}", plan.title]
    return [plan.title]


def page_of(r: random.Random, plan: Plan, above: list[str], lines: list[str]) -> str:
    """The case as a page."""
    who, block, mark, tags = plan.who, "", "", ""
    if plan.layout == "table page":
        block = rows_html(r, block_of(r, plan))
        mark = f"<publishtime>{plan.published.isoformat()}</publishtime>" if r.random() < 0.3 else ""
    else:
        said = {"SiteName": who.site, "SiteDomain": f"https://{plan.host}/", "ColumnName": "政府信息公开年报"}
        said |= {
            "ArticleTitle": plan.line,
            "PubDate": f"{plan.published.isoformat()} 15:30",
            "ContentSource": who.full,
        }
        tags = "".join(f'<meta name="{k}" content="{v}">' for k, v in said.items())
    site = f"{plan.line}{r.choice(['_', '-', ' - '])}{r.choice(['政府信息公开年报_', ''])}{who.site}"
    top = "".join(f"<div>{a}</div>" for a in above)
    flat = "".join(f"<p>{line}</p>" for line in [*plan.title.split("\n"), *lines])
    return f"<html><head><title>{site}</title>{tags}</head><body>{top}{block}{mark}{flat}</body></html>"


def case(seed: int) -> Case:
    """The case of this number; the same number always gives the same case."""
    r = random.Random(f"metadata {seed}")
    plan = planned(r, LAYOUTS[seed % len(LAYOUTS)])
    above, below = decoys(r, plan.who, plan.year)
    lines = prose(r, plan.who, plan.year, plan.told, plan.period)
    lines += [plan.who.full, spelt(r, plan.signed, prose=True)] if plan.signed else []
    if plan.layout in PAGES:
        text = page_of(r, plan, above, [*lines, *below])
    else:
        text = "\n".join([*above, *head_of(r, plan), "", *lines, *below, ""])
    stem = f"{r.choice(['t', 'content_', 'art', ''])}{plan.published:%Y%m%d}_{r.randint(100, 99999)}"
    suffix = "html" if plan.layout in PAGES else "txt"
    return Case(f"{stem}.{suffix}", text.encode(), plan.truth, plan.layout, plan.host)
