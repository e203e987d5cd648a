"""How alike texts are: every character counts, a body's own sentences only, each where it stands."""

from __future__ import annotations

import numpy as np
import pytest
from rule_cases import build

from audit.frames import Frames
from audit.rules.likeness import (
    Prose,
    likeness,
    near_pairs,
    own_overviews,
    own_prose,
    sentences,
    shared,
    shingles,
)
from audit.rules.places import Passage

SENTENCE = "组织三期业务培训覆盖窗口人员"


def passage(text: str, title: str = "") -> Passage:
    return Passage("r1", "overall", text, "section.overall", title, "")


def prose(text: str) -> Prose:
    """A report that prints just this."""
    return Prose("r1", tuple(sentences(passage(text))))


def bodies(many: int, text: str = SENTENCE, **more: object) -> Frames:
    """So many bodies that print one sentence, each beside one of its own."""
    own = (
        "修订目录并公布指南",
        "开设专栏解读土地政策",
        "逐月核对栏目更新情况",
        "受理群众来信并逐件答复",
        "编印办事手册发到各村",
        "邀请代表评议公开工作",
    )
    return build(
        {"agency": f"第{n}镇人民政府", "sections": {"overall": f"{text}。{own[n]}。"}, **more}
        for n in range(many)
    )


def keys(frames: Frames, report: str = "r1") -> list[str]:
    return [s.key for s in own_prose(frames)[report].sentences]


def test_a_text_of_five_characters_is_one_shingle() -> None:
    assert [len(shingles("甲乙丙丁戊己"[:n])) for n in (0, 4, 5, 6)] == [0, 0, 1, 2]


@pytest.mark.parametrize("at", range(5))
def test_every_character_of_a_shingle_counts(at: int) -> None:
    one = "甲乙丙丁戊"
    other = one[:at] + "子" + one[at + 1 :]
    assert not np.intersect1d(shingles(one), shingles(other)).size


def test_likeness_is_the_share_of_common_shingles() -> None:
    one, more = shingles("甲乙丙丁戊己"), shingles("甲乙丙丁戊己庚辛")
    assert likeness(one, more) == 0.5
    assert likeness(one, one) == 1
    assert likeness(one, shingles("子丑寅卯辰巳")) == 0
    assert likeness(shingles(""), shingles("")) == 0


def test_sentences_without_their_margin_and_without_the_heading() -> None:
    one, two = sentences(
        passage("  一、总体情况 \n　 第一句话说培训 。第二句说目录修订；无。", title="一、总体情况")
    )
    assert [one.printed, two.printed] == ["第一句话说培训", "第二句说目录修订"]
    assert one.passage.text[one.start : one.end] == "第一句话说培训"


@pytest.mark.parametrize(("many", "own"), [(4, True), (5, False)])
@pytest.mark.parametrize("year", [2023, None])
def test_what_five_bodies_print_in_one_year_is_a_template(many: int, own: bool, year: int | None) -> None:
    frames = bodies(many, form="2021", year=year)
    assert (SENTENCE in keys(frames)) is own
    assert "修订目录并公布指南" in keys(frames)


def test_what_few_of_many_bodies_print_is_no_template() -> None:
    printing = [{"agency": f"第{n}镇人民政府", "sections": {"overall": f"{SENTENCE}。"}} for n in range(5)]
    silent = [{"agency": f"第{n}乡人民政府", "sections": {"overall": "略。"}} for n in range(12)]
    assert SENTENCE in keys(build(printing + silent))
    assert SENTENCE not in keys(build(printing + silent[:11]))


def test_a_report_that_names_no_body_is_one_of_its_own() -> None:
    frames = build([{"agency": None, "sections": {"overall": f"{SENTENCE}。"}} for _ in range(5)])
    assert keys(frames) == []
    assert own_overviews(frames) == {}


def test_the_body_and_its_figures_are_blanks() -> None:
    reports = [
        {
            "agency": f"样例县{name}镇人民政府",
            "county": "样例县",
            "sections": {"overall": f"{name}镇公开信息{n}条并解读政策"},
        }
        for name, n in (("甲乙", "31"), ("丙丁", "4,205"))
    ]
    frames = build(reports)
    assert keys(frames, "r1") == keys(frames, "r2") == ["〇公开信息0条并解读政策"]


def test_shared_sentences_of_twelve_characters_and_more() -> None:
    twelve, eleven = "组织业务培训覆盖窗口人员", "组织业务培训覆盖窗口员"
    assert [a.key for a, _ in shared(prose(twelve), prose(f"另一句话。{twelve}"))] == [twelve]
    assert shared(prose(eleven), prose(eleven)) == []


def test_where_no_sentence_is_the_same_those_at_least_half_alike() -> None:
    short, long = "甲乙丙丁戊己庚辛壬癸子丑", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    found = shared(prose(short), prose(f"毫不相干的另外一句话在此。{long}"))
    assert [(a.key, b.key) for a, b in found] == [(short, long)]
    assert shared(prose(short), prose(f"{long}戌")) == []


def test_near_pairs_are_of_two_bodies_and_long_enough() -> None:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(150))
    same = [
        {"agency": name, "year": year, "sections": {"overall": text}}
        for name, year in (("甲镇人民政府", 2022), ("甲镇人民政府", 2023), ("乙镇人民政府", 2023))
    ]
    found = near_pairs(build(same))
    assert sorted(zip(found["report_id"], found["other"], found["likeness"], strict=True)) == [
        ("r1", "r3", 1.0),
        ("r2", "r3", 1.0),
    ]
    short = [one | {"sections": {"overall": text[1:]}} for one in same]
    assert near_pairs(build(short)).empty


@pytest.mark.parametrize(
    "printed",
    [
        "（一）主动公开情况。组织三期业务培训覆盖窗口人员。",
        "（二）依申请公开组织三期业务培训覆盖窗口人员。",
        "4.政府信息公开平台建设 组织三期业务培训覆盖窗口人员。",
        "（五）监督保障工作方面：组织三期业务培训覆盖窗口人员。",
    ],
)
def test_a_heading_that_runs_into_a_sentence_is_no_part_of_it(printed: str) -> None:
    assert [s.key for s in sentences(passage(printed))] == [SENTENCE]


def test_a_number_that_is_no_point_stays() -> None:
    assert [s.key for s in sentences(passage("2023年公开信息三十一条。"))] == ["0年公开信息三十一条"]
