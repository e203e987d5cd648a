"""Rows and headers of table 3 that stand elsewhere than those around them: no figure is read as that of its neighbour."""

from __future__ import annotations

import re

import pytest
from layouts import TEXT_LAYOUTS, distinct, page
from test_tables import facts, tally

from audit.form import APPLICANTS, raw_form
from audit.tidy.facts import Fact

TITLE = "白石镇2022年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n"
GROUPS = {"denied": "（三）不予公开", "unable": "（四）无法提供", "not_processed": "（五）不予处理"}
HEADER = [["", "", "", "申请人情况"], ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]]
HEADER += [["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]]
NAMES = dict(zip(APPLICANTS, [*HEADER[1][3:4], *HEADER[2][4:9], "总计"], strict=True))
Printed = dict[str, str]


def figures(blank: dict[str, str] | None = None) -> Printed:
    """A number of its own for each cell of table 3; ``blank`` names columns of rows without one."""
    printed = {c: v for c, v in distinct("2021").items() if c.startswith("t3.")}
    return printed | {f"t3.{r}.{c}": "" for r, names in (blank or {}).items() for c in names.split()}


def rows(printed: Printed, order: tuple[str, ...] = APPLICANTS) -> dict[str, list[str]]:
    """Three cells of labels and the figures of each row; the heading of a group beside its first row only."""
    made, met = {}, set()
    for code, entry in raw_form()["rows"]["t3"].items():
        group = entry.get("group", "")
        if f"t3.{code}.total" not in printed:
            continue
        names = ["", "", ""]
        names[0 if not group else 1 if group == "result" else 2] = entry["zh"]
        if group in GROUPS and group not in met:
            names[1] = GROUPS[group]
        met.add(group)
        made[code] = names + [printed[f"t3.{code}.{a}"] for a in order]
    return made


def piped(table: list[list[str]]) -> str:
    """A table of Markdown; short rows are filled up at their end, as its writers do."""
    width = max(map(len, table))
    first, *rest = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in table]
    return "\n".join([first, "|" + "---|" * width, *rest]) + "\n\n"


def tabbed(table: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in table) + "\n\n"


def faults(found: dict[str, Fact], printed: Printed) -> tuple[int, int]:
    counts = tally({c: f for c, f in found.items() if c.startswith("t3.")}, printed)
    return counts["wrong"], counts["invented"]


def states(found: dict[str, Fact], row: str) -> set[str]:
    return {f.state for c, f in found.items() if c.startswith(f"t3.{row}.")}


def test_a_page_that_lacks_the_cell_of_its_group_is_not_read_under_the_header_of_the_page_before():
    printed = figures({"not_processed_excessive": "natural_person total", "result_total": "natural_person"})
    table = rows(printed)
    cut = list(table).index("denied_third_party")
    above, below = list(table.values())[:cut], list(table.values())[cut:]
    below = [row if row[0] else row[1:] for row in below]
    _, found = facts(TITLE + piped(HEADER + above) + piped(below), "a.md")
    assert faults(found, printed) == (0, 0)
    assert states(found, "not_processed_excessive") == {"unreadable"}
    assert states(found, "denied_admin_query") == {"number"}


def test_a_page_with_its_own_header_may_lack_the_cell_of_its_group_as_well():
    printed = figures({"not_processed_reconfirm": "natural_person commercial_enterprise total"})
    table = rows(printed)
    cut = list(table).index("not_processed_reconfirm")
    above, below = list(table.values())[:cut], list(table.values())[cut:]
    below = [row if row[0] else row[2:] if row[2] else row[1:] for row in below]
    _, found = facts(TITLE + piped(HEADER + above) + piped(HEADER + below), "a.md")
    assert faults(found, printed) == (0, 0)


@pytest.mark.parametrize("proven", [True, False])
def test_a_row_that_lost_the_cell_of_its_group_is_read_only_if_a_figure_stands_before_the_header(proven):
    printed = figures({"unable_unclear": "" if proven else "natural_person"})
    table = rows(printed)
    table["unable_unclear"] = table["unable_unclear"][1:]
    _, found = facts(TITLE + piped(HEADER + list(table.values())), "a.md")
    assert faults(found, printed) == (0, 0)
    assert states(found, "unable_unclear") == ({"number"} if proven else {"unreadable"})
    assert states(found, "unable_not_held") == {"number"}


def test_a_label_further_left_whose_figures_reach_the_last_column_is_read_under_the_header():
    printed = figures()
    table = rows(printed)
    table["result_total"] = ["（七）总计", "", "", *table["result_total"][3:]]
    _, found = facts(TITLE + piped(HEADER + list(table.values())), "a.md")
    assert states(found, "result_total") == {"number"}
    assert faults(found, printed) == (0, 0)


@pytest.mark.parametrize("order", [APPLICANTS, ("other", *APPLICANTS[:5], "total")])
def test_a_header_beside_its_figures_tells_only_the_order_of_the_form(order):
    at = {code: n for n, code in enumerate(order)}
    printed = figures({"not_processed_petition": f"{order[1]} {order[3]}"})
    table = [[*row[:3], "", *row[3:]] for row in rows(printed, order).values()]
    names = [NAMES[code] for code in order]
    header = [["", "", "", "", "申请人情况"], ["", "", "", "", names[0], "", *names[1:]]]
    _, found = facts(TITLE + piped(header + table), "a.md")
    assert faults(found, printed) == (0, 0)
    assert at


def test_a_blank_cell_before_the_figures_is_not_taken_for_the_first_of_them():
    printed = figures({"not_processed_duplicate": "total"})
    table = [[c for c in row[:3] if c] + [""] + row[3:] for row in rows(printed).values()]
    header = [["自然人", "法人或其他组织", "总计"], HEADER[2][4:9]]
    _, found = facts(TITLE + tabbed(header + table), "a.txt")
    assert faults(found, printed) == (0, 0)


def test_figures_that_reach_further_than_the_form_has_columns_are_not_told_by_their_number():
    blank = " ".join(c for c in APPLICANTS if c not in ("commercial_enterprise", "total"))
    printed = figures({"other_misc": blank, "other_fee_unpaid": "natural_person research_institute"})
    made = rows(printed)
    extra = [["", *made["other_fee_unpaid"][2:9], "296", made["other_fee_unpaid"][9], ""]]
    extra += [["", *made["other_misc"][2:9], "777", made["other_misc"][9], ""]]
    above = [[c for c in row[:3] if c] + row[3:9] + ["12"] + row[9:] for row in list(made.values())[:-4]]
    header = [["自然人", "法人或其他组织", "总计"], [*HEADER[2][4:9], "上年数"]]
    text = TITLE + tabbed(header + above) + tabbed([row[1:] for row in extra])
    _, found = facts(text, "a.txt")
    assert faults(found, printed) == (0, 0)


def moved_header(html: str) -> str:
    """Table 3 with a blank cell before its figures and the lines of its header in parts that do not meet."""
    start = html.index("<table", html.index("三、收到和处理"))
    end = html.index("</table>", start)
    table = re.sub(r"(<td><p>\d+</p></td>){7}", lambda m: f"<td></td>{m[0]}", html[start:end])
    table = table.replace('colspan="3" rowspan="3"', 'colspan="4" rowspan="3"', 1)
    for name in ("自然人", "商业企业"):
        table = re.sub(rf"<td([^>]*)><p>{name}", rf'<td colspan="2"\1><p>{name}', table)
    return html[:start] + table + html[end:]


@pytest.mark.parametrize("spaced", [False, True])
def test_lines_of_a_header_that_have_moved_apart_tell_no_places(spaced):
    printed = distinct("2021")
    html = moved_header(page("2021", printed, 2022))
    if spaced:
        html = html.replace("法人或其他组织", "法 人 或 其 他 组 织")
    cut = html.rindex("<tr>", 0, html.index("3.要求提供公开出版物"))
    html = html[:cut] + "</table><p></p><table>" + html[cut:]
    whole = {"right": 200, "wrong": 0, "missing": 0, "invented": 0}
    assert tally(facts(html, "a.html")[1], printed) == whole


@pytest.mark.parametrize("joint", ["   ", " "])
@pytest.mark.parametrize("apart", [r"\1 ", r"\1 . "])
def test_the_number_of_the_next_row_of_a_text_is_no_figure(apart, joint):
    printed = distinct("2021")
    lost = printed["t3.not_processed_petition.research_institute"]
    text = re.sub(r"(?<=[\n ])(\d)\.(?=[^\d\s])", apart, TEXT_LAYOUTS["spaced"]("2021", printed, 2022))
    text = re.sub(r" +(?=1 )", joint, text)
    cut = re.sub(rf"(信访举报投诉类申请.*?){lost}\s+", r"\1", text)
    assert cut != text
    assert states(facts(cut)[1], "not_processed_petition") == {"unreadable"}


@pytest.mark.parametrize("number", [r"\1. ", r"\1、 ", r"(\1) ", r"\1）　"])
def test_the_number_of_the_next_row_with_its_point_apart_stands_for_no_cell_that_is_blank(number):
    printed = distinct("2021")
    lost = printed["t3.not_processed_petition.research_institute"]
    text = re.sub(r"(?<=[\n ])(\d)\.(?=[^\d\s])", number, TEXT_LAYOUTS["spaced"]("2021", printed, 2022))
    cut = re.sub(rf"(信访举报投诉类申请.*?){lost}\s+", r"\1", text)
    assert cut != text
    _, found = facts(cut)
    assert states(found, "not_processed_petition") == {"unreadable"}
    assert states(found, "denied_state_secret") == states(found, "not_processed_excessive") == {"number"}


def test_a_figure_before_a_label_without_its_number_is_kept():
    printed = distinct("2021") | {"t3.not_processed_petition.total": "2", "t3.result_partial.total": "1"}
    text = re.sub(r"(?<=[\n ])(\d)\.(?=[^\d\s])", "", TEXT_LAYOUTS["spaced"]("2021", printed, 2022))
    _, found = facts(text)
    assert states(found, "not_processed_petition") == states(found, "result_partial") == {"number"}


def test_a_line_of_the_header_left_of_its_heading_tells_no_places():
    printed = distinct("2021")
    html = moved_header(page("2021", printed, 2022))
    html = html.replace('colspan="4" rowspan="3"', 'colspan="4" rowspan="2"', 1)
    html = html.replace("<td><p>社会公益组织", '<td rowspan="2"><p>社会公益组织', 1)
    html = html.replace('<td colspan="2"><p>商业企业', "<td><p>商业企业", 1)
    cut = html.rindex("<tr>", 0, html.index("3.要求提供公开出版物"))
    html = html[:cut] + "</table><p></p><table>" + html[cut:]
    counts = tally(facts(html, "a.html")[1], printed)
    assert (counts["wrong"], counts["invented"]) == (0, 0)


def test_the_name_of_a_further_column_under_another_tells_that_a_line_of_the_header_has_moved():
    printed = {k: "" if k.endswith(".legal_service_organization") else v for k, v in figures().items()}
    html = page("2021", distinct("2021") | printed, 2022)
    start = html.index("<table", html.index("三、收到和处理"))
    end = html.index("</table>", start)
    table = re.sub(
        r"(<td><p>\d+</p></td>)((?:<td><p>\d*</p></td>){6})", r"\1<td><p>77</p></td>\2", html[start:end]
    )
    table = table.replace('<td rowspan="2"><p>自然人', "<td><p>自然人", 1).replace(
        'colspan="5"', 'colspan="6"', 1
    )
    table = table.replace("<td><p>商业企业", "<td><p>上年数</p></td><td><p>商业企业", 1)
    _, found = facts(html[:start] + table + html[end:], "a.html")
    assert faults(found, printed) == (0, 0)


def test_labels_of_a_group_end_no_further_left_than_those_above_it():
    printed = figures({"unable_unclear": "natural_person total"})
    filled = []
    for row in rows(printed).values():
        names = [row[0]] * 3 if row[0] else ["（四）无法提供", row[2]] if row[2] else [row[1]] * 2
        filled.append([*names, *row[3:]] + [""] * (3 - len(names)))
    _, found = facts(TITLE + tabbed([*HEADER[:2], *([*row, ""] for row in HEADER[2:]), *filled]), "a.txt")
    assert faults(found, printed) == (0, 0)


def test_a_row_of_which_no_neighbour_has_a_figure_right_after_its_label_is_not_read_from_there():
    printed = figures({"result_total": "natural_person social_welfare_organization other total"})
    table = rows(printed)
    cut = list(table).index("denied_third_party")
    below = {code: row if row[0] else row[1:] for code, row in list(table.items())[cut:]}
    below["unable_unclear"] = below["unable_unclear"][1:]
    above = [[*row, "", ""] for row in HEADER + list(table.values())[:cut]]
    _, found = facts(TITLE + piped(above) + piped(list(below.values())), "a.md")
    assert faults(found, printed) == (0, 0)


def test_a_blank_column_and_a_further_one_on_a_later_page_are_not_taken_for_the_columns_of_the_form():
    late = list(rows(figures()))[-6:]
    printed = figures(dict.fromkeys(late, "legal_service_organization"))
    made = list(rows(printed).values())
    above, below = made[:-6], made[-6:]
    further = [[[*row, str(400 + n)] for n, row in enumerate(part)] for part in (above, below)]
    header = [[*row, ""] for row in HEADER]
    _, found = facts(TITLE + piped(header + further[0]) + piped([row[1:] for row in further[1]]), "a.md")
    assert faults(found, printed) == (0, 0)
    assert states(found, late[0]) == {"unreadable"}


def test_a_blank_cell_of_a_merged_label_is_not_taken_for_a_figure_that_was_lost():
    printed = figures({"result_total": "natural_person"})
    made = rows(figures())
    made["result_total"] = made["result_total"][:3] + made["result_total"][4:]
    header = [
        ["", "", "", "申请人情况"],
        ["自然人", "法人或其他组织", "", "", "", "", "总计"],
        HEADER[2][4:9],
    ]
    text = "\n".join(f"| {' | '.join(row)} |" for row in header + list(made.values()))
    _, found = facts(TITLE + text + "\n\n", "a.md")
    assert faults(found, printed) == (0, 0)
    assert states(found, "result_total") == {"unreadable"}


def test_a_blank_cell_beside_words_is_not_counted_in_their_place():
    printed = figures({"denied_process_info": "natural_person", "denied_admin_query": "other"})
    made = rows(printed)
    made["denied_process_info"][3] = made["denied_admin_query"][8] = "若干"
    made["denied_third_party"].append("见说明")
    table = [row if len(row) > 10 else [*row, ""] for row in made.values()]
    header = [["", "申请人情况"], ["自然人", "法人或其他组织", "总计"], HEADER[2][4:9]]
    _, found = facts(TITLE + piped(header + table[:2]) + piped(table[2:]), "a.md")
    assert faults(found, printed) == (0, 0)
    assert states(found, "denied_third_party") == {"number"}
