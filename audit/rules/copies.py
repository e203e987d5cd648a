"""PRV: marks that a copy carries of the way it came: injected words, lost characters, markup, local paths; and what it
says of its publisher."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from stdnum.cn import uscc

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import among, because, joined, listing, listing_zh
from audit.rules.places import Sighting, passages, place, sighted
from audit.tidy.dates import repaired_date

INTEGRITY_EN = "Integrity of the copy: readers must find the words that the body published"
INTEGRITY_ZH = "副本完整性：读者看到的应当是机关发布的文字"
SHOWN = 20


def sightings(
    seen: Sequence[Sighting],
    subject: str,
    say: Callable[[list[str]], tuple[str, str]],
    expected: str = "none",
) -> pd.DataFrame:
    """A suspect for each report in which something was seen; ``say`` gives the messages (English, Chinese) of the
    distinct quotes."""
    quotes = [list(dict.fromkeys(s.quotes)) for s in seen]
    said = [say(q) for q in quotes]
    return pd.DataFrame(
        {
            "report_id": [s.report_id for s in seen],
            "places": [s.places[:SHOWN] for s in seen],
            "subject": subject,
            "observed": [listing(q) for q in quotes],
            "expected": expected,
            "difference": [float(len(s.places)) for s in seen],
            "message_en": [en for en, _ in said],
            "message_zh": [zh for _, zh in said],
        }
    )


def quoted(quotes: Sequence[str], most: int = 5) -> tuple[str, str]:
    """Quotes in one line, in English and Chinese."""
    short = [f"“{q if len(q) <= 40 else q[:39] + '…'}”" for q in (" ".join(q.split()) for q in quotes)]
    return listing(short, most), listing_zh(short, most)


@rule(
    "PRV-04",
    "injected-words",
    en="Words of gambling or pornography injected into the text",
    zh="正文被注入赌博、色情等词语",
    severity=Severity.high,
    basis_en=INTEGRITY_EN,
    basis_zh=INTEGRITY_ZH,
    confirmed=False,
    about="copy",
    needs=("injected_word",),
    why_zh="镜像或被篡改的网页会把词语、地名替换为推广内容；若公众看到的原网页也是如此，即属网站被篡改。",
    innocent_zh="正文说的是打击赌博、查处案件等工作，此类语句不提示；原发布网页可能没有问题，请核对。",
)
def injected_words(frames: Frames) -> Verdict:
    """The text holds names of casinos, betting sites or the like that belong to no sentence on fighting them.

    *Why it matters*: a mirror, or a page that was tampered with, puts advertisements in the place of words and
    names; if the public page looks the same, the site was broken into.

    *Innocent explanations*: the sentence is about fighting gambling: left out. The original page may be in
    order: the finding is about this copy.

    *Source*: seen on mirrors of published reports; state rules on the safety of government sites (to be
    confirmed).
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        en, zh = quoted(quotes)
        return (
            f"Words that are no part of a report stand in this copy: {en}.",
            f"此副本中有不属于报告的词语：{zh}。",
        )

    return Verdict(suspects=sightings(sighted(frames, "injected_word"), "injected", say))


_CODE = re.compile(r"(?:[^A-Za-z0-9]{0,8})(?P<code>[0-9A-Z]{8}[0-9X])(?P<next>[A-Z]?)(?=[/\-—_]|20\d\d)")
_CREDIT = re.compile(r"(?P<code>1[1-9][1-9]\d{5}[0-9A-HJ-NP-RTUW-Y]{10})(?![0-9A-Z])")
_REGIONS = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4}")
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PLACEHOLDER = re.compile(r"0{5,}")


