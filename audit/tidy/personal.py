"""Personal data in the print: identity numbers, mobile numbers, bank cards, rows of a list of persons.

What is found is handed on masked (``110101********1234``); the locator leads to the place. ``masked`` hides the
same numbers in any text that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn, numdb
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from audit.model import Document
from audit.tidy.reading import Reading

Span = tuple[int, int]

_LONG = re.compile(r"[0-9０-９][\d \-]{9,}[\dXx]")
_AHEAD = 3
"""Characters after a run of digits that the patterns look at."""
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?P<gap>[ \-]?)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?P=gap)"
    r"\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(
    r"(?<![\w/.=?&%#\-+])(?:\+?86[ \-]?)?1[3-9]\d(?P<gap>[ \-]?)\d{4}(?P=gap)\d{4}(?![\w/.\-%]|[ ]?\d|元|万|条|件)",
    re.A,
)
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:\d{16,19}|\d{4}(?: \d{4}){3}(?: \d{1,3})?)(?![0-9A-Za-z])")
_HIDDEN = re.compile(r"(?<!\d)(?:\d{4,10}[*＊×xX]{4,12}[\dXx]{1,4}|1[3-9]\d[*＊]{4,6}\d{2,4})(?!\d)")

_NO_PERSON = re.compile(r"信用代码|组织机构|索\s?引\s?号|文号|编号|案号|许可证|执照|订单|流水|备案")
_SAYS_SO = re.compile(r"身份证|公民身份|身份号")
_CARD_WORDS = re.compile(r"账号|帐号|账户|帐户|卡号|银行卡|开户")
_OF_A_BODY = re.compile(r"财政|国库|非税|单位|局|政府|委员会|中心|专户|公司|办公室|收费")
_OF_A_PERSON = re.compile(
    r"申请人|当事人|信访人|投诉人|举报人|反映人|群众|村民|居民|业主|患者|学生|家长|本人|个人|身份证|户主|贫困户|低保"
)
_OF_AN_OFFICE = re.compile(
    r"电\s?话|热线|咨询|监督|举报|值班|受理|联系|传真|办公|服务|公开|部门|单位|窗口|投诉|致电|拨打|疑问|tel",
    re.I,
)

_INVITES = re.compile(r"拨打|致电|(?<!申)请|可与")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_NAME = rf"[{_SURNAMES}][\u4e00-\u9fff*＊×某]{{1,2}}"
_ROW = re.compile(
    rf"^[^\S\n]*(?:\d{{1,4}}[.、\s|,，\t]+)?(?P<name>{_NAME})[\s|,，、:：\t]+(?P<rest>[^\n]*)$", re.M
)
_DETAIL = re.compile(
    r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{16,19}(?!\d)|\d{4,10}[*＊]{3,}\d{2,4}|1[3-9]\d[*＊]{4}\d{4}"
    r"|[\u4e00-\u9fff]村[^\s|]{0,6}(?:组|社|号)|\d+号楼|\d+单元|\d+栋|(?<![\d.])\d{2,6}(?:\.\d{1,2})?元"
)
_PUBLIC_ROLE = re.compile(
    r"书记|局长|主任|镇长|乡长|县长|区长|市长|科长|处长|主席|部长|所长|站长|院长|校长|委员|组长|主管|科员|干部|职务|分管"
)
_FEWEST_ROWS = 3


def find_personal(document: Document, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """(kind, masked quote, locator): identity_number, identity_doubtful, mobile_number, office_mobile, bank_card,
    body_account, person_row.

    ``identity_doubtful`` : the check character does not fit. ``office_mobile`` : given as the number of an office.
    ``body_account`` : the account of a body. ``person_row`` : a line of a list of persons with a detail that is
    private; at least three such lines.
    """
    for kind, (start, end) in _numbers(reading.text):
        first, last = reading.raw_span(start, end)
        yield kind, hidden(document.text[first:last]), document.places.locator(first, last)
    for first, last in _rows(document.text):
        yield "person_row", masked(document.text[first:last]), document.places.locator(first, last)


def masked(text: str) -> str:
    """The text with every personal number hidden but for its ends; of the same length."""
    if not _LONG.search(text):
        return text
    spans = [span for kind, span in _numbers(text) if kind not in ("body_account", "office_mobile")]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + hidden(text[start:end]) + text[end:]
    return text


def hidden(number: str) -> str:
    """``110101199003071234`` → ``110101********1234``: the same length, the middle hidden."""
    ends = (6, 4) if len(number) > 14 else (3, 4)
    return number[: ends[0]] + "*" * max(len(number) - sum(ends), 0) + number[-ends[1] :]


def _numbers(text: str) -> Iterator[tuple[str, Span]]:
    """Kind and place of each personal number; identity numbers before cards before mobiles, none twice."""
    done = -1
    for run in _LONG.finditer(text):
        reach = run.start(), run.end() + _AHEAD
        for match in _IDENTITY.finditer(text, *reach):
            kind = _identity_kind(text, match)
            if kind:
                done = match.end()
                yield kind, match.span()
        for match in _CARD.finditer(text, *reach):
            kind = _card_kind(text, match) if match.start() >= done else ""
            if kind:
                done = match.end()
                yield kind, match.span()
        for match in _MOBILE.finditer(text, *reach):
            if match.start() >= done and len(set(match[0][-8:])) >= 3:
                yield _mobile_kind(text, match), match.span()


def _before(text: str, at: int, reach: int) -> str:
    """What stands before a place in the same line."""
    return text[max(at - reach, 0) : at].rpartition("\n")[2]


def _identity_kind(text: str, match: re.Match[str]) -> str:
    if _NO_PERSON.search(_before(text, match.start(), 16)):
        return ""
    digits = re.sub(r"[ \-]", "", match[0]).upper()
    born, region = _birth(digits)
    sound = ric.calc_check_digit(digits) == digits[-1]
    if not born or not (region or _SAYS_SO.search(_before(text, match.start(), 16))):
        return ""
    return "identity_number" if sound else "" if match["gap"] else "identity_doubtful"


def _birth(digits: str) -> tuple[bool, bool]:
    """Whether the date of birth exists, and the region. Numbers keep the region where they were issued, which may be
    younger than their holder, so the years of the region do not count."""
    try:
        ric.get_birth_date(digits)
    except ValidationError:
        return False, False
    return True, any("county" in known for _, known in numdb.get("cn/loc").info(digits[:6]))


def _card_kind(text: str, match: re.Match[str]) -> str:
    before = _before(text, match.start(), 40)
    words = list(_CARD_WORDS.finditer(before))
    if not words or not luhn.is_valid(match[0].replace(" ", "")):
        return ""
    return "body_account" if _OF_A_BODY.search(before) else "bank_card"


def _mobile_kind(text: str, match: re.Match[str]) -> str:
    """An office's, if the words before it in the line say so and no private person is named there."""
    before = _before(text, match.start(), 40)
    words = re.sub(r"[\dXx]", "", before)[-14:]
    private = _OF_A_PERSON.search(words) and not _INVITES.search(words)
    return "office_mobile" if _OF_AN_OFFICE.search(before) and not private else "mobile_number"


def _rows(text: str) -> list[Span]:
    """The lines of lists of persons: neighbours that begin with a name and hold something private."""
    lists: list[list[Span]] = []
    for match in _ROW.finditer(text):
        if not _DETAIL.search(match["rest"]) or _PUBLIC_ROLE.search(match["rest"]):
            continue
        if lists and text.count("\n", lists[-1][-1][1], match.start()) <= 2:
            lists[-1].append(match.span())
        else:
            lists.append([match.span()])
    return [span for rows in lists if len(rows) >= _FEWEST_ROWS for span in rows]
