"""TXT: what the text says against what the tables say."""

from __future__ import annotations

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.beside import about, differs, either, none_or_some, once_told, verdict_on
from audit.rules.counterparts import (
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    FEES,
    OUTCOMES,
    REQUESTS,
    RESULTS_OF_DISPUTES,
    STATISTICS,
)

FORMS = ("2014", "2019", "2021")
CORE = (REQUESTS, *OUTCOMES, *DISPUTES, FEES)


@rule(
    "TXT-01",
    "requests-text-against-table",
    en="Requests received: the text and table 3 differ",
    zh="正文所称收到申请数与表三不符",
    severity=Severity.high,
    sides=("text", "table"),
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50(2): the "
        "text and the table of one report state the same fact"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第六条（准确）、第五十条第（二）项：同一报告的正文与表格陈述同一"
        "事实"
    ),
    forms=FORMS,
    needs=("requests_new", "t3.new_received", "t3.carried_in", "t3.result_total", "s14.requests_total"),
    why_zh=(
        "收到申请的数量是报告中引用最多的数字。正文与表格不一致，至少有一处是错的，读者和上级汇总无从判断以"
        "哪个为准。"
    ),
    innocent_zh=(
        "正文统计的是办理量（本年新收加上年结转）、仅自然人、或本机关与全区的不同口径；句中数字属于其他年度。"
        "数字与这些合法口径之一相等时不提示。"
    ),
)
def requests_text_against_table(frames: Frames) -> Verdict:
    """The number of requests that the text says were received is not the one in the first row of table 3.

    *Why it matters*: it is the most quoted figure of the report. Where text and table differ one of them is
    wrong, and neither a reader nor the office that adds the reports up can tell which.

    *Innocent explanations*: the text counts all requests handled (new and carried in), natural persons only,
    or the body alone where the table covers its subordinates; the sentence speaks of another year or one
    channel. A figure that equals one of these is not reported. None against some is TXT-04.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50(2); table 3 of the 2019 and
    2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    return verdict_on(frames, about(frames, (REQUESTS,)), ("differs",), differs)


@rule(
    "TXT-02",
    "outcomes-text-against-table",
    en="Outcomes of requests: the text and table 3 differ",
    zh="正文所称办理结果与表三不符",
    severity=Severity.high,
    sides=("text", "table"),
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50(2): the "
        "text and the table of one report state the same fact"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第六条（准确）、第五十条第（二）项：同一报告的正文与表格陈述同一"
        "事实"
    ),
    forms=FORMS,
    needs=(
        *[o.measure for o in OUTCOMES],
        "t3",
        "s14.reply_granted",
        "s14.reply_partial",
        "s14.reply_denied",
    ),
    why_zh=(
        "予以公开、不予公开等办理结果是评价依申请公开工作的依据。正文与表格不一致，公开率、不予公开率等指标"
        "即不可靠。"
    ),
    innocent_zh=(
        "正文只统计自然人，或将予以公开与部分公开、不予公开与无法提供合并表述；总计栏未填写时无法比较。数字"
        "与这些合法口径之一相等时不提示；正文又逐项列出的，降为中。"
    ),
)
def outcomes_text_against_table(frames: Frames) -> Verdict:
    """An outcome that the text counts (granted, denied, cannot provide …) is not the one in table 3.

    *Why it matters*: the rates by which work on requests is judged are made of these figures.

    *Innocent explanations*: the text counts natural persons only, or takes granted and partly granted, or
    denied and cannot provide, together: a figure that equals one of these is not reported, unless the text also counts
    them one by one; then it is medium. Where the total column is blank the comparison cannot be made.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50(2); table 3 of the 2019 and
    2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    return verdict_on(frames, about(frames, OUTCOMES), ("differs",), differs)


