"""DOC: refusals and other handling of requests that the report counts and does not explain."""

from __future__ import annotations

import numpy as np
import pandas as pd

from audit.form import cell as form_cell
from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, figure, joined, not_known, terms
from audit.rules.vocabulary import bare_prose, expressions, is_whole

SENSITIVE = ("t3.denied_state_secret.total", "t3.denied_security_stability.total")
LOST_TEXT = "part of the text that might explain it was not read"


@rule(
    "DOC-07",
    "sensitive-refusal-unexplained",
    en="A town refuses on grounds of state secrets or security, without a word on it",
    zh="乡镇街道以国家秘密或“三安全一稳定”为由不予公开而未说明",
    severity=Severity.medium,
    confidence="medium",
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 14 (secrets, security), art. 17 (review), "
        "art. 36(3) (reasons)"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第十四条（秘密、安全）、第十七条（审查）、第三十六条第三项（说明理由）",
    forms=("2019", "2021"),
    needs=SENSITIVE,
    why_zh="乡镇街道一般不产生国家秘密。以国家秘密或安全稳定为由拒绝公开，是最重的拒绝理由，应说明依据；填错行的情况也常见。",
    innocent_zh="确有涉密文件（如征地、军事、维稳）；县级以上政府和部门不适用本规则；正文已说明理由的不提示。",
)
def sensitive_refusal(frames: Frames) -> Verdict:
    """A town or street denied requests as state secrets or as a danger to security, and the text gives no reason.

    *Why it matters*: towns seldom hold state secrets. It is the gravest ground there is, and a figure in the
    wrong row is common.

    *Innocent explanations*: there was such a document (land, defence, petitions). Bodies above the township
    are outside the rule; a word on the ground anywhere in the prose settles it.

    *Source*: Regulation (2019), art. 14, 17, 36(3); rows (三)1 and (三)3 of table 3.
    """
    given, reports = terms(frames), frames.by_id
    figures = np.column_stack([np.nan_to_num(given.printed(c)) for c in SENSITIVE])
    some = (figures > 0).any(axis=1)
    local = (
        reports["level"].isin(["township", "village"]) | reports["kind"].isin(["township", "street"])
    ).to_numpy(bool)
    unknown = (reports["level"].eq("unknown") & reports["kind"].eq("unknown")).fillna(True).to_numpy(bool)
    ids = given.report_ids
    asked = pd.Index(ids[some & local], dtype="object")
    texts = bare_prose(frames).reindex(asked)
    told = texts.str.contains(expressions("refusal_explained")).to_numpy(bool)
    whole = is_whole(frames).reindex(asked).to_numpy(bool)
    at = np.flatnonzero(some & local)[~told & whole]
    return Verdict(
        suspects=_sensitive(frames, at, figures),
        cannot_tell=joined(
            because(asked[~told & ~whole], LOST_TEXT),
            because(ids[some & unknown & ~local], "the level of the body is not known"),
            not_known(given, SENSITIVE),
        ),
        not_applicable=because(ids[~local & ~unknown], "the rule is for towns and streets"),
        clear=because(asked[told], "the text gives the ground of the refusal"),
    )


def _sensitive(frames: Frames, at: np.ndarray, figures: np.ndarray) -> pd.DataFrame:
    rows = []
    for n in at.tolist():
        cells = [c for c, value in zip(SENSITIVE, figures[n], strict=True) if value > 0]
        en = ", ".join(
            f"{form_cell(c).en}: {figure(v)}" for c, v in zip(SENSITIVE, figures[n], strict=True) if v > 0
        )
        zh = "、".join(
            f"{form_cell(c).zh} {figure(v)}" for c, v in zip(SENSITIVE, figures[n], strict=True) if v > 0
        )
        rows.append(
            {
                "report_id": terms(frames).report_ids[n],
                "cells": cells,
                "observed": ", ".join(figure(v) for v in figures[n] if v > 0),
                "expected": "a reason in the text",
                "message_en": f"{en}; the text gives no reason "
                "(searched for state secrets, security and stability beside refusals).",
                "message_zh": f"{zh}，正文未说明理由（已检索不予公开与国家秘密、安全、稳定的表述）。",
            }
        )
    return pd.DataFrame(rows)


