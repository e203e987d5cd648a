"""Slips in the prose of a report: doubled words, brackets and quotation marks without a partner, sentences that break
off, numbers left out of a row of numbered points; years of plans and of the work reported; and sentences that tell of
personal data that got out.

Looked for in the sections of prose only: in tables and page furniture words stand side by side that are no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.model import Document, Section

Span = tuple[int, int]
Seen = tuple[str, str, str]

_PROSE = ("preface", "overall", "overview", "unknown", "proactive", "problems", "other", "fees")
_OF_TABLES = ("信息内容", "处理决定数量", "本年制发件数", "科研机构", "尚未审结", "采购总金额", "计量单位")

_WORD_TWICE = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,10})(?P=word)(?!(?P=word))")
_DOUBLED = re.compile(
    r"(?<![目标有打似中别])的的(?![确士])|(?<![为除明不])了了(?![解然却如结])|(?<![涉以普波顾兼论])及及(?![时格至])"
    r"|(?<!\d)20(?=20\d\d年)20\d\d年|(?<!即)将将(?![来军要])|(?<![参])与与(?![会时其])|" + _WORD_TWICE.pattern
)
_TWICE = ("的的", "了了", "及及", "2020", "将将", "与与")
"""Without one of these only whole words can be doubled."""
_SOUND = re.compile(
    r"一.|逐.|每.|很多|许多|非常|十分|研究|商量|讨论|考虑|学习|了解|看看|试试|.{0,4}(?:[省市县区乡镇村]|街道)"
    r"|(?P<c>.)(?P=c)+"
)
_COMPOUND = {
    "公开": "指南|目录|平台|年报|情况|内容|工作|信息|专栏|栏|制度|条例|事项|申请"
    "|机构|方式|渠道|范围|主体|属性|率|领域|标准|要求|政府|的|为|数|条|文",
    "信息": "处理费|网|中心|员|化|公开|发布|报送|管理|资源|安全|技术|系统|平台",
    "管理": "局|处|科|员|制度|人员|办法|平台|系统|服务|工作|机构|部门|中心|规定|权",
    "服务": "中心|局|平台|大厅|网|对象|窗口|事项|指南|热线|站|业|企业|群众|人民|基层|发展|社会|水平|质量|效能|能力|管理",
    "工作": "人员|动态|机构|领导|部署|制度|机制|要点|方案|会议|情况|小组|专班|内容|责任|流程|要求|任务|实际|台账|职责|实绩|做法",
    "处理": "费|决定|情况|结果|意见|程序",
    "审批": "局|服务|事项|改革|系统",
    "组织": "部|机构|学习|开展|实施|领导|保障|召开|人员|法|编|架构|形式",
    "部门": "规章|规范|预算|决算|网站|职责|之间|间|协|联|和|要|负责|的",
    "建设": "局|项目|工程|规划|单位|用地|工作|情况|银行|有|和",
    "发布": "会|机制|制度|平台|情况|工作|的|信息|流程",
    "监督": "检查|管理|局|机制|保障|员|电话|平台|考核|工作",
    "政务": "公开|服务|新媒体|信息|网|平台|大厅|数据",
    "政府": "信息|网站|门户|采购|工作|公报|部门|办公|常务|规章|文件|职能|和|及",
    "行政": "机关|复议|诉讼|许可|处罚|法规|规范|执法|审批|事业|区划",
    "保障": "局|工作|措施|机制|性|房|和|金|政府|公众|人民|群众",
    "群众": "满意|需求|的|关|办|反|切|来|对|生|性|身",
    "社会": "保障|评议|救助|公众|组织|各|监督|发展|保险|治理|稳定|力量|事业",
}
_BRACKETS = {"(": ")", "（": "）", "《": "》", "“": "”", "【": "】", "〔": "〕", "「": "」"}
_ROUND = {"（": "(", "）": ")"}
_MARKS = re.compile(r"[()（）《》“”【】〔〕「」]")
_SHUT = {closer: opener for opener, closer in _BRACKETS.items()}
_OWN_PAIRS = "()《》“”"
_REACH = 300
_BESIDE = 8
"""Characters on both sides of a mark that are quoted with it."""
_LIST_MARK = re.compile(r"(?:^|[\s。；;，,、：:])[(（]?(?:\d{1,2}|[a-zA-Z]|[①-⑳]|[ivx]{1,4})$")
_HAN_MARK = re.compile(r"(?:^|[\s。；;：:])[一二三四五六七八九十]{1,3}$")
_BROKEN = re.compile(r"(?:[，,、：:]|[的和与及将把被对于]|(?:以及|并且|因为|由于|为了|通过|根据|按照))$")
_LEAST = 12
_OPENINGS = ("head", "preface")
_PLAN = re.compile(
    r"(?:19|20)\d\d年(?=[^。；;\n]{0,19}[将拟计打])(?:度)?[,，]?[^。；;，,\n\d]{0,12}[,，]?[^。；;，,\n\d]{0,4}?(?:将|拟|计划|打算)"
    r"(?:会|要)?(?:采取|进一步|继续|加强|加大|着力|重点|不断|切实|认真|按照|围绕|从以下|以此|努力|全面|深入|积极|严格|结合|坚持|持续"
    r"|完善|建立健全|做好|抓好|改进|着重|着眼|紧紧|主要|更加)[^。；;，,\n]{0,12}"
)
_SELF = r"(?:我|本)(?:局|镇|乡|县|区|市|街道?|办|委|院|所|单位|机关|部门|中心|处)(?:办事处)?"
_DID = r"(?:收到|受理|公开|办理|发布)"
_OWN = re.compile(
    rf"{_SELF}(?P<y>(?:19|20)\d\d)年(?:度)?"
    rf"(?:共|全年|主动|累计|共计|总共|通过[^。；，,]{{2,12}}){{0,3}}{_DID}[^。；;，,\n]{{0,16}}"
)
_OWN_COUNT = re.compile(
    rf"(?P<y>[12](?<![^\s。；;：:].)(?:(?<=1)9|(?<=2)0)\d\d)年(?:度)?[，,]?(?:{_SELF}|全年)?(?:全年|共|共计|总共|主动|累计){{0,3}}{_DID}"
    r"[^。；;，,\n]{0,16}?\d+[件条]"
)
_OVERVIEWS = ("overall", "overview")
_WORK = r"(?:政府信息|政务|信息)公开工作(?!年|报告|要点|任务|安排|部署|方案|计划|考核|会)"
_LIST = r"(?:重点)?工作(?:清单|要点|计划|任务)"
_TITLED = r"(?:[^。\n《〔(（]|《[^》\n]{1,30}》)"
_BEGUN = (
    r"(?:进一步|继续|调整|坚持|认真|扎实|深入|全面|持续|积极|着力|不断|切实|稳步|有序|严格"
    r"|完善|健全|强化|优化|聚焦|紧扣|落实|推进|推动|加强|规范|深化)"
)
_OPENING = re.compile(
    r"\s*(?:[(（][一二1２2][)）][^\n。]{0,20}\n\s*)?"
    rf"(?:{_TITLED}{{2,40}}(?<=[在于])"
    rf"|[^。\n《〔(（]{{2,60}}(?:(?:抓实|抓好|做好|推进|开展|完成)(?=\d{{4}}年(?:度)?{_WORK})|[纳列]入(?=\d{{4}}年(?:度)?{_LIST})))?"
    r"(?P<y>(?:19|20)\d\d)年(?:度)?"
    rf"(?=[，,]|我|本|全[县市区镇乡街局]|(?<=年){_BEGUN}"
    rf"|是[^。，,\n]{{2,20}}之年|{_WORK}|{_LIST}|[\u4e00-\u9fff]{{2,12}}(?:局|镇|乡|街道|县|区|市|委|政府))"
    rf"(?:[，,]?[^。，,\n]{{0,12}}将|{_LIST})?"
)
_OF_OTHERS = re.compile(r"度?[，,]?各")
_JUDGED = re.compile(
    r"基础上|考核|考评|评估|测评|评比|评议|评选|评为|通报|表彰|排名|荣获|获评|成立|组建|设立|修订|施行|颁布"
)
"""What happened in (在, 于) another year may well be told: a verdict of others, the beginning of a body or a law."""
_AWARDED = re.compile(r"评估|测评|考评|被?评[为选]|荣获|获评|排名|表彰|授予")
"""What a year was good for: an award for last year's work is told in this year's report."""
_ANY_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_COMPARED = re.compile(
    r"(?<![评占])比(?![如例武重])|较(?![为好高强多大低少快小])|同期|上年|去年|以来|累计|(?<![甚乃以])至(?!关)"
    r"|自(?![身主查觉动行建我媒])|增长|下降|历年|结转"
)
_CARRIED = re.compile(r"上一?年度?结转|结转(?:至|到)?(?:下一?|次)年度?")
_POINT = re.compile(r"[一二三四五六七八九十](?:[一二三四五六七八九十]{0,2}(?P<bracket>[)）])|(?P<is>是))")
_BEFORE_POINT = "\n。；;：:"
_STOP = re.compile(r"[。；;：:，,\n]")
_HAN_NUMBER = {han: n for n, han in enumerate("一二三四五六七八九十", 1)}
_PRIVATE_WORDS = ("涉敏", "敏感信息", "隐私", "个人信息", "公民信息", "身份证号", "个人身份")
_PRIVATE = rf"(?:{'|'.join(_PRIVATE_WORDS)})"
_OUT = r"(?:泄露|泄漏|外泄|违规公开|不当公开|误公开)"
_MENDED = r"(?:整改|纠正|清理|删除|撤下|下架|撤回|屏蔽|脱敏|处置)"
_COUNT = r"\d{1,6}\s*余?(?:多)?(?:条|处|件|个|份|篇|起|次)"
_INCIDENT = re.compile(
    rf"(?=[^。；\n]{{0,120}}{_PRIVATE})(?=[^。；\n]{{0,160}}(?:{_OUT}|{_COUNT}))[^。；\n]*{_MENDED}[^。；\n]*[。；]?"
    rf"|(?=[^。；\n]{{0,120}}{_PRIVATE})[^。；\n]*(?:发生|出现|造成|导致)[^。；\n]{{0,12}}{_OUT}[^。；\n]*[。；]?"
)
_ROUTINE = re.compile(
    r"未发[现生]|没有发[现生]|未出现|没有出现|不存在|零泄|无泄|防止|避免|严防|杜绝|防范|严禁|不得|以免|谨防|预防|确保[^。；]{0,12}不|[^\d]0\s*[条处件个份篇起次]"
)
_PLAIN = rf"(?:(?!{_COUNT}|发现|发生|出现|造成|导致|[已被]).)*"
_CHECKED = re.compile(rf"{_PLAIN}(?:自查|排查|检查|整治){_PLAIN}", re.S)
"""A check for leaks that was made, with no word of what it found."""


def find_prose_slips(document: Document, sections: Sequence[Section]) -> Iterator[Seen]:
    """(kind, quote, locator): doubled_word, unbalanced_mark (with a few words beside it), broken_off,
    number_skipped, plan_year, own_year, privacy_incident."""
    at = 0
    for number, section in enumerate(sections):
        at = max(document.text.find(section.text, at), 0)
        last = number == len(sections) - 1
        if section.canonical in _PROSE and sum(map(section.text.count, _OF_TABLES)) < 2:
            for kind, (start, end) in _slips(section, last):
                locator = document.places.locator(at + start, at + end)
                yield kind, section.text[start:end], locator
        at += len(section.text)


def _slips(section: Section, last: bool) -> Iterator[tuple[str, Span]]:
    text, skip = section.text, len(section.title)
    yield from (("doubled_word", span) for span in _doubled(text, skip))
    yield from (("unbalanced_mark", _with_neighbours(text, at)) for at, _ in _unbalanced(text, skip, last))
    yield from (("plan_year", m.span()) for m in _PLAN.finditer(text, skip))
    yield from (("own_year", span) for span in _own_years(text, skip))
    if section.canonical in _OVERVIEWS:
        yield from (("own_year", span) for span in _opening_year(text, skip))
        yield from (("own_year", span) for span in _counted_years(text, skip))
    yield from (("number_skipped", span) for span in _skipped(text, skip))
    yield from (("privacy_incident", span) for span in _incidents(text))
    if not last:
        opening = section.canonical in _OPENINGS
        yield from (("broken_off", span) for span in _broken_off(text, skip, opening))


def _doubled(text: str, skip: int) -> Iterator[Span]:
    for match in _doublings(text, skip):
        word = match["word"]
        if word is None or not (
            _SOUND.fullmatch(word) or _goes_on(word, text[match.end() : match.end() + 3])
        ):
            yield match.span()


def _doublings(text: str, skip: int) -> Iterator[re.Match[str]]:
    """Matches of _DOUBLED; most texts can only have those of its last part, or none."""
    if any(twice in text for twice in _TWICE):
        return _DOUBLED.finditer(text, skip)
    return _WORD_TWICE.finditer(text, skip) if _repeats(text) else iter(())


def _repeats(text: str) -> bool:
    """Whether anywhere two to ten characters on end are those that stood as many places before.

    The text is one number of 16 binary digits a character: moved by as many places, it leaves nothing there.
    """
    codes = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(codes, "little")
    for count in range(2, 11):
        left = number ^ (number >> 16 * count)
        if left.to_bytes(len(codes), "little").find(bytes(2 * count)) >= 0:
            return True
    return False


def _goes_on(word: str, after: str) -> bool:
    """Whether the second of two equal words begins a compound: 依申请公开|公开指南."""
    compound = _COMPOUND.get(word[-2:]) if len(word) == 2 else None
    return bool(compound and re.match(compound, after))


def _unbalanced(text: str, skip: int, last: bool) -> Iterator[Span]:
    """Brackets and quotation marks whose partner is missing. In the last section nothing is said of its end."""
    if all(text.count(o) == text.count(c) for o, c in ("《》", "“”")) and _round(text, "(（") == _round(
        text, ")）"
    ):
        return
    open_: list[int] = []
    for match in _MARKS.finditer(text, skip):
        mark = _ROUND.get(match[0], match[0])
        if mark not in _OWN_PAIRS or ('"' in text and mark in "“”"):
            continue
        at = match.start()
        if mark in "(《“":
            open_.append(at)
        elif open_ and _plain(text[open_[-1]]) == _SHUT[mark]:
            open_.pop()
        elif mark != ")" or not _LIST_MARK.search(text[max(at - 6, 0) : at]):
            outer = [n for n, one in enumerate(open_) if _plain(text[one]) == _SHUT[mark]]
            if outer:
                yield from ((one, one + 1) for one in open_[outer[-1] + 1 :])
                del open_[outer[-1] :]
            elif (
                mark != ")"
                or not _HAN_MARK.search(text[max(at - 4, 0) : at])
                or re.search(r"[(（][一二三四]", text)
            ):
                yield at, at + 1
    end = len(text.rstrip())
    yield from ((one, one + 1) for one in open_ if not last or end - one > _REACH)


def _with_neighbours(text: str, at: int) -> Span:
    """A mark with the words beside it in its line, by which it is found."""
    first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return max(at - _BESIDE, first), min(at + 1 + _BESIDE, last if last >= 0 else len(text))


def _round(text: str, marks: str) -> int:
    return sum(text.count(mark) for mark in marks)


def _plain(mark: str) -> str:
    return _ROUND.get(mark, mark)


def _broken_off(text: str, skip: int, opening: bool) -> Iterator[Span]:
    """The last line of a section if it ends in the middle of a sentence; the colon of an opening (现将情况报告如下：)
    announces the sections themselves."""
    body = text.rstrip()
    if opening and body.endswith((":", "：")):
        return
    start = body.rfind("\n") + 1
    line = body[max(start, skip) :]
    if len(line.strip()) >= _LEAST and _BROKEN.search(line) and "|" not in line and "\t" not in line:
        clause = max(line.rfind(mark) for mark in "。；！？") + 1
        first = len(body) - len(line) + clause
        yield first + len(line[clause:]) - len(line[clause:].lstrip()), len(body)


def _own_years(text: str, skip: int) -> Iterator[Span]:
    """Clauses that give a year as that of the body's own work; comparisons with other years are none."""
    for match in _OWN.finditer(text, skip):
        end = text.find("。", match.end())
        if not _COMPARED.search(text[max(match.start() - 20, 0) : end if end >= 0 else len(text)]):
            yield match.span()


