"""Where faults are planted, and what must be found there. A slip is made on the printed figures only."""

# ruff: noqa: E501  (Chinese text and long markup)

from __future__ import annotations

from datetime import date

from maker.county import BY_KEY
from maker.figures import PARTS, RESULTS, cells, table3
from maker.model import Fault, Plan

EDUCATION, CIVIL, TRANSPORT = "临砚县教育局", "临砚县民政局", "临砚县交通运输局"
WATER, MARKET, OFFICE = "临砚县水利局", "临砚县市场监督管理局", "临砚县人民政府办公室"
MISSING = {("云篁镇", 2021)}
NO_PENALTY_WORDS = ("处罚", "执法", "罚款", "案件", "双公示", "罚")
NO_COERCION_WORDS = ("强制", "查封", "扣押", "强拆", "代履行")


def balance(column: str) -> tuple[str, ...]:
    """Cells of the balance of one column."""
    return tuple(f"t3.{r}.{column}" for r in ("new_received", "carried_in", "result_total", "carried_out"))


def results(column: str, form: str) -> tuple[str, ...]:
    """Cells of the sum of results of one column."""
    rows = [r for r in RESULTS if not r.startswith("other_")]
    rows += ["other_total"] if form == "2019" else ["other_no_supplement", "other_fee_unpaid", "other_misc"]
    return tuple(f"t3.{r}.{column}" for r in [*rows, "result_total"])


def row(name: str) -> tuple[str, ...]:
    """Cells of one row of table 3."""
    return tuple(f"t3.{name}.{c}" for c in [*PARTS, "total"])


def _form(year: int) -> str:
    return "2019" if year <= 2020 else "2021"


def _moved(key: str, year: int, steps: dict[str, int]) -> dict[str, str]:
    """Printed cells after adding ``steps`` to the true figures."""
    true = cells(key, year, _form(year))
    return {code: str(int(true[code]) + step) for code, step in steps.items()}


def _both(name: str, step: int) -> dict[str, int]:
    """A step in the natural-person cell and in the total of a row."""
    return {f"t3.{name}.natural_person": step, f"t3.{name}.total": step}


def _row_with(key: str, year: int, column: str, skip: tuple[str, ...] = ()) -> str:
    """The last row of results that has a request in this column."""
    return next(
        r
        for r in reversed(RESULTS)
        if not r.startswith("other_") and r not in skip and table3(key, year)[r][column] > 0
    )


def plans() -> dict[tuple[str, int], Plan]:
    """What is special, by body and year; every other report is clean."""
    found: dict[tuple[str, int], Plan] = {}
    for part in (_chains(), _arithmetic(), _words(), _forms(), _basis(), _dates(), _shares(), _lookalikes()):
        overlap = found.keys() & part.keys()
        if overlap:
            raise ValueError(f"two plans for {overlap}")
        found |= part
    return found


def _chains() -> dict[tuple[str, int], Plan]:
    extra = _both("carried_in", 1) | _both("result_granted", 1) | _both("result_total", 1)
    swapped_row = _row_with(TRANSPORT, 2022, "commercial_enterprise")
    swap = {
        f"t3.{r}.{c}": s
        for r in ("carried_in", swapped_row, "result_total")
        for c, s in (("natural_person", 1), ("commercial_enterprise", -1))
    }
    stock = "t2.normative_documents.in_force"
    in_force = tuple(f"t2.normative_documents.{c}" for c in ("in_force", "issued", "repealed"))
    return {
        (EDUCATION, 2023): Plan(
            prints=_moved(EDUCATION, 2023, extra),
            faults=[Fault("CAR-01", ("t3.carried_in.total",), "上年结转比上年报告的结转下年多1件")],
        ),
        (TRANSPORT, 2022): Plan(
            prints=_moved(TRANSPORT, 2022, swap),
            faults=[Fault("CAR-02", ("t3.carried_in.natural_person", "t3.carried_in.commercial_enterprise"), "总数相符，申请人类别不符")],
        ),
        (CIVIL, 2024): Plan(
            prints=_moved(CIVIL, 2024, {stock: 3}),
            faults=[Fault("CAR-03", in_force, "现行有效件数比上年加减后多3件")],
        ),
        (CIVIL, 2025): Plan(prints=_moved(CIVIL, 2025, {stock: 3})),
        ("棠堤街道", 2021): Plan(
            prints={"t3.new_received.natural_person": "###", "t3.new_received.total": "###"}, traits=frozenset({"quiet_requests"}),
        ),
    }  # fmt: skip