@rule(
    "TXT-03",
    "disputes-text-against-table",
    en="Reviews and lawsuits: the text and table 4 differ",
    zh="正文所称复议诉讼数与表四不符",
    severity=Severity.high,
    sides=("text", "table"),
    confidence="medium",
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50(3): the "
        "text and the table of one report state the same fact"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第六条（准确）、第五十条第（三）项：同一报告的正文与表格陈述同一"
        "事实"
    ),
    forms=FORMS,
    needs=(
        *[d.measure for d in (*DISPUTES, *RESULTS_OF_DISPUTES)],
        "t4",
        "s14.review_total",
        "s14.suit_total",
    ),
    why_zh=(
        "复议、诉讼数量是外部监督的结果，可由复议机关和法院核对。正文与表格不一致，说明其中至少一处未经核实。"
    ),
    innocent_zh=(
        "正文统计当年新发生的案件，表格统计当年审结或尚未审结的案件；正文只计一类诉讼，或复议诉讼合并表述。"
        "数字与这些合法口径之一相等时不提示。"
    ),
)
def disputes_text_against_table(frames: Frames) -> Verdict:
    """The reviews or lawsuits that the text counts, or one of their results, are not what table 4 counts.

    *Why it matters*: these figures come from outside the body and can be checked with the review body and the
    courts.

    *Innocent explanations*: the text counts cases opened in the year, the table cases decided or pending; the
    text counts one kind of suit only, or reviews and suits together. A figure that equals one of these is not
    reported. Words such as 均维持 are TXT-07.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50(3); table 4 of the 2019 and
    2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    counted = about(frames, (*DISPUTES, *RESULTS_OF_DISPUTES))
    some = counted["measure"].isin([d.measure for d in DISPUTES]) | counted["value"].gt(0)
    told = counted["verdict"].mask(
        ~counted["measure"].isin([d.measure for d in DISPUTES]) & counted["verdict"].eq("none_or_some"),
        "differs",
    )
    return verdict_on(frames, counted.assign(verdict=told)[some], ("differs",), differs)


@rule(
    "TXT-04",
    "none-against-some",
    en="The text says none where the tables count some, or the reverse",
    zh="正文称无而表格有数，或正文有数而表格为零",
    severity=Severity.critical,
    sides=("text", "table"),
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50: the text "
        "and the tables of one report state the same fact"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）、第五十条：同一报告的正文与表格陈述同一事实",
    forms=FORMS,
    needs=("requests_new", *[o.measure for o in OUTCOMES], *[d.measure for d in DISPUTES], "t3", "t4"),
    why_zh=(
        "“未收到”“未发生”与表格中的数字直接矛盾，常见原因是套用往年文字或表格未填。任何读者都能看出，损害报"
        "告的可信度。"
    ),
    innocent_zh=(
        "正文的“没有”仅限于某一渠道（如平台、信函）、某一时段或其他年度；正文另有一处与表格一致。这些情形不"
        "提示。"
    ),
)
def none_against_some(frames: Frames) -> Verdict:
    """The text says none and the tables count some, or the text counts some and the tables nothing.

    *Why it matters*: text taken over from another year, or a table never filled in, shows itself here first;
    every reader can see it.

    *Innocent explanations*: the nil statement is limited to one channel (the platform, letters), a part of
    the year or another year; another sentence of the text agrees with the table. Neither is reported.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50; tables 3 and 4 of the 2019
    and 2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    return verdict_on(frames, once_told(about(frames, CORE)), ("none_or_some",), none_or_some)


SAME_FACT = (
    "Regulation on Disclosure of Government Information (2019), art. 6 (accurate): the text and the table of one "
    "report state the same fact",
    "《政府信息公开条例》（2019年修订）第六条（准确）：同一报告的正文与表格陈述同一事实",
)


