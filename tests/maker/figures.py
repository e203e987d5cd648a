"""The true figures of every body and year: flows balance, stocks roll, the county is the sum of its parts.

Faults are planted later, on what a report *prints*; nothing here is ever wrong.
"""

# ruff: noqa: E501  (Chinese text and long markup)

from __future__ import annotations

from decimal import Decimal
from functools import cache

from audit.form import APPLICANTS, cell, forms
from maker.county import BY_KEY, CHILDREN, FORM_YEARS, GOVERNMENT, YEARS
from maker.draw import number, weighted

PARTS = APPLICANTS[:-1]
RESULTS = tuple(
    r
    for r in dict.fromkeys(cell(c).row for c in forms()["2021"].cells if c.startswith("t3."))
    if r not in ("new_received", "carried_in", "carried_out", "result_total")
)
OTHER_ROWS = ("other_no_supplement", "other_fee_unpaid", "other_misc")
BLOCKS = ("review", "litigation_direct", "litigation_after_review")
OUTCOMES = ("upheld", "corrected", "other", "pending")
REST = "rest"  # the bodies of the county that are not in the sample

RECEIVED = {
    "临砚县人民政府办公室": (7, 9, 8, 11, 12, 10, 9, 13, 12, 14),
    "临砚县教育局": (3, 4, 6, 10, 13, 12, 15, 11, 14, 16),
    "临砚县民政局": (2, 1, 3, 3, 2, 3, 0, 0, 0, 0),
    "临砚县交通运输局": (3, 2, 5, 8, 7, 9, 8, 10, 9, 11),
    "临砚县水利局": (2, 1, 2, 4, 3, 2, 3, 4, 2, 3),
    "临砚县市场监督管理局": (5, 4, 9, 14, 15, 17, 16, 19, 21, 20),
    "沙棠乡": (0, 0, 0, 0, 0, 2, 1, 3, 2, 2),
    "石篆镇": (2, 1, 2, 0, 0, 0, 0, 0, 0, 0),
    "麦垄镇": (1, 2, 1, 2, 3, 1, 0, 0, 2, 1),
    "云篁镇": (1, 1, 2, 0, 0, 1, 0, 0, 2, 3),
    "望砚街道": (3, 2, 3, 3, 0, 0, 0, 2, 3, 2),
    "棠堤街道": (2, 1, 1, 0, 0, 0, 0, 0, 1, 2),
    "苇滨街道": (1, 2, 1, 1, 1, 2, 1, 1, 2, 1),
    REST: (16, 27, 22, 36, 28, 37, 33, 41, 27, 31),
}
PENDING = {
    "临砚县人民政府办公室": (1, 0, 1, 0, 1, 1, 1),
    "临砚县教育局": (1, 1, 0, 1, 2, 1, 1),
    "临砚县交通运输局": (0, 1, 2, 0, 1, 0, 1),
    "临砚县水利局": (0, 0, 0, 1, 0, 0, 0),
    "临砚县市场监督管理局": (1, 2, 1, 2, 1, 2, 2),
    "云篁镇": (0, 0, 0, 0, 0, 0, 1),
    REST: (3, 2, 4, 3, 5, 4, 6),
}
APPLICANT_WEIGHTS = {
    "town": {"natural_person": 84, "commercial_enterprise": 10, "other": 6},
    "department": {
        "natural_person": 66,
        "commercial_enterprise": 17,
        "research_institute": 3,
        "social_welfare_organization": 3,
        "legal_service_organization": 8,
        "other": 3,
    },
}
RESULT_WEIGHTS = {
    "town": {"result_granted": 58, "result_partial": 8, "unable_not_held": 22, "not_processed_petition": 7, "denied_process_info": 5},
    "department": {
        "result_granted": 44,
        "result_partial": 9,
        "denied_third_party": 3,
        "denied_internal_affairs": 2,
        "denied_process_info": 4,
        "denied_enforcement_file": 3,
        "denied_admin_query": 3,
        "unable_not_held": 16,
        "unable_needs_creation": 4,
        "unable_unclear": 2,
        "not_processed_petition": 5,
        "not_processed_duplicate": 2,
        "other_no_supplement": 1,
        "other_misc": 2,
    },
}  # fmt: skip

