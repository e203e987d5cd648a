"""PII: personal data in a text that anybody can read. Numbers are shown masked; the place leads to the print."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, joined, listing, listing_zh
from audit.rules.places import Passage, Place, Sighting, passages, place, sighted

LAW_EN = (
    "Regulation on Disclosure of Government Information (2019), art. 15 (personal privacy); Personal Information "
    "Protection Law, from memory"
)
LAW_ZH = "《政府信息公开条例》（2019年修订）第十五条（个人隐私）；《个人信息保护法》"
SHOWN = 20
UNREAD = "the file could not be read in full"


@rule(
    "PII-01",
    "identity-number",
    en="An identity-card number stands in the text",
    zh="正文出现居民身份证号码",
    severity=Severity.critical,
    basis_en=LAW_EN,
    basis_zh=LAW_ZH,
    confirmed=False,
    needs=("identity_number", "identity_doubtful"),
    why_zh="身份证号码一经公开即无法收回，可被用于冒名贷款、开户和诈骗，应立即撤下并改用隐去中间各位的写法。",
    innocent_zh=(
        "统一社会信用代码、组织机构代码、索引号同为十八位，但校验方法不同；案号、编号恰有十八位。校验位不符"
        "的号码可能是录入错误或并非身份证号，降为中等并注明。"
    ),
)
def identity_number(frames: Frames) -> Verdict:
    """Eighteen characters with a region, a date of birth and the check character of an identity number.

    *Why it matters*: once published it cannot be taken back, and it opens accounts and loans in another's
    name.

    *Innocent explanations*: credit codes, organisation codes and index numbers have eighteen characters too,
    and another check; numbers that are named as such are left out. Where the check character does not fit,
    the number may be misprinted or something else: medium.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 15; check character after GB
    11643 (ISO 7064, MOD 11-2); regions and dates as in the library python-stdnum.
    """
    sound, doubtful = sighted(frames, "identity_number"), sighted(frames, "identity_doubtful")
    return _verdict(
        frames,
        _found(sound, "an identity number", "identity numbers", "居民身份证号码"),
        _found(
            doubtful,
            "what looks like an identity number, its check character does not fit",
            "what look like identity numbers, their check characters do not fit",
            "疑似居民身份证号码（校验位不符）",
        ).assign(severity="medium", confidence="low", subject="doubtful"),
    )


def _found(seen: Sequence[Sighting], one: str, many: str, zh: str) -> pd.DataFrame:
    """A suspect a report, its numbers named as they may be shown."""
    quotes = [list(dict.fromkeys(s.quotes)) for s in seen]
    counted = [one if len(q) == 1 else f"{len(q)} {many}" for q in quotes]
    return pd.DataFrame(
        {
            "report_id": [s.report_id for s in seen],
            "places": [s.places[:SHOWN] for s in seen],
            "subject": zh,
            "observed": [listing(q) for q in quotes],
            "expected": "none",
            "difference": [float(len(q)) for q in quotes],
            "message_en": [
                f"The text shows {c}: {listing(q)}." for c, q in zip(counted, quotes, strict=True)
            ],
            "message_zh": [f"正文出现{zh}{len(q)}个：{listing_zh(q)}。" for q in quotes],
        }
    )


def _verdict(frames: Frames, *parts: pd.DataFrame, clear: pd.Series | None = None) -> Verdict:
    partly = frames.reports.loc[frames.reports["status"].eq("partly_read"), "report_id"]
    full = [p for p in parts if len(p)]
    explained = because([], "") if clear is None else clear
    return Verdict(
        suspects=pd.concat(full, ignore_index=True) if full else pd.DataFrame(),
        cannot_tell=because(partly, UNREAD),
        clear=explained[~explained.index.isin(partly)],
    )


@rule(
    "PII-02",
    "private-mobile-number",
    en="A private mobile number stands in the text",
    zh="正文出现个人手机号码",
    severity=Severity.high,
    confidence="medium",
    basis_en=LAW_EN,
    basis_zh=LAW_ZH,
    confirmed=False,
    needs=("mobile_number", "office_mobile"),
    why_zh="申请人、当事人等个人的手机号码属于个人信息，公开后可能招致骚扰和诈骗。",
    innocent_zh="号码是机关公布的值班、咨询、监督电话；号码的主人同意公开。前有“电话、咨询、联系”等字样的不提示。",
)
def private_mobile_number(frames: Frames) -> Verdict:
    """Eleven digits of a mobile number that no words before it give as the number of an office.

    *Why it matters*: the number of an applicant or a party is personal data; once published it draws calls
    and fraud.

    *Innocent explanations*: the mobile of a duty desk, given as the body's own number (words such as 电话,
    咨询, 联系 before it): clear. Amounts, index numbers and addresses of pages are left out.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 15.
    """
    office = [s.report_id for s in sighted(frames, "office_mobile")]
    found = _found(
        sighted(frames, "mobile_number"), "a private mobile number", "private mobile numbers", "个人手机号码"
    )
    return _verdict(frames, found, clear=because(office, "a mobile number is given as that of an office"))


@rule(
    "PII-03",
    "bank-card-number",
    en="A bank card number stands in the text",
    zh="正文出现银行卡号",
    severity=Severity.high,
    confidence="medium",
    basis_en=LAW_EN,
    basis_zh=LAW_ZH,
    confirmed=False,
    needs=("bank_card", "body_account"),
    why_zh="个人银行卡号属于敏感个人信息，与姓名一起公开即可被冒用。",
    innocent_zh="缴纳信息处理费的财政专户、单位账户；订单号、索引号。写明单位、财政的账户不提示。",
)
def bank_card_number(frames: Frames) -> Verdict:
    """Sixteen to nineteen digits that pass the check of bank cards, next to words such as 账号 or 卡号.

    *Why it matters*: a card number beside a name can be misused.

    *Innocent explanations*: the account of a body or of the treasury, to which fees are paid: clear. Order
    and index numbers do not stand next to these words or fail the check.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 15; Luhn check (ISO/IEC 7812) of
    the library python-stdnum.
    """
    body = [s.report_id for s in sighted(frames, "body_account")]
    found = _found(sighted(frames, "bank_card"), "a bank card number", "bank card numbers", "银行卡号")
    return _verdict(frames, found, clear=because(body, "the account is that of a body"))


@rule(
    "PII-04",
    "list-of-persons",
    en="A list of persons with private details",
    zh="公开了含个人细节的人员名单",
    severity=Severity.medium,
    confidence="medium",
    basis_en=LAW_EN,
    basis_zh=LAW_ZH,
    confirmed=False,
    needs=("person_row",),
    why_zh="年度报告不需要列出救助、补贴等对象的姓名和住址、金额；名单应在专栏按规定公示并到期撤下。",
    innocent_zh="领导班子分工、联系人等公务身份的名单不提示；不足三行的不提示。",
)
def list_of_persons(frames: Frames) -> Verdict:
    """Three lines or more that begin with a name and hold a number, an address or an amount of that person.

    *Why it matters*: an annual report needs no names of those who got relief; such lists have places and
    terms of their own.

    *Innocent explanations*: leaders and contact persons in their public role are left out.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 15.
    """
    seen = sighted(frames, "person_row")
    return _verdict(
        frames,
        pd.DataFrame(
            {
                "report_id": [s.report_id for s in seen],
                "places": [s.places[:SHOWN] for s in seen],
                "subject": "list of persons",
                "observed": [f"{len(s.places)} lines" for s in seen],
                "expected": "none",
                "difference": [float(len(s.places)) for s in seen],
                "message_en": [f"A list of {len(s.places)} persons with private details." for s in seen],
                "message_zh": [f"公开了{len(s.places)}人的名单及其个人细节。" for s in seen],
            }
        ),
    )


FIGURE = re.compile(r"\d[\d,]*\s*余?多?\s*[条处件个份篇起次]")
CAUSE = re.compile(r"由于|因为|因[^此而果]{1,20}(?:导致|造成)|原因|审核不严|疏忽|工作失误|系统(?:漏洞|故障)")
ACCOUNT = re.compile(r"问责|追责|追究|通报|约谈|处分|责令|诫勉|批评")
AFTER = 200


@rule(
    "PII-05",
    "privacy-incident-half-told",
    en="Personal data got out, and the report does not say how or who answered for it",
    zh="报告提到个人信息泄露，未说明原因或责任追究",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), arts. 17 (review before release) and 53 (liability)",
    basis_zh="《政府信息公开条例》（2019年修订）第十七条（公开审查）、第五十三条（责任追究）",
    needs=("privacy_incident",),
    why_zh="个人信息已经公开过，说明发布审查失守；只说整改不说原因和责任，公众无从判断会不会再发生。",
    innocent_zh="例行检查未发现问题；只写防范措施。数量、原因、责任三项都写明的不提示。",
)
def privacy_incident_half_told(frames: Frames) -> Verdict:
    """A sentence tells of personal data that was published and taken down, without number, cause or liability.

    *Why it matters*: that it was published shows that the review before release failed; without a cause and
    someone who answered for it nobody can tell whether it will happen again.

    *Innocent explanations*: routine checks that found nothing, and measures of prevention, are left out. A
    report that gives number, cause and liability is clear.

    *Source*: Regulation on Disclosure of Government Information (2019), arts. 17 and 53.
    """
    printed = passages(frames)
    seen = [(s, _untold(printed[s.report_id], s)) for s in sighted(frames, "privacy_incident")]
    told = [s.report_id for s, lacks in seen if not lacks]
    odd = [(s, lacks) for s, lacks in seen if lacks]
    first = [_short(s.quotes[0]) for s, _ in odd]
    found = pd.DataFrame(
        {
            "report_id": [s.report_id for s, _ in odd],
            "places": [
                _clause(printed[s.report_id], q) + s.places for q, (s, _) in zip(first, odd, strict=True)
            ],
            "subject": "incident",
            "observed": first,
            "expected": "number, cause and liability",
            "message_en": [
                f"“{q}”: no word on {' or '.join(UNTOLD[x][0] for x in lacks)}."
                for q, (_, lacks) in zip(first, odd, strict=True)
            ],
            "message_zh": [
                f"“{q}”，未说明{'、'.join(UNTOLD[x][1] for x in lacks)}。"
                for q, (_, lacks) in zip(first, odd, strict=True)
            ],
        }
    )
    explained = because(told, "number, cause and liability are stated")
    return _verdict(frames, found, clear=joined(explained))


UNTOLD = {
    "figure": ("the number", "数量"),
    "cause": ("the cause", "原因"),
    "account": ("who answered for it", "责任追究情况"),
}


def _untold(printed: Sequence[Passage], seen: Sighting) -> list[str]:
    """Which of number, cause and liability neither the sentences nor what follows them says."""
    around = "".join(_around(printed, quote) for quote in seen.quotes)
    found = {"figure": FIGURE, "cause": CAUSE, "account": ACCOUNT}
    return [name for name, pattern in found.items() if not pattern.search(around)]


def _clause(printed: Sequence[Passage], quote: str) -> list[Place]:
    """Where the clause that the message quotes stands by itself; empty if it is a whole sentence or was shortened."""
    held = [p for p in printed if quote in p.text]
    return place(held, re.escape(quote)) if held and FIGURE.search(quote) else []


def _around(printed: Sequence[Passage], quote: str) -> str:
    for passage in printed:
        at = passage.text.find(quote)
        if at >= 0:
            return passage.text[max(at - AFTER // 2, 0) : at + len(quote) + AFTER]
    return quote


def _short(quote: str, most: int = 60) -> str:
    """The clause with the number, else the beginning of a sentence."""
    text = " ".join(quote.split())
    counted = re.search(rf"[^，,。；;]*{FIGURE.pattern}[^，,。；;]*", text)
    text = counted[0].strip() if counted else text
    return text if len(text) <= most else text[: most - 1] + "…"
