"""Whole claims beside truth: real reports read by hand, sentences made with their truth, and text of any kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from claim_scores import claims_in, report_scores, rows, variant_scores
from cost import seconds_of, within
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_variants import variants

SPEECH = """收到 申请 公开 政府信息 信息公开 依申请公开 其中 包括 分别 同比 增长 减少 上年 2022年 二〇二二年 全县 各乡镇
县直部门 均已 答复 办结 结转 下年度 维持 纠正 尚未审结 行政复议 行政诉讼 未收到 没有 无 为零 零 0件 12件 三百 1万2千条 10余万
5% 百分之五 个百分点 ( ) 。 , 、 ; : 《 》 通过 网站 公众号 占 规范性文件 废止 现行有效 收费通知 元 万元 计划 刊登 属性 比 去年
的 至 2023年 1,234"""
WORDS = (*SPEECH.split(), "\n")


@pytest.mark.shared
def test_claims_of_real_reports_are_whole(shared: Path) -> None:
    scores = report_scores(shared, print)
    for (kind, kept), score in sorted(scores.items()):
        print(
            f"{kind} {kept}: precision {score.precision:.3f} recall {score.recall:.3f} links {score.linked}/{score.links}"
        )
        assert score.precision >= 0.97
        assert score.recall >= 0.97
        assert score.linked >= 0.97 * score.links


def test_the_truth_keeps_a_third_of_the_passages_aside() -> None:
    kept = {row.passage: row.kept for lines in rows().values() for row in lines}
    assert len(kept) >= 60
    assert 0.3 <= list(kept.values()).count("held") / len(kept) <= 0.36


def test_sentences_in_other_words_give_the_same_claims() -> None:
    made = variants()
    assert len(made) >= 400
    counts, wrong = variant_scores(made)
    print(counts, *wrong, sep="\n")
    for count in counts.values():
        assert count["right"] >= 0.9 * count["true"]
        assert count["wrong"] <= 0.02 * count["true"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=120).map("".join))
def test_any_words_in_any_order_are_read_and_stay_in_place(text: str) -> None:
    for start, end, claim in claims_in(text):
        assert text[start:end] == claim.raw
        assert claim.measure


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join))
def test_repeating_any_words_takes_linear_time(piece: str) -> None:
    short, long = (piece * (size // len(piece)) for size in (4_000, 16_000))
    took = seconds_of(lambda: claims_in(short))[0]
    within(max(9 * took, 0.5), lambda: claims_in(long))
