"""Puts a report together: figures as printed, prose, tables, dates, place in the tree, bytes."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from maker.county import BODIES, BY_KEY, COUNTY, YEARS, Body, deadline, full_name
from maker.draw import number
from maker.figures import cells, disclosed
from maker.lookalikes import LOOKALIKES
from maker.model import Block, Fault, Heading, Para, Plan, Report
from maker.narrative import OldVoice, has_table, statistics
from maker.pages import encode
from maker.plain import render
from maker.plans import MISSING, first_versions, gaps, plans, runs_of_zero
from maker.prose import CHINESE, Voice
from maker.tables import statistics_table, table2, table3, table4

TEXT_LAYOUTS = ("pipes", "pipes_next", "tabs", "lines", "nbsp", "fullwidth")
PAGE_LAYOUTS = ("clean", "word", "ghost", "chrome", "gb18030", "mislabelled")
LAYOUTS = tuple(x for pair in zip(TEXT_LAYOUTS, PAGE_LAYOUTS, strict=True) for x in pair)
TITLES = (
    "{name}{year}年政府信息公开工作年度报告",
    "{name}{year}年政府信息公开工作年度报告",
    "{name}{year}年度政府信息公开工作报告",
)
SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


@cache
def all_plans() -> dict[tuple[str, int], Plan]:
    """The plans, made once."""
    return plans()


def reports() -> list[Report]:
    """Every report of the county, body by body, year by year, then the versions that were replaced."""
    made = [report(b, y) for b in BODIES for y in YEARS if (b.key, y) not in MISSING]
    return made + [report(BY_KEY[key], year, plan) for (key, year), plan in first_versions().items()]


def report(body: Body, year: int, version: Plan | None = None) -> Report:
    """One report; ``version`` is the plan of a version that was replaced later."""
    plan = version or all_plans().get((body.key, year), Plan())
    form = plan.form or ("narrative" if year <= 2018 else "2019" if year <= 2020 else "2021")
    layout = plan.layout or LAYOUTS[(BODIES.index(body) * 5 + year * 7) % len(LAYOUTS)]
    published, signed = _dates(body, year, plan)
    printed = {} if form == "narrative" else _printed(body, year, form, plan)
    made = Report(
        body=body, year=year, form=form, title=_title(body, year), blocks=[], published=published, signed=signed,
        index=f"{body.index}-0104-{year + 1}-{number(900, 'index', body.key, year) + 17:05d}", plan=plan, layout=layout,
        path="", printed=printed, signature=full_name(body), bare="bare" in plan.traits,
    )  # fmt: skip
    made.blocks = _blocks(made)
    made.path = _path(made, "（首次公布）" if version else "")
    return made


def _title(body: Body, year: int) -> str:
    return TITLES[number(len(TITLES), "title", body.key)].format(name=full_name(body), year=year)


def _dates(body: Body, year: int, plan: Plan) -> tuple[date, date]:
    """Published before the deadline, signed a few days earlier, both on working days."""
    month, day = deadline(body, year)
    early = number(18, "published", body.key, year)
    published = plan.published or _working(date(year + 1, month, day) - timedelta(days=2 + early))
    return published, plan.signed or _working(
        published - timedelta(days=1 + number(5, "signed", body.key, year))
    )


def _working(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _printed(body: Body, year: int, form: str, plan: Plan) -> dict[str, str]:
    printed = cells(body.key, year, form)
    amount = "t2.procurement.amount"
    if amount in printed and printed[amount] != "0":
        printed[amount] = _money(body, year, printed[amount])
    if body.kind in ("town", "street") and form == "2021" and number(9, "dash", body.key, year) == 0:
        printed |= {f"t2.regulations.{c}": "/" for c in ("issued", "repealed", "in_force")}
    return printed | plan.prints


def _money(body: Body, year: int, yuan: str) -> str:
    """The amount with its unit in the cell, in yuan or 万元; bare where the header names the unit."""
    style = money_style(body, year)
    if style == "yuan":
        return f"{yuan}元"
    wan = format((Decimal(yuan) / 10000).normalize(), "f")
    return wan if style == "header" else f"{wan}万元"


def money_style(body: Body, year: int) -> str:
    """``yuan``, ``wan`` (both in the cell) or ``header`` (万元 in the column's header)."""
    return ("yuan", "wan", "header")[number(3, "money", body.key, year)]


def _path(made: Report, version: str) -> str:
    suffix = "txt" if made.layout in TEXT_LAYOUTS else ("htm" if made.layout == "word" else "html")
    key = made.body.key
    name = (str(made.year), f"{key}{made.year}年年报", f"{key}-{made.year}")[number(3, "name", key)]
    if made.bare:
        name = f"{key}-{made.year}"
    return f"{key}/{name}{version}.{suffix}"


# -- blocks -----------------------------------------------------------------------------------------


def _blocks(made: Report) -> list:
    lookalike = LOOKALIKES.get((made.body.key, made.year))
    if lookalike and "plain" not in made.plan.traits:
        return lookalike(made.printed)
    return _narrative(made) if made.form == "narrative" else _statutory(made)


def _narrative(made: Report) -> list:
    body, year = made.body, made.year
    values = statistics(body, year, disclosed(body.key, year))
    blocks: list = OldVoice(body, year, values, made.plan).blocks()
    if has_table(body, year):
        slips = {c.split(".")[1]: int(v) for c, v in made.plan.prints.items() if c.startswith("s14.")}
        values = values | slips
        blocks += [Para(f"附表：{full_name(body)}{year}年政府信息公开情况统计表"), statistics_table(values)]
        made.printed = {f"s14.{row}.year": str(v) for row, v in values.items()}
    return blocks


def _statutory(made: Report) -> list:
    voice, plan = Voice(made.body, made.year, made.printed, made.plan), made.plan
    header = money_style(made.body, made.year) == "header" and "bare_amount" not in plan.traits
    words = (
        {"amount": "采购总金额（单位：万元）"}
        if header and made.printed.get("t2.procurement.amount", "0") != "0"
        else {}
    )
    blocks: list = [Para(voice.preface()), _heading(0), *_overall(made, voice)]
    blocks += [_heading(1), table2(made.form, made.printed, words)]
    blocks += [_heading(2), table3(made.form, _with_single_row(made), "single_other_row" in plan.traits)]
    blocks += [_heading(3), _table4(made)]
    blocks += [_heading(4), *[Para(p) for p in voice.problems()]]
    if "no_section_six" not in plan.traits:
        blocks += [_heading(5), *[Para(p) for p in voice.other_matters()]]
    return blocks


def _table4(made: Report) -> Block:
    if "nil_in_words" in made.plan.traits:
        return Para(
            f"{made.year}年，{made.body.we}没有发生与政府信息公开有关的复议和应诉事项，因此这一部分不再列表填报，特此说明。"
        )
    return Para("（详见附图）") if "no_table4" in made.plan.traits else table4(made.printed)


def _heading(number_: int) -> Heading:
    return Heading(f"{CHINESE[number_]}、{SECTIONS[number_]}")


def _overall(made: Report, voice: Voice) -> list:
    """The five aspects: as run-in titles, as headings of their own, or as numbered paragraphs."""
    style = number(3, "aspects", made.body.key, made.year)
    found: list = []
    for i, (aspect, text) in enumerate(voice.overall()):
        if not aspect:
            found.append(Para(text))
        elif style == 0:
            found.append(Para(f"（{CHINESE[i - 1]}）{aspect}情况。{text}"))
        elif style == 1:
            found += [Heading(f"（{CHINESE[i - 1]}）{aspect}", 2), Para(text)]
        else:
            found.append(Para(f"{i}.{aspect}。{text}"))
    return found


def _with_single_row(made: Report) -> dict[str, str]:
    if "single_other_row" not in made.plan.traits:
        return made.printed
    from_rows = ("other_no_supplement", "other_fee_unpaid", "other_misc")
    columns = {c.split(".")[2] for c in made.printed if c.startswith("t3.")}
    summed = {
        f"t3.other_total.{c}": str(sum(int(made.printed[f"t3.{r}.{c}"]) for r in from_rows)) for c in columns
    }
    made.printed = {k: v for k, v in made.printed.items() if k.split(".")[1] not in from_rows} | summed
    return made.printed


# -- bytes and lists ------------------------------------------------------------------------------------


def data_of(made: Report) -> bytes:
    """The bytes of the file."""
    if made.layout not in TEXT_LAYOUTS:
        return encode(made)
    text = render(made)
    if "cut" in made.plan.traits:
        text = text[: text.index("属于四类过程性信息") + 5]
    return text.encode("utf-8")


def findings() -> tuple[list[tuple[str, Fault]], list[tuple[str, Fault]]]:
    """(path, fault) of severity medium and above, and of those below; sorted by path and rule."""
    listed = [
        (report(BY_KEY[key], year).path, fault)
        for (key, year), plan in all_plans().items()
        for fault in plan.faults
    ]
    listed += [(report(BY_KEY[key], year).path, fault) for key, year, fault in [*runs_of_zero(), *gaps()]]
    listed.sort(key=lambda pair: (pair[0], pair[1].rule, pair[1].cells))
    return [p for p in listed if not p[1].low], [p for p in listed if p[1].low]


def table_of(listed: list[tuple[str, Fault]]) -> str:
    """The list as CSV: file, rule, cells, note."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "rule", "cells", "note"))
    writer.writerows((path, f.rule, " ".join(f.cells), f.note) for path, f in listed)
    return out.getvalue()


def tree() -> dict[str, bytes]:
    """Every file of the sample by its path under ``sample_reports``."""
    found = {made.path: data_of(made) for made in reports()}
    if len(found) != len(reports()):
        raise ValueError("two reports share a path")
    return found


__all__ = ["COUNTY", "Fault", "all_plans", "data_of", "findings", "report", "reports", "table_of", "tree"]