SHARE = Option(
    "share",
    20,
    "share of 其他处理 in all results, in percent, above which it is told",
    "其他处理占办理结果的百分比，超过即提示",
)
COUNT = Option("count", 5, "requests under 其他处理 above which it is told", "其他处理的件数，超过即提示")


@rule(
    "DOC-11",
    "much-other-handling",
    en="Many requests end as “other handling” without a word on it",
    zh="“其他处理”占比较大而未说明",
    severity=Severity.low,
    confidence="medium",
    basis_en="Forms of notices 国办公开办函〔2019〕60号 and 〔2021〕30号, row (六); Regulation (2019), art. 50(2)",
    basis_zh="国办公开办函〔2019〕60号、〔2021〕30号格式第（六）行；《条例》第五十条第二项",
    forms=("2019", "2021"),
    needs=("t3.other_total", "t3.other_misc", "t3.result_total"),
    why_zh="“其他处理”不说明结果。占比过大时，公开率、不予公开率都失去意义，也可能是不会归类。",
    innocent_zh="申请人主动撤回的通常归入此行；正文已说明撤回、补正等情形的不提示。",
    options=(SHARE, COUNT),
)
def much_other_handling(frames: Frames, share: float, count: float) -> Verdict:
    """More than a fifth of all requests, and more than five, end in the row 其他处理, and the text is silent on it.

    *Why it matters*: that row tells no result; where it is large the rates of disclosure mean little, and
    requests may have been sorted there for want of knowing better.

    *Innocent explanations*: requests withdrawn are usually put there. A word on withdrawals, supplements or
    the like anywhere in the prose settles it.

    *Source*: row (六) of table 3, forms of 2019 and 2021.
    """
    given = terms(frames)
    other, cells = _other(frames)
    total = given.printed("t3.result_total.total")
    large = (other > count) & (total > 0) & (other > total * share / 100)
    ids = pd.Index(given.report_ids[large], dtype="object")
    texts = bare_prose(frames).reindex(ids)
    told = texts.str.contains(expressions("other_handling")).to_numpy(bool)
    whole = is_whole(frames).reindex(ids).to_numpy(bool)
    at = np.flatnonzero(large)[~told & whole]
    shares = [figure(round(100 * other[n] / total[n], 1)) for n in at]
    rows = list(zip((figure(other[n]) for n in at), (figure(total[n]) for n in at), shares, strict=True))
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": given.report_ids[at],
                "cells": [[cells[n], "t3.result_total.total"] for n in at],
                "observed": [o for o, _, _ in rows],
                "message_en": [
                    f"{o} of {t} requests ({s}%) ended as other handling, and the text does not say how."
                    for o, t, s in rows
                ],
                "message_zh": [
                    f"办理结果{t}件中{o}件（{s}%）为其他处理，正文未说明情形。" for o, t, s in rows
                ],
            }
        ),
        cannot_tell=joined(
            because(ids[~told & ~whole], LOST_TEXT), not_known(given, ("t3.result_total.total",))
        ),
        clear=because(ids[told], "the text says what the other handling was"),
    )


def _other(frames: Frames) -> tuple[np.ndarray, list[str]]:
    """By report the figure of the row and its cell: the whole (六), or its last sub-row."""
    given = terms(frames)
    misc, whole = (given.printed(f"t3.{row}.total") for row in ("other_misc", "other_total"))
    names = np.where(np.isnan(misc), "t3.other_total.total", "t3.other_misc.total")
    return np.nan_to_num(np.where(np.isnan(misc), whole, misc)), names.tolist()