def organisation_check(code: str) -> str:
    """The ninth character of an organisation code after GB 11714, from its first eight."""
    total = sum(int(c, 36) * w for c, w in zip(code[:8], _WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


@rule(
    "PRV-05",
    "index-number-fails-check",
    en="The code in the index number fails its check",
    zh="索引号中的机构代码校验不符",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Check characters of organisation codes (GB 11714) and unified credit codes (GB 32100), from memory",
    basis_zh="组织机构代码（GB 11714）、统一社会信用代码（GB 32100）的校验规则",
    confirmed=False,
    needs=("index_no",),
    why_zh="索引号以机构代码开头，校验不符说明代码录错或索引号不是该机关的。",
    innocent_zh="许多地方的索引号以行政区划代码或自编号开头，不是机构代码，不判断。",
)
def index_number_fails_check(frames: Frames) -> Verdict:
    """An index number begins with an organisation or credit code whose check character does not fit.

    *Why it matters*: the code names the publisher; one that fails its check was misprinted or is somebody
    else's.

    *Innocent explanations*: many places begin their index numbers with the code of the region or with a
    number of their own; these are no organisation codes, and nothing is said of them.

    *Source*: GB 11714 and GB 32100, from memory, verified on the codes of published reports; credit codes by
    the library python-stdnum.
    """
    reports = frames.reports
    index = reports["index_no"].fillna("").str.upper()
    credit = index.str.extract(_CREDIT, expand=False)
    ninth = index.str.extract(rf"^{_CODE.pattern}")["code"]
    ninth = ninth.where(ninth.notna() & ~ninth.fillna("").str.contains(_PLACEHOLDER) & credit.isna())
    ninth = ninth.where(~ninth.fillna("").str.match(_REGIONS))
    checks = [
        (code[-1], uscc.calc_check_digit(code)) if isinstance(code, str) else _of_nine(short)
        for code, short in zip(credit.tolist(), ninth.tolist(), strict=True)
    ]
    tested = np.array([c is not None for c in checks], dtype=bool)
    wrong = np.array([c is not None and c[0] != c[1] for c in checks], dtype=bool)
    return Verdict(
        suspects=_failing(frames, reports[wrong], [c for c in checks if c and c[0] != c[1]]),
        cannot_tell=because(reports.loc[~tested, "report_id"], "no index number with an organisation code"),
    )


def _of_nine(code: object) -> tuple[str, str] | None:
    return (code[-1], organisation_check(code)) if isinstance(code, str) else None


def _failing(frames: Frames, found: pd.DataFrame, checks: Sequence[tuple[str, str]]) -> pd.DataFrame:
    printed, numbers = passages(frames), found["index_no"].tolist()
    rows = list(zip(numbers, checks, strict=True))
    return pd.DataFrame(
        {
            "report_id": found["report_id"],
            "places": [
                place(printed[r], re.escape(n)) for r, n in zip(found["report_id"], numbers, strict=True)
            ],
            "subject": "index_no",
            "observed": [got for _, (got, _) in rows],
            "expected": [want for _, (_, want) in rows],
            "message_en": [
                f"The check character of the code in index number {n} is {got}; computed: {want}."
                for n, (got, want) in rows
            ],
            "message_zh": [f"索引号{n}中代码的校验位为{got}，计算应为{want}。" for n, (got, want) in rows],
        }
    )


@rule(
    "PRV-06",
    "characters-lost",
    en="Characters lost from dates or document numbers",
    zh="日期或文号中丢失文字",
    severity=Severity.info,
    basis_en=INTEGRITY_EN,
    basis_zh=INTEGRITY_ZH,
    confirmed=False,
    about="copy",
    needs=("lost_character",),
    why_zh="日期、文号中的“年”“月”“〕”丢失，多为网页采集或编码转换所致，引用前应核对原网页。",
    innocent_zh="采集时丢失，原网页可能完整。本程序只提示可能的读法，不据此修改。",
)
def characters_lost(frames: Frames) -> Verdict:
    """Dates and document numbers from which 年, 月 or a bracket is gone: 201711日, 〔2017121号.

    *Why it matters*: such losses come with copying and conversion; the place should be compared with the
    original before it is quoted.

    *Innocent explanations*: the original page may be in order. What a date probably reads is a hint, never a
    repair.

    *Source*: seen on published pages and copies of them.
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        en, zh = quoted(quotes)
        return f"Characters are lost in this copy: {en}.", f"此副本丢失文字：{zh}。"

    seen = sighted(frames, "lost_character")
    hints = [[_reads(q) for q in dict.fromkeys(s.quotes)] for s in seen]
    found = sightings(seen, "lost", say)
    return Verdict(suspects=found.assign(hint=[_both([h for h in one if h]) for one in hints]))


def _reads(quote: str) -> tuple[str, str] | None:
    day = repaired_date(quote)
    if not day:
        return None
    return f"“{quote}” probably reads {day.isoformat()}", f"“{quote}”可能为{day.isoformat()}"


def _both(said: Sequence[tuple[str, str]]) -> str | None:
    """Both languages of a hint in one line."""
    en, zh = "; ".join(e for e, _ in said), "；".join(z for _, z in said)
    return f"{en}. / {zh}。" if said else None


FREE_MAIL = re.compile(
    r"@(?:163|126|qq|sina|sohu|yeah|139|189|foxmail|gmail|hotmail|outlook|aliyun|21cn|tom)\.", re.I
)
_DOUBLE_DASH = re.compile(r"[-—–－]\s*[-—–－]")


@rule(
    "PRV-07",
    "contact-irregular",
    en="Contact data are irregular",
    zh="联系方式不规范",
    severity=Severity.info,
    basis_en="Quality of the contact data by which a reader asks the body",
    basis_zh="联系方式应便于公众咨询",
    confirmed=False,
    needs=("phone", "mail"),
    why_zh="联系方式是公众咨询的入口；区号缺失、符号错误会打不通，公务使用免费邮箱也不利于管理。",
    innocent_zh="本地读者知道区号；部分机关没有政务邮箱。仅作提示。",
)
def contact_irregular(frames: Frames) -> Verdict:
    """A telephone number with a doubled dash or without an area code, or a mail address at a free provider.

    *Why it matters*: these are the ways to ask the body; one that does not work is none.

    *Innocent explanations*: readers of the place know the area code; some bodies have no mail of their own.
    Info only. Hotlines and mobile numbers need no area code.

    *Source*: seen in published reports.
    """
    found: dict[str, list[tuple[tuple[str, str, str], str, str]]] = {}
    for kind, judge in (("phone", _phone), ("mail", _mail)):
        for seen in sighted(frames, kind):
            odd = [(spot, *said) for spot in seen.places if (said := judge(spot[2]))]
            found.setdefault(seen.report_id, []).extend(odd)
    rows = [(report_id, odd) for report_id, odd in found.items() if odd]
    phrases = [
        (list(dict.fromkeys(e for _, e, _ in odd)), list(dict.fromkeys(z for _, _, z in odd)))
        for _, odd in rows
    ]
    silent = ~among(frames.reports["report_id"], found)
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [r for r, _ in rows],
                "places": [[spot for spot, _, _ in odd] for _, odd in rows],
                "subject": "contact",
                "observed": [listing([spot[2] for spot, _, _ in odd]) for _, odd in rows],
                "expected": "area code, single dash, mail of the government",
                "message_en": [f"Contact data: {listing(en)}." for en, _ in phrases],
                "message_zh": [f"联系方式：{listing_zh(zh)}。" for _, zh in phrases],
            }
        ),
        cannot_tell=because(
            frames.reports.loc[silent, "report_id"], "no telephone number or mail address was found"
        ),
    )


def _phone(quote: str) -> tuple[str, str] | None:
    digits = re.sub(r"\D", "", quote)
    if _DOUBLE_DASH.search(quote):
        return f"the number {quote} has a doubled dash", f"电话{quote}连字符重复"
    if len(digits) in (7, 8) and digits[0] not in "0149" and "-" not in quote.strip("-"):
        return f"the number {quote} has no area code", f"电话{quote}缺区号"
    return None


def _mail(quote: str) -> tuple[str, str] | None:
    if FREE_MAIL.search(quote.replace("＠", "@")):
        return f"{quote} is an address at a free provider", f"{quote}为免费邮箱"
    return None


@rule(
    "PRV-08",
    "leaked-markup",
    en="Markup leaked into the text",
    zh="网页或文档代码混入正文",
    severity=Severity.low,
    basis_en=INTEGRITY_EN,
    basis_zh=INTEGRITY_ZH,
    confirmed=False,
    about="copy",
    needs=("leaked_markup",),
    why_zh="从Word粘贴或转换时残留的代码显示在正文中，影响阅读，也可能打断数字和标题的识别。",
    innocent_zh="采集转换时产生，原网页不一定显示。",
)
def leaked_markup(frames: Frames) -> Verdict:
    """Tags, entities or conditional comments of Word stand in the visible text: <!--[if …]-->, &nbsp;, </p>.

    *Why it matters*: they disturb reading, and can cut a figure or a heading in two.

    *Innocent explanations*: they came in when the page was copied; the original may not show them.

    *Source*: seen in published reports and copies of them.
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        en, zh = quoted(quotes)
        return f"Markup stands in the text of this copy: {en}.", f"此副本正文中混有代码：{zh}。"

    return Verdict(suspects=sightings(sighted(frames, "leaked_markup"), "markup", say))


@rule(
    "PRV-09",
    "link-to-local-path",
    en="An address that leads to somebody's own computer",
    zh="链接指向本地电脑路径",
    severity=Severity.low,
    basis_en="What a report refers to must be within the reach of its readers",
    basis_zh="报告引用的附件应当能够打开",
    confirmed=False,
    needs=("local_path",),
    why_zh="指向本机的路径公众打不开，附件等于没有公开，还可能泄露电脑用户名。",
    innocent_zh="转换软件写入的图片路径，正文不受影响。",
)
def link_to_local_path(frames: Frames) -> Verdict:
    """The text gives a path on a computer (file:///C:/…, D:\\…) as if it were an address.

    *Why it matters*: nobody else can open it, and it may give away the name of a user.

    *Innocent explanations*: a converter wrote the path of a picture; the text itself is in order.

    *Source*: seen in published reports.
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        en, zh = quoted(quotes)
        return f"A path on a local computer stands in the text: {en}.", f"正文中有本地电脑路径：{zh}。"

    return Verdict(suspects=sightings(sighted(frames, "local_path"), "local path", say))


_PUBLISHER = (
    r"发布(?:机构|单位)\s*[:：|]*\s*\|?\s*(?!(?:发文|生成|发布|公开|成文|有效|废止)(?:日期|时间|方式)|索引号|文号|主题词)(?P<name>[\u4e00-\u9fff]{3,30}?)"
    r"(?=[\s|,，。]|$|生成|发布|公开|索引|主题|名称|成文|有效)"
)
_OFFICE = re.compile(
    r"办公|政府办|党政|政务|信息|数据|网信|融媒|宣传|管理员|编辑|管委会|审批|联络|系统|站群|政府$|^[\u4e00-\u9fff]{2,4}[省市县区州旗]$"
)
_GENERIC = re.compile(r"人民政府|办事处|委员会|管理局|街道|中国|[省市县区镇乡局办州旗处科]")


@rule(
    "PRV-10",
    "publisher-is-another-body",
    en="The page names another body as its publisher",
    zh="网页标注的发布机构与报告机关不符",
    severity=Severity.low,
    sides=("publisher", "body"),
    confidence="low",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 10: who makes information discloses it",
    basis_zh="《政府信息公开条例》（2019年修订）第十条：谁制作谁公开",
    needs=("agency", "sections"),
    why_zh="目录中的发布机构与报告机关不一致，可能贴错栏目或误发了别的机关的报告。",
    innocent_zh="由政府办公室、政务公开部门统一发布的不提示；机构改革后改名。",
)
def publisher_is_another_body(frames: Frames) -> Verdict:
    """The catalogue data of the page give a publisher that shares no word with the body that reports.

    *Why it matters*: the report may stand in the wrong column, or be that of another body.

    *Innocent explanations*: a general office publishes for all: left out, as is a government; the body was
    renamed in a reform.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 10.
    """
    heads = frames.sections[frames.sections["canonical"].eq("head")].drop_duplicates("report_id")
    names = heads["text"].fillna("").str.extract(_PUBLISHER)["name"]
    named = pd.DataFrame({"report_id": heads["report_id"], "name": names}).dropna()
    named["agency"] = frames.by_id["agency"].reindex(named["report_id"]).to_numpy()
    known = named.dropna()
    other = np.array(
        [_differs(n, a) for n, a in zip(known["name"], known["agency"], strict=True)], dtype=bool
    )
    found, printed = known[other], passages(frames)
    pairs = list(zip(found["name"], found["agency"], strict=True))
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": found["report_id"],
                "places": [
                    place(printed[r], re.escape(n), ("head",))
                    for r, n in zip(found["report_id"], found["name"], strict=True)
                ],
                "subject": "publisher",
                "observed": found["name"],
                "expected": found["agency"],
                "message_en": [
                    f"The page gives {n} as its publisher; the report is that of {a}." for n, a in pairs
                ],
                "message_zh": [f"网页标注的发布机构为{n}，报告机关为{a}。" for n, a in pairs],
            }
        ),
        cannot_tell=joined(because(ids[~among(ids, known["report_id"])], "publisher or body is not known")),
    )


def _differs(name: str, agency: str) -> bool:
    """Whether a publisher is a body of its own that shares no two characters in a row with the other name."""
    if _OFFICE.search(name):
        return False
    one, two = (_GENERIC.sub("", text) for text in (name, agency))
    shared = {one[n : n + 2] for n in range(len(one) - 1)} & {two[n : n + 2] for n in range(len(two) - 1)}
    return bool(len(one) > 1 and len(two) > 1 and not shared)