DISPUTES = {
    ("临砚县人民政府办公室", 2022): {"review": (1, 0, 0, 0)},
    ("临砚县人民政府办公室", 2025): {"review": (0, 0, 1, 0)},
    ("临砚县教育局", 2021): {"review": (1, 0, 0, 0)},
    ("临砚县教育局", 2024): {"review": (1, 0, 0, 0)},
    ("临砚县交通运输局", 2020): {"review": (1, 0, 0, 0)},
    ("临砚县交通运输局", 2021): {"review": (1, 0, 0, 0), "litigation_direct": (1, 0, 0, 0)},
    ("临砚县交通运输局", 2022): {"review": (0, 0, 1, 1)},
    ("临砚县交通运输局", 2023): {"review": (1, 0, 0, 0)},
    ("临砚县交通运输局", 2024): {"review": (2, 0, 0, 0)},
    ("临砚县交通运输局", 2025): {"review": (1, 0, 0, 0)},
    ("临砚县市场监督管理局", 2019): {"review": (1, 0, 0, 0)},
    ("临砚县市场监督管理局", 2020): {"review": (1, 0, 1, 0), "litigation_after_review": (1, 0, 0, 0)},
    ("临砚县市场监督管理局", 2021): {"review": (2, 0, 0, 1)},
    ("临砚县市场监督管理局", 2022): {"review": (2, 0, 1, 0), "litigation_direct": (1, 0, 0, 0)},
    ("临砚县市场监督管理局", 2023): {"review": (1, 1, 0, 1), "litigation_direct": (0, 0, 0, 1)},
    ("临砚县市场监督管理局", 2024): {"review": (3, 0, 0, 0), "litigation_direct": (1, 0, 0, 0)},
    ("临砚县市场监督管理局", 2025): {"review": (2, 0, 1, 0), "litigation_after_review": (1, 0, 0, 0)},
    (REST, 2019): {
        "review": (3, 1, 0, 1),
        "litigation_direct": (2, 0, 1, 0),
        "litigation_after_review": (1, 0, 0, 0),
    },
    (REST, 2020): {
        "review": (4, 0, 1, 2),
        "litigation_direct": (1, 0, 0, 1),
        "litigation_after_review": (1, 0, 0, 1),
    },
    (REST, 2021): {
        "review": (5, 1, 1, 1),
        "litigation_direct": (2, 0, 0, 0),
        "litigation_after_review": (2, 0, 0, 0),
    },
    (REST, 2022): {
        "review": (6, 0, 1, 2),
        "litigation_direct": (3, 0, 1, 1),
        "litigation_after_review": (1, 0, 0, 0),
    },
    (REST, 2023): {
        "review": (5, 1, 2, 1),
        "litigation_direct": (2, 0, 0, 0),
        "litigation_after_review": (1, 0, 0, 1),
    },
    (REST, 2024): {"review": (7, 1, 1, 2), "litigation_after_review": (2, 0, 0, 0)},
    (REST, 2025): {"review": (8, 0, 2, 1), "litigation_after_review": (1, 0, 0, 0)},
}