REPLIES = (
    "already_public", "granted", "partial", "denied", "not_this_agency", "not_exist", "asked_to_amend", "other_channel",
)  # fmt: skip


def _arithmetic() -> dict[tuple[str, int], Plan]:
    partly = _row_with(MARKET, 2019, "natural_person")
    other = _row_with(EDUCATION, 2020, "natural_person", skip=("result_granted",))
    blank = {
        f"t3.{r}.total": ""
        for r in RESULTS
        if r not in ("other_no_supplement", "other_fee_unpaid", "other_misc")
    }
    blank |= {f"t3.{r}.total": "" for r in ("other_no_supplement", "other_fee_unpaid", "other_misc")}
    known = table3("望砚街道", 2024)
    with_parts = tuple(
        f"t3.{r}.{c}" for r in RESULTS if known[r]["total"] for c in [*PARTS, "total"] if known[r][c]
    )
    return {
        (MARKET, 2018): Plan(
            prints={"s14.reply_not_this_agency.year": "5"},
            faults=[Fault("ARI-12", (*(f"s14.reply_{r}.year" for r in REPLIES), "s14.replies_total.year"), "统计表答复3件误作5件，各类之和11与总数9不符")],
        ),
        (TRANSPORT, 2020): Plan(
            prints={"t2.licensing.prior_items": "72"},
            faults=[Fault("CAR-04", ("t2.licensing.prior_items",), "上一年项目数量27误作72")],
        ),
        (MARKET, 2021): Plan(
            prints=_moved(MARKET, 2021, _both("new_received", 2)),
            traits=frozenset({"received_only"}),
            faults=[Fault("ARI-01", balance(c), "新收多计2件") for c in ("natural_person", "total")],
        ),
        (MARKET, 2019): Plan(
            prints=_moved(MARKET, 2019, _both(partly, -1)),
            traits=frozenset({"received_only"}),
            faults=[Fault("ARI-02", results(c, "2019"), f"{partly}少计1件") for c in ("natural_person", "total")],
        ),
        (EDUCATION, 2020): Plan(
            prints=_moved(EDUCATION, 2020, {"t3.result_granted.natural_person": -1, f"t3.{other}.natural_person": 1}),
            faults=[Fault("ARI-03", row(r), "自然人一件填错行，行总计未变") for r in ("result_granted", other)],
        ),
        (TRANSPORT, 2024): Plan(
            prints={"t4.review.total": "3"},
            traits=frozenset({"quiet_disputes"}),
            faults=[Fault("ARI-04", tuple(f"t4.review.{c}" for c in ("upheld", "corrected", "other", "pending", "total")), "复议总计3，各项之和2")],
        ),
        ("望砚街道", 2024): Plan(prints=blank, faults=[Fault("ARI-05", with_parts, "办理结果各行总计栏空白")]),
        (OFFICE, 2024): Plan(
            prints={"t3.result_total.total": "21"},
            traits=frozenset({"received_only"}),
            faults=[
                Fault("ARI-01", balance("total"), "（七）总计12误作21"),
                Fault("ARI-02", results("total", "2021"), "（七）总计12误作21"),
                Fault("ARI-03", row("result_total"), "（七）总计12误作21"),
            ],
        ),
    }  # fmt: skip


def _words() -> dict[tuple[str, int], Plan]:
    return {
        (OFFICE, 2022): Plan(
            says={"new": 13}, traits=frozenset({"received_only"}),
            faults=[Fault("TXT-01", ("t3.new_received.total",), "正文13件，表三9件")],
        ),
        (EDUCATION, 2021): Plan(
            says={"予以公开": 9}, faults=[Fault("TXT-02", ("t3.result_granted.total",), "正文予以公开9件，表三6件")],
        ),
        (MARKET, 2023): Plan(
            says={"reviews": 5}, faults=[Fault("TXT-03", ("t4.review.total",), "正文复议5件，表四3件")],
        ),
        (WATER, 2021): Plan(
            traits=frozenset({"nil_text"}), faults=[Fault("TXT-04", ("t3.new_received.total",), "正文称未收到，表三2件")],
        ),
    }  # fmt: skip


