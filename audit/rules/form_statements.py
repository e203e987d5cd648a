"""FRM: what sections must say: the fee in section six, five aspects in section one."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.form_structure import place_of_section
from audit.rules.measures import (
    because,
    joined,
    listing,
)
from audit.rules.places import Passage, first_words, passages, reports_among
from audit.rules.section_text import (
    TABLED,
    goes_on_after,
    reports_marked,
    section_texts,
)

SHOWN = 40


FEE_STATED = (
    r"处理费|收费通知|收取[^。；;]{0,25}费|(?:未|没有|无|不|零|免|均|也)[^。；;，,]{0,8}收费"
    r"|收费[^。；;]{0,12}(?:[0０]|零|无|(?:减免|情况)(?!情况)(?!在|[^。；;，,]{0,6}(?:公开|公示|公布|张贴|展示|上墙)))"
    r"|减免[^。；;]{0,10}费|费用[^。；;]{0,6}减免|(?:全部|全|均|一律|予以)免费|免费(?:提供|向|办理|受理)"
    r"|(?:政府信息|信息公开|申请)(?:[^。；;]{0,24}(?:收费|费用)|[^。；;，,]{0,24}免费)"
)
FEE_LABELS = r"未按收费通知[^。；;]{0,12}缴纳[^。；;]{0,2}费用?|行政事业性收费|事业性收费|收费(?:项目|目录|清单|标准|依据)"
ELSEWHERE = ("overall", "requests", "disputes", "problems", "fees")
FEE_CLAIMS = ("fees_collected", "fee_notices", "fee_waivers")


@rule(
    "FRM-06",
    "no-fee-statement",
    en="No statement on the information processing fee",
    zh="未说明信息处理费收取情况",
    severity=Severity.medium,
    basis_en=(
        "Measures on the information processing fee (国办函〔2020〕109号) and section six of the 2021 form: "
        "fee notices, amounts, money received"
    ),
    basis_zh=(
        "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）及2021年格式第六部分：收费通知件数、金额"
        "及实际收取"
    ),
    confirmed=False,
    years=(2021, 9999),
    needs=("sections", *FEE_CLAIMS),
    why_zh="信息处理费是限制反复申请的手段，是否收取、收了多少应向社会说明，没有收取也应说明。",
    innocent_zh="已在第一或第三部分说明（可以接受）；2020年度及以前不适用。",
)
def no_fee_statement(frames: Frames) -> Verdict:
    """A report for 2021 or later says nothing on the fee for processing requests, not even that there was none.

    *Why it matters*: the fee steers requests beyond a reasonable number; the public should know whether it
    was charged.

    *Innocent explanations*: the statement stands in section one or three, which is accepted; reports up to
    2020 need none. Without a section six the rule says nothing (FRM-02 does).

    *Source*: 国办函〔2020〕109号; section six of the 2021 form, from memory (to be confirmed).
    """
    asked = frames.reports["year"].ge(2021).fillna(False).to_numpy(dtype=bool)
    sixth = section_texts(frames, ("other",), asked)
    six, inside = reports_marked(frames, sixth), reports_marked(frames, sixth[_states_fee(sixth["text"])])
    claims = frames.claims.loc[frames.claims["measure"].isin(FEE_CLAIMS), "report_id"]
    claimed = reports_among(frames, claims)
    rest = section_texts(frames, ELSEWHERE, asked & ~inside & ~claimed)
    told = inside | claimed | reports_marked(frames, rest[_states_fee(rest["text"])])
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=_silent(frames, ids[asked & six & ~told]),
        cannot_tell=because(ids[~six & ~told], "section six was not found"),
        clear=because(ids[told & ~inside], "the statement stands outside section six"),
    )


def _states_fee(texts: pd.Series) -> np.ndarray:
    """Texts without spaces that speak of the fee; labels of the tables do not count."""
    stated = texts.str.contains("费", regex=False).to_numpy(dtype=bool, copy=True)
    plain = texts[stated].str.replace(FEE_LABELS, "", regex=True)
    stated[stated] = plain.str.contains(FEE_STATED, regex=True).to_numpy(dtype=bool)
    return stated


def _silent(frames: Frames, report_ids: pd.Series) -> pd.DataFrame:
    printed = passages(frames)
    sixth = [next(p for p in printed[r] if p.canonical == "other") for r in report_ids]
    said = [_said(p) for p in sixth]
    return pd.DataFrame(
        {
            "report_id": report_ids,
            "places": [[first_words(p)] for p in sixth],
            "subject": "fee statement",
            "observed": said,
            "expected": "fee notices and amounts, or that there were none",
            "message_en": [
                f"Section six begins “{s}” and says nothing on the information processing fee." for s in said
            ],
            "message_zh": [f"第六部分为“{s}”，未说明信息处理费收取情况。" for s in said],
        }
    )


def _said(passage: Passage) -> str:
    """The beginning of what a section says under its heading."""
    lines = [line.strip() for line in passage.text.splitlines() if line.strip()]
    text = lines[1] if len(lines) > 1 else "".join(lines)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


ASPECTS = {
    "主动公开": ("proactive disclosure", r"主动公开|公开(?:政府)?信息[^。；;]{0,12}\d+[条件篇]"),
    "依申请公开": ("disclosure on request", r"依申请|申请公开|公开申请|信息公开的申请"),
    "政府信息管理": (
        "management of information",
        r"信息(?:资源)?(?:的)?(?:规范化|规范|动态|全面|日常|发布|档案)?管理|管理政府信息|文件管理|公文管理|公文属性|规范性文件[^。；;]{0,10}(?:清理|管理|公开)"
        r"|台账|信息[^。；;]{0,8}(?:动态调整|更新维护|归档)|(?:审核|审查|发布)(?:流程|程序|机制)|三审",
    ),
    "平台建设": (
        "platforms",
        r"平台(?:的)?(?:建设|管理|运维|运行|维护)|网站(?:的)?(?:建设|管理|运维|维护|改版)|平台[^。；;，,]{0,6}(?:升级|改版|优化)"
        r"|(?:建设|优化|完善|维护|升级|改版|打造|建好|用好|加强)[^。；;，,]{0,10}(?:平台|网站|专栏|栏目|公众号|新媒体|专区|公开栏|查阅点)",
    ),
    "监督保障": (
        "supervision and support",
        r"监督保障|监督和保障|保障监督|监督(?:检查|考核|考评|评议|评价|管理)|考核(?:评估|评议|结果|体系|指标|内容)?(?:[、和]|情况|机制|工作)"
        r"|纳入[^。；;，,]{0,10}考核|社会评议|评议|督查|督导|督促|培训|通报|监督",
    ),
}


@rule(
    "FRM-07",
    "section-one-lacks-aspect",
    en="Section one lacks an aspect that the notice names",
    zh="总体情况缺少规定方面",
    severity=Severity.low,
    confidence="medium",
    basis_en=(
        "Notice 国办公开办函〔2021〕30号: section one gives an overview of five aspects (from 2021; before, "
        "only customary)"
    ),
    basis_zh=(
        "国办公开办函〔2021〕30号：第一部分概述主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监"
        "督保障五个方面（2021年度起；此前仅为惯例）"
    ),
    forms=TABLED,
    years=(2019, 9999),
    needs=("sections",),
    why_zh="五个方面是通知列明的内容，缺少的方面往往是当年没有做的工作。",
    innocent_zh="同一意思的不同表述（如网站建设、督查考核）；合并在其他段落中。2019、2020年度仅作参考。",
)
def section_one_lacks_aspect(frames: Frames) -> Verdict:
    """The overview in section one does not mention one of its five aspects, in any of the usual words.

    *Why it matters*: the notice names them; what is missing is often what was not done.

    *Innocent explanations*: other words for the same thing; the aspect is treated in another section. For
    2019 and 2020 the five were custom only: info.

    *Source*: notice 国办公开办函〔2021〕30号, section one.
    """
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    overall = section_texts(frames, ("overall",), on_form).drop_duplicates("at")
    at = overall["at"].to_numpy(dtype="int64")
    texts = overall["text"].to_numpy(dtype=object)
    missing = ~np.column_stack([_speaks_of(texts, zh, p) for zh, (_, p) in ASPECTS.items()])
    goes_on = goes_on_after(frames, "overall")
    odd = missing.any(axis=1) & goes_on[at]
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=_lacking(frames, frames.reports.iloc[at[odd]], missing[odd]),
        cannot_tell=joined(
            because(ids[~reports_marked(frames, overall)], "section one was not found"),
            because(ids[reports_marked(frames, overall) & ~goes_on], "the file ends in section one"),
        ),
    )


def _speaks_of(texts: np.ndarray, word: str, pattern: str) -> np.ndarray:
    """Texts that hold the word of the notice, or one that stands for it."""
    other = re.compile(pattern).search
    return np.array([word in text or other(text) is not None for text in texts], dtype=bool)


def _lacking(frames: Frames, reports: pd.DataFrame, missing: np.ndarray) -> pd.DataFrame:
    printed = passages(frames)
    lists = [[zh for zh, lacks in zip(ASPECTS, row, strict=True) if lacks] for row in missing]
    custom = reports["year"].lt(2021).fillna(False).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "report_id": reports["report_id"],
            "places": [place_of_section(printed[r], "overall") for r in reports["report_id"]],
            "subject": [" ".join(one) for one in lists],
            "observed": [f"{len(ASPECTS) - len(one)} of {len(ASPECTS)} aspects" for one in lists],
            "expected": "five aspects",
            "message_en": [
                f"Section one says nothing on {listing([f'{ASPECTS[zh][0]} ({zh})' for zh in one], 5)}."
                for one in lists
            ],
            "message_zh": [f"第一部分未涉及{'、'.join(one)}。" for one in lists],
            "severity": np.where(custom, "info", "low"),
        }
    )
