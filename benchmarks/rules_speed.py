"""Seconds a rule takes over a synthetic panel: ``python benchmarks/rules_speed.py [--reports 5000]``.

The panel is the usual case: every identity holds but for one report in twenty, in which one cell is off; section one
speaks of its five aspects, of assessment and of the period; title, dates and contacts are there. One report in three
counts penalties, every fifth of these says nothing of them, and one in ten leaves out an aspect of section one. Times
are processor seconds of the rule's function alone. What rules share is made before and counted apart, each part with
what it asks for first, and so is the making of the texts that they are given (storage); both count towards the limit.
The last lines give the whole of ``judge``, which also makes outcomes, findings and their evidence.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pandas as pd

import audit.rules
from audit.form import forms
from audit.frames import Frames, conform
from audit.judge import judge
from audit.judge.storage import held, in_python
from audit.rules import catalogue
from audit.rules.measures import pairs, terms, tested

LIMIT = 2.0
"""Seconds of one processor that all rules may take over 5,000 reports."""
OF_NEAR_DUPLICATES = ("copying", "likeness", "whose_text")
"""Modules whose rules and shared work are those of near duplicates."""
YEARS = 5
TITLE = "样例县第{body}镇人民政府{year}年政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。联系电话：010-12345678。"
PROSE = {
    "overall": (
        "一、总体情况\n"
        "（一）主动公开情况。本年度主动公开政府信息{n}条，其中通过网站公开{n}条。\n"
        "（二）依申请公开情况。完善登记、审核、办理、答复制度，依法答复每一件申请。\n"
        "（三）政府信息管理情况。落实三审制度，做好规范性文件清理和信息动态管理。\n"
        "（四）平台建设情况。对门户网站栏目作了优化，加强政务新媒体的运行维护。\n"
        "（五）监督保障情况。开展业务培训2次。工作考核结果为良好；社会评议结果为满意；未发生责任追究情形。\n"
        "{word}\n" + PERIOD
    ),
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": (
        "五、存在的主要问题及改进情况\n"
        + "存在的问题：公开内容不够丰富，个别栏目更新不及时。下一步将加强培训，完善制度，提高公开质量。" * 3
    ),
    "other": "六、其他需要报告的事项\n本年度未收取信息处理费。",
}
EXPLAINED = "行政执法信息按规定公示。"


def panel(reports: int, seed: int = 1) -> Frames:
    """Frames of so many reports of the 2021 form: five years a body, 200 cells, six sections each."""
    ids = np.array([f"r{n:06d}" for n in range(reports)], dtype=object)
    return Frames(
        reports=conform(_reports(ids), "reports"),
        facts=conform(_facts(ids, np.random.default_rng(seed)), "facts"),
        sections=conform(_sections(ids), "sections"),
        observations=conform(_contacts(ids), "observations"),
    )


def _reports(ids: np.ndarray) -> pd.DataFrame:
    n = np.arange(len(ids))
    return pd.DataFrame(
        {
            "report_id": ids,
            "path": ids + ".html",
            "sha256": ids,
            "agency": [f"样例县第{body}镇人民政府" for body in n // YEARS],
            "level": "township",
            "kind": "township",
            "year": 2021 + n % YEARS,
            "form": "2021",
            "scope": "own",
            "status": "read",
            "host": "www.example.gov.cn",
            "title": [TITLE.format(body=k // YEARS, year=2021 + k % YEARS) for k in n],
            "published_on": [f"{2022 + k % YEARS}-01-{11 + k % 19}" for k in n],
            "signed_on": [f"{2022 + k % YEARS}-01-10" for k in n],
            "period_start": [f"{2021 + k % YEARS}-01-01" for k in n],
            "period_end": [f"{2021 + k % YEARS}-12-31" for k in n],
        }
    )


def _facts(ids: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    cells = list(forms()["2021"].cells)
    at = {code: n for n, code in enumerate(cells)}
    values = np.zeros((len(ids), len(cells)))
    for column in ("natural_person", "total"):
        values[:, at[f"t3.new_received.{column}"]] = np.arange(len(ids)) % 7
        values[:, at[f"t3.result_granted.{column}"]] = np.arange(len(ids)) % 7
        values[:, at[f"t3.result_total.{column}"]] = np.arange(len(ids)) % 7
    values[:, at["t2.penalty.decisions"]] = 3 * (np.arange(len(ids)) % 3 == 0)
    off = np.flatnonzero(np.arange(len(ids)) % 20 == 0)
    values[off, random.integers(0, len(cells), len(off))] += 1
    flat = values.ravel()
    return pd.DataFrame(
        {
            "report_id": np.repeat(ids, len(cells)),
            "cell": np.tile(np.array(cells, dtype=object), len(ids)),
            "value": flat,
            "state": "number",
            "raw": flat.astype("int64").astype(str),
            "locator": "char=1,2;line=1",
        }
    )


def _sections(ids: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "report_id": np.repeat(ids, len(PROSE)),
            "canonical": np.tile(np.array(list(PROSE), dtype=object), len(ids)),
            "text": [_written(text, n) for n in range(len(ids)) for text in PROSE.values()],
            "locator": "char=1,2;line=1",
        }
    )


def _written(text: str, n: int) -> str:
    written = text.format(n=n % 97, word="" if n % 5 == 0 else EXPLAINED, year=2021 + n % YEARS)
    return "".join(line for line in written.splitlines(True) if n % 10 or not line.startswith("（四）"))


def _contacts(ids: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {"report_id": ids, "kind": "phone", "quote": "010-12345678", "locator": "char=1,2;line=1"}
    )


def _shared() -> dict[str, Callable[[Frames], object]]:
    """What rules share: the functions of the package of rules that are computed once for each frames."""
    made_once = terms.__code__
    modules = [import_module(f"audit.rules.{one.name}") for one in iter_modules(audit.rules.__path__)]
    found = {"terms": terms, "tested": tested, "pairs": pairs}
    for module in modules:
        for name, one in vars(module).items():
            if getattr(one, "__code__", None) is made_once and one.__module__ == module.__name__:
                found.setdefault(f"{_module(module.__name__)}.{name}", one)
    return found


def _module(path: str) -> str:
    return path.rpartition(".")[2]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print seconds per rule, the slowest first."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--reports", type=int, default=5000)
    arguments.add_argument("--rules", default="")
    given = arguments.parse_args()
    frames = panel(given.reports)
    warm_up = panel(50)
    chosen = [r for r in catalogue().values() if r.id.startswith(tuple(given.rules.split(",")))]
    judge(warm_up, chosen)
    shared = {"storage": _seconds(lambda: in_python(frames))}
    with held(frames) as texts_held:
        shared |= {name: _seconds(lambda one=one: one(texts_held)) for name, one in _shared().items()}
        spent = {made.id: _seconds(lambda made=made: made.verdict(texts_held)) for made in chosen}
    fresh = replace(frames)
    titles = {made.id: made.name for made in chosen}
    whole = _seconds(lambda: judge(fresh, chosen))
    limit = LIMIT * given.reports / 5000
    print(f"{'':8}{'ms':>8}{'µs/report':>11}{'of the limit':>14}")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(
            f"{name:8}{1000 * seconds:>8.1f}{1e6 * seconds / given.reports:>11.1f}{seconds / limit:>13.1%}  {titles[name]}"
        )
    alike = [made.id for made in chosen if _module(made.check.__module__) in OF_NEAR_DUPLICATES]
    seconds = sum(spent.pop(name) for name in alike)
    seconds += sum(shared.pop(name) for name in list(shared) if name.partition(".")[0] in OF_NEAR_DUPLICATES)
    print(
        f"{'shared':8}  {sum(shared.values()):8.4f} s  "
        + ", ".join(f"{k} {v:.3f}" for k, v in sorted(shared.items(), key=lambda i: -i[1]) if v > 0.005)
    )
    print(f"{'alike':8}  {seconds:8.4f} s  {len(alike)} rules on near duplicates; limit {10 * limit:.0f} s")
    every = sum(spent.values()) + sum(shared.values())
    print(f"{'rules':8}  {sum(spent.values()):8.4f} s  {len(spent)} other rules")
    print(f"{'both':8}  {every:8.4f} s  other rules and what all share; limit {limit:.1f} s")
    print(f"{'judge':8}  {whole:8.4f} s  {given.reports} reports, outcomes, findings and evidence included")
    print(f"{'a report':8}  {1000 * whole / given.reports:8.4f} ms")


if __name__ == "__main__":
    main()