def _forms() -> dict[tuple[str, int], Plan]:
    return {
        ("苇滨街道", 2022): Plan(form="2019", faults=[Fault("FRM-01", (), "2022年报告沿用2019年格式")]),
        ("棠堤街道", 2020): Plan(traits=frozenset({"no_section_six"}), faults=[Fault("FRM-02", (), "缺其他需要报告的事项")]),
        ("云篁镇", 2025): Plan(
            traits=frozenset({"no_table4", "nil_in_words"}),
            faults=[Fault("NIL-05", (), "以文字代替表四")],
        ),
        ("望砚街道", 2025): Plan(
            traits=frozenset({"no_table4"}), faults=[Fault("FRM-04", (), "表四为图片，未能读取", low=True)],
        ),
        ("苇滨街道", 2024): Plan(layout="pipes", traits=frozenset({"cut"}), faults=[]),
        (CIVIL, 2022): Plan(traits=frozenset({"no_fee_statement"}), faults=[Fault("FRM-06", (), "第六部分未说明信息处理费")]),
        ("棠堤街道", 2024): Plan(traits=frozenset({"single_other_row"}), faults=[Fault("FRM-20", (), "（六）只印一行")]),
    }  # fmt: skip


def _basis() -> dict[tuple[str, int], Plan]:
    return {
        ("苇滨街道", 2023): Plan(
            traits=frozenset({"no_basis_penalty", "quiet_disputes"}), avoid=NO_PENALTY_WORDS,
            faults=[Fault("DOC-01", ("t2.penalty.decisions",), "行政处罚5件，正文无依据")],
        ),
        ("望砚街道", 2023): Plan(
            traits=frozenset({"no_basis_coercion"}), avoid=NO_COERCION_WORDS,
            faults=[Fault("DOC-02", ("t2.coercion.decisions",), "行政强制3件，正文无依据")],
        ),
        (EDUCATION, 2022): Plan(
            traits=frozenset({"no_basis_fees"}), avoid=("收费",),
            faults=[Fault("DOC-04", ("t2.fees.amount_wan",), "收费598.75万元，正文无项目和依据")],
        ),
        ("云篁镇", 2020): Plan(
            prints={"t2.procurement.amount": "198700"}, traits=frozenset({"bare_amount"}),
            faults=[Fault("NUM-01", ("t2.procurement.amount",), "采购金额无单位"), Fault("NUM-02", (), "采购金额量级不明")],
        ),
    }  # fmt: skip


def _dates() -> dict[tuple[str, int], Plan]:
    return {
        (TRANSPORT, 2023): Plan(
            published=date(2024, 2, 27), signed=date(2024, 2, 22), faults=[Fault("TIM-01", (), "迟于1月31日27天")],
        ),
        (CIVIL, 2021): Plan(layout="lines",
            published=date(2022, 1, 18), signed=date(2022, 1, 25), faults=[Fault("TIM-03", (), "落款晚于公布")],
        ),
        ("苇滨街道", 2020): Plan(
            published=date(2020, 12, 30), signed=date(2020, 12, 28),
            faults=[Fault("TIM-03", (), "落款早于年末"), Fault("TIM-07", (), "年度未终即公布")],
        ),
        (MARKET, 2024): Plan(layout="chrome", published=date(2025, 1, 24), signed=date(2025, 1, 23)),
        ("棠堤街道", 2025): Plan(host="www.linyan-tangdi.com", layout="chrome", faults=[Fault("PRV-01", (), "网址非政府域名")]),
    }  # fmt: skip


def _shares() -> dict[tuple[str, int], Plan]:
    return {
        ("麦垄镇", 2021): Plan(says={"style": 0, "part.通知公告": -3}, faults=[Fault("PCT-01", (), "分项之和比总数少3条")]),
        ("云篁镇", 2024): Plan(says={"style": 1, "part.旅游公告": 200}, faults=[Fault("PCT-02", (), "分项大于总数")]),
        (WATER, 2025): Plan(says={"style": 2, "share.农村供水": 7}, faults=[Fault("PCT-03", (), "农村供水占比多0.7个百分点")]),
    }  # fmt: skip