DECISIONS = {
    "licensing": {
        "临砚县教育局": (18, 22, 19, 25, 21, 27, 24),
        "临砚县民政局": (31, 28, 35, 33, 38, 36, 41),
        "临砚县交通运输局": (412, 376, 431, 455, 402, 468, 447),
        "临砚县水利局": (37, 42, 39, 46, 44, 51, 48),
        "临砚县市场监督管理局": (2316, 2187, 2405, 2533, 2478, 2612, 2569),
        "沙棠乡": (0, 0, 6, 9, 7, 8, 10),
        "云篁镇": (0, 0, 11, 12, 15, 13, 14),
        "苇滨街道": (0, 0, 3, 4, 5, 3, 4),
        REST: (5210, 4987, 5344, 5421, 5298, 5507, 5466),
    },
    "other_services": {
        "临砚县教育局": (64, 71),
        "临砚县民政局": (583, 612),
        "临砚县交通运输局": (208, 191),
        "临砚县水利局": (26, 31),
        "临砚县市场监督管理局": (947, 902),
        REST: (3175, 3308),
    },
    "penalty": {
        "临砚县教育局": (1, 2, 1, 3, 2, 2, 1),
        "临砚县民政局": (1, 2, 2, 1, 1, 2, 1),
        "临砚县交通运输局": (264, 231, 287, 302, 276, 319, 295),
        "临砚县水利局": (7, 9, 6, 11, 8, 10, 12),
        "临砚县市场监督管理局": (148, 133, 162, 171, 155, 186, 179),
        "沙棠乡": (0, 0, 2, 3, 4, 3, 5),
        "石篆镇": (0, 0, 3, 5, 4, 6, 5),
        "麦垄镇": (0, 0, 3, 5, 8, 6, 7),
        "云篁镇": (0, 0, 3, 4, 6, 5, 7),
        "望砚街道": (0, 0, 6, 9, 12, 10, 13),
        "棠堤街道": (0, 0, 5, 7, 6, 9, 8),
        "苇滨街道": (0, 0, 4, 6, 5, 7, 6),
        REST: (826, 791, 873, 902, 858, 931, 917),
    },
    "coercion": {
        "临砚县交通运输局": (34, 29, 37, 41, 33, 42, 38),
        "临砚县水利局": (2, 1, 2, 3, 2, 1, 3),
        "临砚县市场监督管理局": (9, 7, 11, 12, 8, 13, 10),
        "望砚街道": (0, 0, 1, 2, 3, 2, 2),
        REST: (61, 57, 64, 70, 66, 73, 69),
    },
}
ITEMS = {  # items in 2018, change in 2019, change in 2020
    "licensing": {
        "临砚县教育局": (11, 1, 0), "临砚县民政局": (14, -1, 0), "临砚县交通运输局": (29, -2, 1), "临砚县水利局": (17, 0, -1),
        "临砚县市场监督管理局": (22, 3, -2), REST: (214, -9, 4),
    },
    "other_services": {
        "临砚县教育局": (23, -2, 1), "临砚县民政局": (36, 2, -1), "临砚县交通运输局": (31, 0, 2), "临砚县水利局": (19, 1, 0),
        "临砚县市场监督管理局": (27, -1, 0), REST: (342, 6, -5),
    },
    "penalty": {
        "临砚县教育局": (28, 0, 1), "临砚县民政局": (33, -1, 0), "临砚县交通运输局": (287, 4, -6), "临砚县水利局": (96, 2, 0),
        "临砚县市场监督管理局": (613, -18, 7), REST: (2190, 35, -21),
    },
    "coercion": {
        "临砚县交通运输局": (9, 0, 1), "临砚县水利局": (12, 0, -1), "临砚县市场监督管理局": (15, 1, 0), REST: (74, -2, 1),
    },
    "fees": {
        "临砚县教育局": (6, 0, -1), "临砚县交通运输局": (3, -1, 0), "临砚县水利局": (4, 0, 0), REST: (31, -2, -1),
    },
}  # fmt: skip
FEES = {
    "临砚县教育局": ("612.4", "598.75", "634.2", "641.08", "627.5"),
    "临砚县交通运输局": ("18.6", "17.92", "19.35", "20.1", "18.88"),
    "临砚县水利局": ("42.3", "45.16", "40.7", "43.95", "46.2"),
    REST: ("1386.5", "1452.38", "1331.9", "1421.64", "1395.2"),
}
NORMATIVE = {  # stock at the end of 2018, made in 2019, made in 2020, then (issued, repealed) a year
    "临砚县教育局": (8, 1, 2, (1, 3), (2, 0), (1, 1), (0, 2), (2, 1)),
    "临砚县民政局": (5, 1, 1, (2, 1), (1, 0), (0, 1), (1, 1), (1, 0)),
    "临砚县交通运输局": (6, 0, 1, (1, 2), (1, 1), (2, 0), (1, 1), (0, 1)),
    "临砚县水利局": (4, 1, 0, (0, 1), (1, 0), (1, 1), (0, 0), (1, 0)),
    "临砚县市场监督管理局": (7, 1, 1, (1, 0), (0, 2), (2, 1), (1, 0), (1, 1)),
    "云篁镇": (1, 1, 0, (0, 0), (1, 0), (0, 0), (1, 1), (0, 0)),
    "棠堤街道": (2, 0, 1, (0, 1), (0, 0), (1, 0), (0, 0), (1, 1)),
    REST: (96, 9, 7, (8, 5), (10, 12), (7, 4), (9, 6), (6, 8)),
}
PURCHASES = {  # (projects, yuan) in 2019 and 2020
    "临砚县人民政府办公室": ((5, "486300"), (4, "392750")),
    "临砚县教育局": ((27, "18632400"), (31, "20417600")),
    "临砚县民政局": ((8, "1264500"), (9, "1387200")),
    "临砚县交通运输局": ((19, "9745800"), (16, "8813500")),
    "临砚县水利局": ((14, "6128900"), (12, "5590300")),
    "临砚县市场监督管理局": ((11, "2046700"), (10, "1935400")),
    "沙棠乡": ((2, "148600"), (3, "209539.98")),
    "麦垄镇": ((1, "86500"), (2, "173200")),
    "云篁镇": ((3, "265400"), (2, "198700")),
    "望砚街道": ((3, "87620"), (4, "109858")),
    "棠堤街道": ((2, "134900"), (3, "216300")),
    "苇滨街道": ((1, "52800"), (1, "61500")),
    REST: ((163, "74385200"), (151, "69724100")),
}
DISCLOSED = {
    "临砚县人民政府": (22140, 24809, 25362, 26217, 27940, 28816, 29473, 28905, 30128, 31046),
    "临砚县人民政府办公室": (412, 436, 428, 451, 473, 468, 489, 502, 496, 517),
    "临砚县教育局": (286, 301, 322, 318, 344, 337, 352, 361, 349, 370),
    "临砚县民政局": (214, 226, 231, 240, 253, 247, 262, 258, 269, 275),
    "临砚县交通运输局": (305, 318, 329, 341, 336, 352, 360, 347, 366, 374),
    "临砚县水利局": (171, 183, 190, 188, 197, 205, 211, 203, 216, 222),
    "临砚县市场监督管理局": (388, 402, 417, 425, 440, 436, 452, 461, 448, 470),
    "沙棠乡": (86, 97, 104, 118, 140, 133, 146, 151, 139, 158),
    "石篆镇": (362, 381, 397, 415, 438, 429, 446, 452, 440, 461),
    "麦垄镇": (27, 31, 29, 33, 36, 38, 35, 34, 39, 42),
    "云篁镇": (124, 131, 138, 142, 150, 147, 156, 161, 153, 165),
    "望砚街道": (842, 871, 905, 933, 964, 948, 972, 957, 981, 990),
    "棠堤街道": (203, 211, 219, 226, 234, 229, 241, 238, 247, 252),
    "苇滨街道": (95, 102, 108, 113, 119, 124, 121, 127, 132, 129),
}
NARRATIVE_COUNTY_RECEIVED = (47, 59, 66)