@rule(
    "TXT-05",
    "documents-text-against-table",
    en="Rules and normative documents: the text and table 2 differ",
    zh="正文所称规章、规范性文件数与表二不符",
    severity=Severity.medium,
    sides=("text", "table"),
    confidence="medium",
    basis_en=f"{SAME_FACT[0]}; art. 20(1)",
    basis_zh=f"{SAME_FACT[1]}；第二十条第一项",
    forms=FORMS,
    needs=(
        *[d.measure for d in DOCUMENTS],
        "t2.normative_documents",
        "t2.regulations",
        "s14.normative_issued",
    ),
    why_zh="规范性文件的制发、废止和现行有效件数可逐件核对。正文与表格不一致，说明其中一处未按清单统计。",
    innocent_zh=(
        "正文统计的是政策文件、全部公文或网站信息条数；正文只说某一类文件；正文数字与表格同一行另一栏（新公开、现行有效等）或规章与规范性文件之和相等。"
        "这些情形不提示。正文有数而表格全部为零由TXT-09提示。"
    ),
)
def documents_text_against_table(frames: Frames) -> Verdict:
    """The text counts normative documents (or rules) issued, repealed or in force; table 2 counts others.

    *Why it matters*: documents can be checked one by one against the list on the site; where text and table
    differ, one of them was not made from the list.

    *Innocent explanations*: the text counts policy papers, all papers or posts; it speaks of one kind of
    document; its figure is another column of the same row (disclosed, in force), or rules and normative
    documents together. None is reported. Some in the text and none at all in the table is TXT-09.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 20(1); table 2 of the 2019 and
    2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    beside = about(frames, DOCUMENTS)
    posted = beside["verdict"].eq("none_or_some") & beside["value"].gt(0)
    told = beside.assign(verdict=beside["verdict"].mask(posted, "posted"))
    return verdict_on(frames, told, ("differs", "none_or_some"), either)


@rule(
    "TXT-06",
    "decisions-text-against-table",
    en="Licences, penalties, coercion, fees or procurement: the text and table 2 differ",
    zh="正文所称许可、处罚、强制、收费、采购数与表二不符",
    severity=Severity.medium,
    sides=("text", "table"),
    confidence="medium",
    basis_en=f"{SAME_FACT[0]}; art. 20(5), (6), (8), (9)",
    basis_zh=f"{SAME_FACT[1]}；第二十条第五、六、八、九项",
    forms=("2019", "2021"),
    needs=(*[d.measure for d in DECISIONS], "t2"),
    why_zh="行政许可、处罚、强制、收费和采购的数字有台账可查。正文与表格不一致，至少一处不是按台账填报。",
    innocent_zh=(
        "正文统计的是公开的信息条数而非决定数（见TXT-15）；正文只说某一领域、某一类案件；正文为本机关而表格为全域口径。"
        "带有限定词且小于表格的数字不提示。"
    ),
)
def decisions_text_against_table(frames: Frames) -> Verdict:
    """The text counts licences, penalties, coercive measures, fees or purchases; table 2 has another figure.

    *Why it matters*: there is a register behind each of these figures; one of the two was not taken from it.

    *Innocent explanations*: the text counts posts, not decisions (TXT-15); it speaks of one field or one kind
    of case: a smaller figure with words of its own is not reported; amounts that agree to the decimals of
    the text are equal; a table without a unit is NUM-01.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 20(5), (6), (8), (9); table 2 of
    the 2019 and 2021 forms.
    """
    return verdict_on(frames, about(frames, DECISIONS), ("differs", "none_or_some"), either)


@rule(
    "TXT-16",
    "text-against-statistics",
    en="The text and the statistics table of 2014–2018 differ",
    zh="正文数字与政府信息公开情况统计表不符",
    severity=Severity.medium,
    sides=("text", "table"),
    confidence="medium",
    basis_en=(
        "Regulation on Disclosure of Government Information (2008), art. 32: the report states what was disclosed "
        "and requested; statistics table of notice 国办发〔2014〕32号"
    ),
    basis_zh="2008年施行的《政府信息公开条例》第三十二条；国办发〔2014〕32号通知所附统计表",
    confirmed=False,
    forms=("2014",),
    needs=(*[d.measure for d in STATISTICS], "s14"),
    why_zh="统计表与正文同出一份报告，主动公开、解读、培训等数字应当一致。相差很大时，读者无法知道哪一个是真实数字。",
    innocent_zh=(
        "统计表“同一信息计1条”与正文按渠道计数口径不同；正文只说某一渠道或某一类；正文为本机关而表格为全域口径；正文数字是历年累计。"
        "与表中同组另一栏相等、或带有限定词且较小的数字不提示。"
    ),
)
def text_against_statistics(frames: Frames) -> Verdict:
    """The text counts items disclosed, interpretations, staff or trainings; the statistics table other figures.

    *Why it matters*: both stand in one report and count the same; where they are far apart a reader cannot
    know which is true.

    *Innocent explanations*: the table counts an item once, the text each channel; the text speaks of one
    channel or kind; of the body alone where the table covers its subordinates; or of all years to date. A
    figure that equals another row of the group, or is smaller and has words of its own, is not reported.

    *Source*: Regulation (2008), art. 32; statistics table of notice 国办发〔2014〕32号, in the reference from
    memory.
    """
    return verdict_on(frames, about(frames, STATISTICS), ("differs", "none_or_some"), either)