def _lookalikes() -> dict[tuple[str, int], Plan]:
    amount = ("t2.procurement.amount",)
    return {
        ("沙棠乡", 2020): Plan(
            layout="pipes_next", traits=frozenset({"bare", "mirror"}), prints={"t2.procurement.amount": "209539.98"},
            faults=[
                Fault("PRV-01", (), "正文所列网址非政府域名"),
                Fault("PRV-02", (), "繁体并夹注拼音"),
                Fault("PRV-03", (), "标题乱码"),
                Fault("NUM-01", amount, "采购金额无单位"),
                Fault("NUM-02", (), "采购金额量级不明"),
            ],
        ),
        ("临砚县人民政府", 2017): Plan(
            layout="lines", traits=frozenset({"bare"}),
            faults=[
                Fault("DOC-09", (), "复议9件无结果"),
                Fault("DOC-10", (), "不同意公开16件无理由分类"),
                Fault("FRM-15", (), "标题有诉讼而正文未述"),
                Fault("PII-05", (), "隐私泄露360余条"),
            ],
        ),
        ("望砚街道", 2020): Plan(
            layout="pipes_next", traits=frozenset({"bare", "ghost"}), prints={"t2.procurement.amount": "10.9858万元"},
        ),
        ("石篆镇", 2020): Plan(
            layout="tabs", traits=frozenset({"bare"}),
            faults=[Fault("PCT-03", (), "44/438应为10.0%"), Fault("FRM-09", (), "遗留上年表述")],
        ),
        ("麦垄镇", 2023): Plan(
            layout="lines", traits=frozenset({"bare"}), published=date(2024, 3, 7), signed=date(2024, 2, 6),
            faults=[
                Fault("DOC-01", ("t2.penalty.decisions",), "行政处罚8件，正文无依据"),
                Fault("FRM-06", (), "第六部分为无"),
                Fault("TIM-01", (), "迟36天（乡镇从轻）", low=True),
            ],
        ),
    }  # fmt: skip


def first_versions() -> dict[tuple[str, int], Plan]:
    """Reports that were published again after a correction: how the first version differs."""
    return {
        (MARKET, 2024): Plan(
            layout="tabs",
            prints={"t2.penalty.decisions": "168"},
            published=date(2025, 1, 9),
            signed=date(2025, 1, 8),
        )
    }


def runs_of_zero() -> list[tuple[str, int, Fault]]:
    """Zero requests several years running: (body, last year, fault)."""
    cells_of = ("t3.new_received.total",)
    return [
        ("石篆镇", 2025, Fault("NIL-01", cells_of, "2019至2025年连续七年为零")),
        (CIVIL, 2025, Fault("NIL-01", cells_of, "2022至2025年连续四年为零")),
        ("沙棠乡", 2020, Fault("NIL-01", cells_of, "2016至2020年为零")),
        ("望砚街道", 2022, Fault("NIL-01", cells_of, "2020至2022年连续三年为零", low=True)),
        ("麦垄镇", 2023, Fault("NIL-01", cells_of, "2022、2023年为零", low=True)),
        ("云篁镇", 2020, Fault("NIL-01", cells_of, "2019、2020年为零", low=True)),
        ("云篁镇", 2023, Fault("NIL-01", cells_of, "2022、2023年为零，2021年报告缺失", low=True)),
        ("棠堤街道", 2020, Fault("NIL-01", cells_of, "2019、2020年为零", low=True)),
        ("棠堤街道", 2023, Fault("NIL-01", cells_of, "2022、2023年为零，2021年表格未能读取", low=True)),
    ]


def gaps() -> list[tuple[str, int, Fault]]:
    """Years without a report and reports given twice: (body, year of the report that shows it, fault)."""
    return [
        ("云篁镇", 2022, Fault("CAR-10", (), "缺2021年报告", low=True)),
        (MARKET, 2024, Fault("CAR-10", (), "同一年度有两份报告")),
        (MARKET, 2024, Fault("CAR-11", ("t2.penalty.decisions",), "更正前168件，更正后186件")),
    ]


def check_keys() -> None:
    """Every plan names a body that exists."""
    unknown = {key for key, _ in plans()} - BY_KEY.keys()
    if unknown:
        raise KeyError(unknown)