Row = dict[str, int]


def received(key: str, year: int) -> int:
    """Requests received in the year by a body (the county: all its bodies, narrative years as it printed them)."""
    if key != GOVERNMENT.key:
        return RECEIVED[key][YEARS.index(year)]
    if year < FORM_YEARS[0]:
        return NARRATIVE_COUNTY_RECEIVED[YEARS.index(year)]
    return sum(RECEIVED[k][YEARS.index(year)] for k in _everybody())


def disclosed(key: str, year: int) -> int:
    """Items of government information disclosed in the year."""
    return DISCLOSED[key][YEARS.index(year)]


@cache
def table3(key: str, year: int) -> dict[str, Row]:
    """Rows of table 3 (2021 rows; 2019 adds up the three of (六)), each with the six applicant columns and total."""
    rows = (
        _own_flows(key, year) if key != GOVERNMENT.key else _summed([table3(k, year) for k in _everybody()])
    )
    return {name: _with_total(row) for name, row in rows.items()}


@cache
def table4(key: str, year: int) -> dict[str, Row]:
    """Blocks of table 4 with outcomes and total."""
    if key == GOVERNMENT.key:
        return _summed([table4(k, year) for k in _everybody()])
    own = DISPUTES.get((key, year), {})
    blocks = {b: dict(zip(OUTCOMES, own.get(b, (0, 0, 0, 0)), strict=True)) for b in BLOCKS}
    return {b: {**row, "total": sum(row.values())} for b, row in blocks.items()}


