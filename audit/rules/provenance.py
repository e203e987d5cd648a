"""PRV: where this copy of the report comes from, and what was done to its print on the way."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, joined
from audit.rules.places import Place, hosted, passages, place
from audit.tidy.reading import read_as

OFFICIAL = (
    "gov.cn",
    "edu.cn",
    "ac.cn",
    "政务.cn",
    "政务",
    "xn--zfr164b",
    "公益",
    "xn--55qw42g",
    "gov.hk",
    "gov.mo",
)
PLATFORMS = (
    "qq.com",
    "weibo.com",
    "weibo.cn",
    "toutiao.com",
    "douyin.com",
    "kuaishou.com",
    "xuexi.cn",
    "people.com.cn",
)
GLOSSES = 3
SHOWN = 5
_HOST = r"^(?:https?://)?([^/:?#\s]+)"
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_CLAUSE = re.compile(r"[。；;\n]")
_AS_OFFICIAL = re.compile(r"政府(?:信息公开)?(?:门户|官方)?网|门户网站|官网|官方网|电子版|可[在从于]|下载")
_AS_OTHER = re.compile(r"新闻网|日报|晚报|媒体|公众号|微博|微信|抖音|邮箱|邮件|论坛|招标|采购网|人才网|招聘")
_MIRRORED = ("pinyin_gloss", "mojibake")


@rule(
    "PRV-01",
    "foreign-host",
    en="Not a government domain",
    zh="来源或所列网址不是政府域名",
    severity=Severity.high,
    confirmed=False,
    basis_en="State rules on the domain names of government websites (.gov.cn)",
    basis_zh="政府网站域名管理规定（.gov.cn）",
    needs=("host", "foreign_host"),
    why_zh=(
        "公众应能从政府网站取得报告。副本来自其他网站，内容可能被改写；正文把外部网址说成官方网站，读者会被"
        "引到不受控制的页面。"
    ),
    innocent_zh=(
        "早年的城市门户使用其他域名；学校、科研机构使用 edu.cn、ac.cn；媒体和公众平台的网址只是举例。副本来"
        "自镜像网站不是发布机关的过错。"
    ),
)
def foreign_host(frames: Frames) -> Verdict:
    """The copy comes from, or the text gives as the official site, a host outside the government domain.

    *Why it matters*: a copy on another site may have been altered; an outside address given as the official
    site leads readers to a page that nobody answers for.

    *Innocent explanations*: older city portals had other domains; schools and research institutes have edu.cn
    and ac.cn; addresses of papers and platforms are named in passing. A bare IP address is often a real site:
    medium. A mirror is no fault of the body: such findings are about the copy.

    *Source*: state rules on the domain names of government websites, from memory (to be confirmed).
    """
    reports = frames.reports
    host = reports["host"].fillna("").str.lower().str.strip(".")
    unknown = (host == "").to_numpy(dtype=bool)
    foreign = ~unknown & ~_official(host)
    named = _named_as_official(frames)
    copy = _host_of_copy(frames, reports[foreign], host[foreign])
    return Verdict(
        suspects=pd.concat([copy, _named_hosts(frames, named)], ignore_index=True),
        cannot_tell=because(
            reports.loc[unknown, "report_id"], "the file does not say which site it comes from"
        ),
    )


def _official(host: pd.Series) -> np.ndarray:
    ends = host.str.endswith(tuple("." + o for o in OFFICIAL)) | host.isin(OFFICIAL)
    return ends.to_numpy(dtype=bool)


def _is_address(host: str) -> bool:
    return bool(_ADDRESS.fullmatch(host.partition(":")[0]))


def _severity(host: str) -> str:
    platform = host.endswith(tuple("." + p for p in PLATFORMS))
    return "medium" if _is_address(host) else "low" if platform else "high"


def _host_of_copy(frames: Frames, found: pd.DataFrame, host: pd.Series) -> pd.DataFrame:
    printed, hosts = passages(frames), host.tolist()
    return pd.DataFrame(
        {
            "report_id": found["report_id"],
            "places": [
                hosted(frames, r) or place(printed[r], re.escape(h))
                for r, h in zip(found["report_id"], hosts, strict=True)
            ],
            "subject": hosts,
            "observed": hosts,
            "expected": "*.gov.cn",
            "message_en": [f"This copy comes from {h}, which is not a government domain." for h in hosts],
            "message_zh": [f"此副本来自{h}，不是政府网站域名。" for h in hosts],
            "severity": [_severity(h) for h in hosts],
            "about": "copy",
        }
    )


def _named_as_official(frames: Frames) -> pd.DataFrame:
    """Places where the text names a host as the official site; ``mirrored``: the copy was rewritten."""
    seen = frames.observations
    named = seen[seen["kind"] == "foreign_host"]
    named = named.assign(host=named["quote"].str.lower().str.extract(_HOST, expand=False).fillna(""))
    named = named[~_official(named["host"]) & ~named["host"].str.endswith(PLATFORMS).to_numpy(dtype=bool)]
    printed = passages(frames)
    official = [
        _stands_as_official(printed[r], q) for r, q in zip(named["report_id"], named["quote"], strict=True)
    ]
    named = named[np.array(official, dtype=bool)]
    mirrored = seen.loc[seen["kind"].isin(_MIRRORED), "report_id"].unique()
    return named.assign(mirrored=named["report_id"].isin(mirrored))


def _stands_as_official(printed: list, quote: str) -> bool:
    """Whether the words before the address, in the same clause, present it as the site of the government."""
    for passage in printed:
        at = passage.text.find(quote)
        if at >= 0:
            before = _CLAUSE.split(read_as(passage.text[max(0, at - 120) : at]).text)[-1][-50:]
            return bool(_AS_OFFICIAL.search(before)) and not _AS_OTHER.search(before[-20:])
    return False


def _named_hosts(frames: Frames, named: pd.DataFrame) -> pd.DataFrame:
    grouped = named.groupby(["report_id", "host"], sort=False)
    first = grouped.head(1)
    if first.empty:
        return pd.DataFrame()
    listed = [list(zip(g["report_id"], g["locator"], g["quote"], strict=True))[:SHOWN] for _, g in grouped]
    hosts, mirrored = first["host"].tolist(), first["mirrored"].to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "report_id": first["report_id"],
            "places": listed,
            "subject": hosts,
            "observed": hosts,
            "expected": "*.gov.cn",
            "message_en": [
                f"The text gives {h} as the official site; it is not a government domain." for h in hosts
            ],
            "message_zh": [f"正文将{h}作为官方网站，但它不是政府网站域名。" for h in hosts],
            "severity": ["medium" if _is_address(h) else "high" for h in hosts],
            "confidence": np.where(mirrored, "high", "medium"),
            "about": np.where(mirrored, "copy", "body"),
        }
    )


@rule(
    "PRV-02",
    "converted-glyphs",
    en="Machine-converted glyphs",
    zh="文字经机器转换（繁体或拼音注音）",
    severity=Severity.high,
    basis_en=(
        "Integrity of the copy: a report of a mainland body is printed in simplified characters, without "
        "glosses"
    ),
    basis_zh="副本完整性：大陆行政机关的报告以规范汉字印发，不加注音",
    confirmed=False,
    about="copy",
    needs=("pinyin_gloss", "traditional_share"),
    why_zh="逐字注音和繁体字是采集镜像网站的痕迹，文字已非原文，引用前应核对原网页。",
    innocent_zh="官方繁体网关（big5）；港澳台文本；小程序（app）一类括注是正文。",
)
def converted_glyphs(frames: Frames) -> Verdict:
    """Many characters carry a pinyin gloss, or more than one in twenty is a traditional glyph.

    *Why it matters*: both are traces of mirror sites that rewrite what they copy; the wording is no longer
    the original and should be compared with it before it is quoted.

    *Innocent explanations*: an official gateway in traditional characters (big5); texts from Hong Kong, Macao
    or Taiwan. Brackets such as 小程序(app) are no glosses.

    *Source*: integrity of the copy; seen on mirror sites (to be confirmed).
    """
    seen = frames.observations
    glossed = seen[seen["kind"] == "pinyin_gloss"]
    syllables = glossed["quote"].str.replace(r"^[^(（]*", "", regex=True)
    glosses = syllables.groupby(glossed["report_id"], sort=False)
    counts = pd.DataFrame({"glosses": glosses.size(), "distinct": glosses.nunique()})
    traditional = seen.loc[seen["kind"] == "traditional_share", "report_id"].unique()
    counts = counts.reindex(counts.index.union(traditional)).fillna(0).astype(int)
    counts["traditional"] = counts.index.isin(traditional)
    found = counts[(counts["glosses"] > GLOSSES) | counts["traditional"]]
    gateway = frames.by_id["host"].reindex(found.index).fillna("").str.contains(r"big5|\.hk$|\.mo$|\.tw$")
    gateway = gateway.to_numpy(dtype=bool) & (found["glosses"] <= GLOSSES).to_numpy(dtype=bool)
    return Verdict(
        suspects=_converted(frames, found[~gateway]),
        clear=joined(
            because(found.index[gateway], "a gateway in traditional characters"),
            because(counts.index.difference(found.index), f"{GLOSSES} glosses or fewer"),
        ),
    )


def _converted(frames: Frames, found: pd.DataFrame) -> pd.DataFrame:
    rows = list(zip(found["glosses"], found["distinct"], found["traditional"], strict=True))
    en = [" and ".join(_what_en(*row)) for row in rows]
    zh = ["、".join(_what_zh(*row)) for row in rows]
    return pd.DataFrame(
        {
            "report_id": found.index,
            "places": _samples(frames, found.index, ["pinyin_gloss", "traditional_share"]),
            "subject": "glyphs",
            "observed": en,
            "expected": "simplified characters without glosses",
            "difference": found["glosses"].to_numpy(dtype="float64"),
            "message_en": [f"The print of this copy was converted by a machine: {e}." for e in en],
            "message_zh": [f"此副本文字经机器转换：{z}。" for z in zh],
        }
    )


def _what_en(glosses: int, distinct: int, traditional: bool) -> list[str]:
    counted = [f"{glosses} annotations with pinyin, {distinct} distinct"] if glosses > GLOSSES else []
    return counted + (["traditional glyphs throughout"] if traditional else [])


def _what_zh(glosses: int, distinct: int, traditional: bool) -> list[str]:
    counted = [f"拼音注音{glosses}处（不同者{distinct}种）"] if glosses > GLOSSES else []
    return counted + (["通篇繁体字形"] if traditional else [])


def _samples(frames: Frames, report_ids: pd.Index, kinds: list[str]) -> list[list[Place]]:
    """The first few places of these kinds in each report."""
    seen = frames.observations
    first = seen[seen["kind"].isin(kinds)].groupby(["report_id", "kind"], sort=False).head(SHOWN)
    found: dict[str, list[Place]] = {report: [] for report in report_ids}
    for report, locator, quote in zip(first["report_id"], first["locator"], first["quote"], strict=True):
        if report in found:
            found[report].append((report, locator, quote))
    return [found[report] for report in report_ids]


@rule(
    "PRV-03",
    "mojibake",
    en="Characters garbled by a wrong encoding",
    zh="文字因编码错误成为乱码",
    severity=Severity.medium,
    basis_en=(
        "Integrity of the copy: the print is unreadable where bytes were lost or read in another encoding"
    ),
    basis_zh="副本完整性：编码错误或丢失字节之处无法阅读",
    confirmed=False,
    about="copy",
    needs=("mojibake",),
    why_zh="乱码处的文字不可读，标题乱码还会影响章节识别；公众看到的也是这样的页面时，即属发布质量问题。",
    innocent_zh="乱码通常产生于转载或采集，不一定是原发布页面的问题；请核对原网页。",
)
def garbled(frames: Frames) -> Verdict:
    """Runs of characters that are no Chinese: bytes were lost or read in the wrong encoding.

    *Why it matters*: the passage cannot be read, and a garbled heading hides a section. If the public sees
    the same, it is a fault of publication.

    *Innocent explanations*: it mostly arises where a page is copied; the original page may be in order.

    *Source*: integrity of the copy; seen on mirror sites (to be confirmed).
    """
    seen = frames.observations
    grouped = seen[seen["kind"] == "mojibake"].groupby("report_id", sort=False)
    counts = grouped.size()
    first = grouped["quote"].first().fillna("")
    readable = [_mended(q) for q in first]
    sample = [q[:24] for q in first]
    rows = list(zip(counts, sample, strict=True))
    en = [
        f"Garbled characters in {n} place{'s' if n > 1 else ''} of this copy, first “{q}”." for n, q in rows
    ]
    zh = [f"此副本有{n}处乱码，首处为“{q}”。" for n, q in rows]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": counts.index,
                "places": _samples(frames, counts.index, ["mojibake"]),
                "subject": "mojibake",
                "observed": [f"{n} places" for n in counts],
                "expected": "none",
                "difference": counts.to_numpy(dtype="float64"),
                "message_en": en,
                "message_zh": zh,
                "hint": [f"Probably “{m}”. / 可能为“{m}”。" if m else None for m in readable],
            }
        )
    )


def _mended(quote: str) -> str:
    """What the quote probably reads, empty if that is not known."""
    reading = read_as(quote).text.strip()
    return reading if reading != quote.strip() and not re.search(r"[?\ufffd]|[ㄅ-ㄩ]", reading) else ""