def _counted_years(text: str, skip: int) -> Iterator[Span]:
    """Figures with their year (2022年，我局收到申请8件) in an overview that counts those of one year only."""
    counted = list(_OWN_COUNT.finditer(text, skip))
    if len({match["y"] for match in counted}) == 1:
        yield from (match.span() for match in counted if _stands_alone(text, match))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether the paragraph of a clause names its year alone and compares it with none."""
    end = text.find("\n", match.end())
    line = _CARRIED.sub("", text[text.rfind("\n", 0, match.start()) + 1 : end if end >= 0 else len(text)])
    return set(_ANY_YEAR.findall(line)) == {match["y"]} and not _COMPARED.search(line)


def _opening_year(text: str, skip: int) -> Iterator[Span]:
    """The year with which an overview begins (2022年，我局…), where its first sentence names no other and compares none.

    A plan (2022年，我局将…) is quoted with its 将, an entry in a list of tasks (纳入2022年重点工作清单) with its verb: for the
    next year both are in order.
    """
    match = _OPENING.match(text, skip)
    if match:
        end = text.find("。", match.end())
        sentence = text[match.start("y") : end if end >= 0 else len(text)]
        before = text[match.start() : match.start("y")]
        if (
            not (_ANY_YEAR.search(before) or _COMPARED.search(before))
            and not _COMPARED.search(sentence[6:])
            and not _OF_OTHERS.match(sentence, 5)
            and not _AWARDED.search(sentence)
            and len(set(_ANY_YEAR.findall(sentence))) == 1
            and not (before.endswith(("在", "于")) and _JUDGED.search(sentence))
        ):
            yield match.start("y") - 2 * before.endswith("入"), match.end()


def _skipped(text: str, skip: int) -> Iterator[Span]:
    """Points whose number repeats the one before or leaves one out: （一）（三）, 一是…一是 …"""
    last = {"bracket": 0, "is": 0}
    for match in _POINT.finditer(text, skip):
        kind, start = str(match.lastgroup), match.start()
        if kind == "bracket" and start > skip and text[start - 1] in "(（":
            start -= 1
        if not _opens(text, start, skip):
            continue
        number = _number(text[match.start() : match.end() - 1])
        if kind == "bracket":
            last["is"] = 0
        if number != 1 and last[kind] and number != last[kind] + 1:
            stop = _STOP.search(text, match.end())
            yield start, min(stop.start() if stop else len(text), match.end() + 20)
        last[kind] = number


def _opens(text: str, at: int, skip: int) -> bool:
    """Whether a line or clause begins at a place, but for white space."""
    while at > skip and text[at - 1] != "\n" and text[at - 1].isspace():
        at -= 1
    return at == 0 or text[at - 1] in _BEFORE_POINT


def _number(han: str) -> int:
    """一 … 九十九."""
    tens, found, ones = han.partition("十")
    if not found:
        return _HAN_NUMBER[han[0]]
    return (_HAN_NUMBER[tens] if tens else 1) * 10 + (_HAN_NUMBER[ones] if ones else 0)


def _incidents(text: str) -> Iterator[Span]:
    """Sentences on personal data that was published and taken down; those on prevention alone are none."""
    if not any(word in text for word in _PRIVATE_WORDS):
        return
    for match in _INCIDENT.finditer(text):
        if not _ROUTINE.search(match[0]) and not _CHECKED.fullmatch(match[0]):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, match.end()