@cache
def table2(key: str, year: int) -> dict[str, dict[str, Decimal]]:
    """Rows of table 2 of the form of the year; money in yuan (2019) or 万元 (2021)."""
    if key == GOVERNMENT.key:
        return _summed([table2(k, year) for k in _everybody()])
    rows = _table2_2019(key, year) if year <= 2020 else _table2_2021(key, year)
    return {r: {c: Decimal(v) for c, v in row.items()} for r, row in rows.items()}


def _everybody() -> list[str]:
    return [b.key for b in CHILDREN] + [REST]


def _summed(tables: list[dict]) -> dict:
    return {row: {c: sum(t[row][c] for t in tables) for c in tables[0][row]} for row in tables[0]}


def _with_total(row: Row) -> Row:
    return {**{c: row[c] for c in PARTS}, "total": sum(row[c] for c in PARTS)}


def _style(key: str) -> str:
    return "town" if key != REST and BY_KEY[key].kind in ("town", "street") else "department"


def _own_flows(key: str, year: int) -> dict[str, Row]:
    new, carried_out = _new(key, year), _left_open(key, year)
    before = _left_open(key, year - 1) if year > FORM_YEARS[0] else dict.fromkeys(PARTS, 0)
    results = {r: dict.fromkeys(PARTS, 0) for r in RESULTS}
    for c in PARTS:
        for i in range(new[c] + before[c] - carried_out[c]):
            results[weighted(RESULT_WEIGHTS[_style(key)], "result", key, year, c, i)][c] += 1
    total = {c: sum(row[c] for row in results.values()) for c in PARTS}
    return {
        "new_received": new,
        "carried_in": before,
        **results,
        "result_total": total,
        "carried_out": carried_out,
    }


def _new(key: str, year: int) -> Row:
    row = dict.fromkeys(PARTS, 0)
    for i in range(received(key, year)):
        column = (
            "natural_person"
            if i == 0
            else weighted(APPLICANT_WEIGHTS[_style(key)], "applicant", key, year, i)
        )
        row[column] += 1
    if (key, year) == ("临砚县交通运输局", 2021) and not row["commercial_enterprise"]:
        row["natural_person"] -= 1
        row["commercial_enterprise"] += 1
    return row


def _left_open(key: str, year: int) -> Row:
    """Requests still open at year end: natural persons first, then an enterprise; never more than came in."""
    new, row = _new(key, year), dict.fromkeys(PARTS, 0)
    for i in range(PENDING.get(key, (0,) * 7)[FORM_YEARS.index(year)]):
        column = (
            "commercial_enterprise"
            if i % 2 and new["commercial_enterprise"] > row["commercial_enterprise"]
            else "natural_person"
        )
        row[column] += 1
    return row


def _decisions(row: str, key: str, year: int) -> int:
    return DECISIONS[row].get(key, (0,) * 7)[FORM_YEARS.index(year)]


def _table2_2019(key: str, year: int) -> dict[str, dict[str, object]]:
    stock, first, second = NORMATIVE.get(key, (0, 0, 0))[:3]
    made = first if year == 2019 else second
    rows: dict[str, dict[str, object]] = {
        "regulations": {"made": 0, "disclosed": 0, "disclosed_stock": 0},
        "normative_documents": {
            "made": made,
            "disclosed": made,
            "disclosed_stock": stock + first + (second if year == 2020 else 0),
        },
    }
    for row in ("licensing", "other_services", "penalty", "coercion"):
        items, change_2019, change_2020 = ITEMS[row].get(key, (0, 0, 0))
        prior, change = (items, change_2019) if year == 2019 else (items + change_2019, change_2020)
        rows[row] = {"prior_items": prior, "change": change, "decisions": _decisions(row, key, year)}
    items, change_2019, change_2020 = ITEMS["fees"].get(key, (0, 0, 0))
    prior, change = (items, change_2019) if year == 2019 else (items + change_2019, change_2020)
    rows["fees"] = {"prior_items": prior, "change": change}
    projects, amount = PURCHASES.get(key, ((0, "0"), (0, "0")))[year - 2019]
    rows["procurement"] = {"projects": projects, "amount": amount}
    return rows


def _table2_2021(key: str, year: int) -> dict[str, dict[str, object]]:
    stock, first, second, *flows = NORMATIVE.get(key, (0, 0, 0, *[(0, 0)] * 5))
    at = year - 2021
    in_force = stock + first + second + sum(i - r for i, r in flows[: at + 1])
    issued, repealed = flows[at]
    return {
        "regulations": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": issued, "repealed": repealed, "in_force": in_force},
        "licensing": {"decisions": _decisions("licensing", key, year)},
        "penalty": {"decisions": _decisions("penalty", key, year)},
        "coercion": {"decisions": _decisions("coercion", key, year)},
        "fees": {"amount_wan": FEES.get(key, ("0",) * 5)[at]},
    }


def cells(key: str, year: int, form: str) -> dict[str, str]:
    """What a correct report prints: cell code → text, in the reading order of the form."""
    printed = {}
    three, four = table3(key, year), table4(key, year)
    two = _old_form_2022(key) if (form == "2019" and year > 2020) else table2(key, year)
    for code in forms()[form].cells:
        table, row, column = code.split(".")
        if table == "t2":
            printed[code] = _plain(two[row][column])
        elif table == "t4":
            printed[code] = str(four[row][column])
        elif row == "other_total":
            printed[code] = str(sum(three[r][column] for r in OTHER_ROWS))
        else:
            printed[code] = str(three[row][column])
    return printed


def _old_form_2022(key: str) -> dict[str, dict[str, Decimal]]:
    """Table 2 of a report that still uses the form of 2019: flows of the year, no items, no purchases."""
    year, new = 2022, table2(key, 2022)
    rows = {r: {c: Decimal(0) for c in row} for r, row in table2(key, 2020).items()}
    rows["normative_documents"]["made"] = rows["normative_documents"]["disclosed"] = new[
        "normative_documents"
    ]["issued"]
    rows["normative_documents"]["disclosed_stock"] = new["normative_documents"]["in_force"]
    for row in ("licensing", "penalty", "coercion"):
        rows[row] |= {
            "prior_items": Decimal(3 + number(9, key, row, year)),
            "decisions": new[row]["decisions"],
        }
    return rows


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
