"""The prose of one report of the years of the form, from the figures it prints."""

# ruff: noqa: E501  (Chinese text and long markup)

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from audit.form import group_rows
from maker import local, wording
from maker.county import HOST, YEARS, Body
from maker.draw import number, one, split, turn
from maker.figures import disclosed
from maker.model import Plan

CHINESE = "一二三四五六七八九"
GROUPS = (
    ("予以公开", ("result_granted",)),
    ("部分公开", ("result_partial",)),
    ("不予公开", group_rows("denied")),
    ("无法提供", group_rows("unable")),
    ("不予处理", group_rows("not_processed")),
    ("其他处理", group_rows("other_group")),
)
FEE_ITEMS = {
    "临砚县教育局": "学费、住宿费",
    "临砚县交通运输局": "占用公路补偿费",
    "临砚县水利局": "水土保持补偿费",
}
FEE_NOTICES = {("临砚县市场监督管理局", 2022): 100, ("临砚县人民政府", 2022): 100}


def share(part: int, total: int, places: int) -> str:
    """``part / total`` in per cent, rounded half up."""
    return f"{(Decimal(part) * 100 / total).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"


class Voice:
    """Speaks for one body in one year. Every figure comes from what the report prints, or from the plan's slip."""

    def __init__(self, body: Body, year: int, printed: dict[str, str], plan: Plan) -> None:
        self.body, self.year, self.printed, self.plan = body, year, printed, plan
        self.slots = {
            "we": body.we, "short": body.short, "name": body.name, "whole": body.whole, "year": year,
            "office": body.office, "wechat": body.wechat, "host": HOST, "address": body.address,
            "phone": body.phone, "postcode": body.postcode,
        }  # fmt: skip

    # -- choosing -------------------------------------------------------------

    def say(self, template: str, **more: object) -> str:
        return template.format(**{**self.slots, **more})

    def pick(self, pool, *keys: object) -> str:
        """One sentence; bodies start at different places and never repeat what they wrote the year before."""
        usable = self._usable(pool)
        start = number(len(usable), "pick", self.body.key, *keys)
        return self.say(usable[(start + self.year) % len(usable)])

    def some(self, pool, count: int, *keys: object) -> list[str]:
        usable = self._usable(pool)
        return [self.say(s) for s in turn(usable, count, self.year, self.body.key, *keys)]

    def _usable(self, pool):
        return [s for s in pool if not any(w in s for w in self.plan.avoid)]

    def n(self, code: str) -> int:
        """The count a cell prints; 0 where the form has no such cell."""
        text = self.printed.get(code, "0")
        found = re.match(r"-?\d+", text)
        return int(found.group()) if found else 0

    def group(self, rows: tuple[str, ...]) -> int:
        return sum(self.n(f"t3.{r}.total") for r in rows)

    def has(self, trait: str) -> bool:
        return trait in self.plan.traits

    # -- sections -------------------------------------------------------------

    def preface(self) -> str:
        basis = wording.BASIS_2019 if self.year <= 2020 else wording.BASIS_2021
        contact = self.pick(wording.CONTACTS, "contact")
        return self.say(
            one(wording.PREFACES, "preface", self.body.key, self.year), basis=basis, contact=contact
        )

    def overall(self) -> list[tuple[str, str]]:
        """(aspect, paragraph) for the five aspects; the first has no heading."""
        event = wording.EVENTS[self.year][number(2, "event", self.body.key)]
        opening = self.say(self._turned(wording.OPENINGS[self.body.kind], "opening"), event=event)
        return [
            ("", opening),
            ("主动公开", "".join([self.disclosure(), *self.duties(), *self.topics()])),
            ("依申请公开", "".join([*self.requests(), *self.disputes()])),
            ("政府信息管理", "".join(self.some(wording.MANAGEMENT, 2, "management"))),
            ("政府信息公开平台建设", "".join(self.some(wording.PLATFORM, 2, "platform"))),
            ("监督保障", "".join([*self.some(wording.SUPERVISION, 2, "supervision"), self.pick(wording.RESULTS, "results")])),
        ]  # fmt: skip

    def _turned(self, pool, *keys: object) -> str:
        return pool[(number(len(pool), *keys, self.body.key) + self.year) % len(pool)]

    def topics(self) -> list[str]:
        return self.some(local.TOPICS[self.body.key], 3, "topics")

    def disclosure(self) -> str:
        """How many items were disclosed, and of what kinds or through which channels."""
        total = self.plan.says.get("disclosed", disclosed(self.body.key, self.year))
        if self.body.kind == "county":
            return self._disclosure_by_level(total)
        style = self.plan.says.get("style", (number(4, "disclosure", self.body.key) + self.year) % 4)
        if style == 3:
            return self._disclosure_by_channel(total)
        names = local.CATEGORIES[self.body.key]
        parts = split(total, names, "parts", self.body.key, self.year)
        for name in names:
            parts[name] += self.plan.says.get(f"part.{name}", 0)
        if style == 2:
            listed = "；".join(f"{k}{v}条，占{self._share(k, v, total)}" for k, v in parts.items())
            return f"{self.year}年共主动公开政府信息{total}条，其中{listed}。"
        if style == 1:
            listed = "、".join(f"{k}{v}条" for k, v in parts.items())
            return f"全年主动公开政府信息{total}条，其中{listed}。"
        listed = "，".join(f"{k}{v}条" for k, v in parts.items())
        return f"{self.year}年，{self.body.we}通过县政府门户网站等渠道主动公开政府信息{total}条，其中，{listed}。"

    def _share(self, name: str, part: int, total: int) -> str:
        slip = Decimal(self.plan.says.get(f"share.{name}", 0)) / 10
        return f"{Decimal(share(part, total, 1)[:-1]) + slip}%"

    def _disclosure_by_level(self, total: int) -> str:
        office = disclosed("临砚县人民政府办公室", self.year)
        towns = total * (40 + self.year % 5) // 100
        growth = self._growth(total) if self.year > YEARS[0] else ""
        return (
            f"{self.year}年，全县主动公开政府信息{total}条{growth}，其中县政府及其办公室公开{office}条，"
            f"县直部门公开{total - office - towns}条，乡镇（街道）公开{towns}条。"
        )

    def _growth(self, total: int) -> str:
        before = disclosed(self.body.key, self.year - 1)
        rate = (Decimal(total - before) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"，较{self.year - 1}年{'增长' if rate > 0 else '下降'}{abs(rate)}%"

    def _disclosure_by_channel(self, total: int) -> str:
        site, other = total * (58 + number(12, "site", self.body.key, self.year)) // 100, total // 9 + 1
        social = total - site - other
        return (
            f"本年度{self.body.we}主动公开的政府信息共{total}条，其中通过县政府门户网站公开{site}条，占总量的"
            f"{share(site, total, 1)}；通过政务新媒体“{self.body.wechat}”公开{social}条，占总量的{share(social, total, 1)}；"
            f"通过公开栏、广播等其他方式公开{other}条，占总量的{share(other, total, 1)}。"
        )

    def duties(self) -> list[str]:
        """The figures of table 2 in words: documents, licences, penalties, coercion, fees, purchases."""
        found = [
            self._documents(),
            self._licences(),
            self._penalties(),
            self._coercion(),
            self._fees(),
            self._purchases(),
        ]
        return [s for s in found if s]

    def _documents(self) -> str:
        if self.year <= 2020 or "t2.normative_documents.made" in self.printed:
            made = self.n("t2.normative_documents.made")
            return f"新制作规范性文件{made}件，全部按程序公开。" if made else ""
        issued, repealed, in_force = (
            self.n(f"t2.normative_documents.{c}") for c in ("issued", "repealed", "in_force")
        )
        if not (issued or repealed or in_force):
            return ""
        first = f"制发行政规范性文件{issued}件" if issued else "未制发行政规范性文件"
        return f"{self.body.whole if self.body.kind == 'county' else '本年度'}{first}，废止{repealed}件，年末现行有效{in_force}件。"

    def _licences(self) -> str:
        count = self.n("t2.licensing.decisions")
        if not count:
            return ""
        return self.pick(
            (
                f"办理行政许可{count}件，办理结果按时限在网站公示。",
                f"全年作出行政许可决定{count}件，结果信息同步推送信用平台。",
                f"依法办结行政许可{count}件，办事指南和流程图均已公开。",
            ),
            "licences",
        )

    def _penalties(self) -> str:
        count = self.n("t2.penalty.decisions")
        if not count or self.has("no_basis_penalty"):
            return ""
        pool = (
            ("依据赋权事项清单，综合行政执法队作出行政处罚决定{count}件，执法结果按规定公示。",
             "承接赋权后全年作出行政处罚决定{count}件，处罚文书经法制审核后公开。",
             "综合行政执法信息专栏公布行政处罚决定{count}件，主要涉及违法建设和占道经营。")
            if self.body.kind in ("town", "street")
            else ("作出行政处罚决定{count}件，裁量基准和处罚结果一并公开。",
                  "全年作出行政处罚决定{count}件，执法信息通过“双公示”专栏集中发布。",
                  "公开行政执法主体、权限和程序，全年作出行政处罚决定{count}件。")
        )  # fmt: skip
        return self.pick([p.replace("{count}", str(count)) for p in pool], "penalties")

    def _coercion(self) -> str:
        count = self.n("t2.coercion.decisions")
        if not count or self.has("no_basis_coercion"):
            return ""
        return self.pick(
            (f"依法实施行政强制{count}件，告知、催告程序完备。", f"采取查封、扣押等行政强制措施{count}件，均送达决定书并告知救济途径。"),
            "coercion",
        )  # fmt: skip

    def _fees(self) -> str:
        if self.has("no_basis_fees"):
            return ""
        item = FEE_ITEMS[self.body.key] + "等" if self.body.key in FEE_ITEMS else "各类"
        if self.year <= 2020:
            return (
                "行政事业性收费项目、依据和标准在收费目录清单中公布。"
                if self.n("t2.fees.prior_items")
                else ""
            )
        amount = self.printed.get("t2.fees.amount_wan", "0")
        if amount in ("0", ""):
            return ""
        return f"全年收取{item}行政事业性收费{amount}万元，收费依据和标准列入收费目录清单向社会公布。"

    def _purchases(self) -> str:
        count = self.n("t2.procurement.projects")
        return "政府集中采购项目的采购公告、中标结果和合同按规定公开。" if count else ""

    # -- requests and disputes --------------------------------------------------

    def requests(self) -> list[str]:
        if self.has("quiet_requests"):
            return [
                "依法办理政府信息公开申请事项，规范登记、审核和送达程序。",
                *self.some(wording.HANDLING, 2, "handling"),
            ]
        new = self.plan.says.get("new", self.n("t3.new_received.total"))
        carried_in, carried_out = self.n("t3.carried_in.total"), self.n("t3.carried_out.total")
        handled = self.plan.says.get("handled", self.n("t3.result_total.total"))
        if self.has("nil_text") or (not new and not carried_in):
            return [self._nil_requests(), *self.some(wording.NO_REQUEST_CARE, 2, "care")]
        if self.has("received_only"):
            return [
                f"{self.year}年收到政府信息公开申请{new}件。",
                *self.some(wording.HANDLING, 2, "handling"),
            ]
        return [
            self._flows(new, carried_in, handled, carried_out),
            self._request_channels(new),
            self._outcomes(handled),
            *self.some(wording.HANDLING, 1 if self.year % 2 else 2, "handling"),
        ]

    def _nil_requests(self) -> str:
        return self._turned(
            (
                f"{self.year}年，{self.body.we}未收到政府信息公开申请。",
                f"本年度{self.body.we}没有收到公民、法人或者其他组织提出的政府信息公开申请。",
                f"{self.year}年度{self.body.we}收到政府信息公开申请0件。",
                "全年受理政府信息公开申请为零件。",
                f"{self.year}年，{self.body.we}依申请公开政府信息的数量为零。",
            ),
            "nil",
        )

    def _flows(self, new: int, carried_in: int, handled: int, carried_out: int) -> str:
        brought = f"上年结转{carried_in}件，" if carried_in else ""
        left = f"，结转下年度继续办理{carried_out}件" if carried_out else "，均在法定期限内办结"
        whole = f"{self.body.whole}" if self.body.kind == "county" else ""
        if self._counts_together(carried_in):
            return f"全年{whole}共办理政府信息公开申请{new + carried_in}件（含上年结转{carried_in}件），办结{handled}件{left}。"
        return self._turned(
            (
                f"{self.year}年，{whole or self.body.we}收到政府信息公开申请{new}件，{brought}办结{handled}件{left}。",
                f"全年{whole}共收到政府信息公开申请{new}件，{brought}本年度办理完毕{handled}件{left}。",
                f"本年度{whole}新收政府信息公开申请{new}件，{brought}答复办结{handled}件{left}。",
            ),
            "flows",
        )

    def _counts_together(self, carried_in: int) -> bool:
        """Whether the text counts what was handled, new and carried in, instead of what came in."""
        return carried_in > 0 and self.year % 4 == 0

    def _request_channels(self, new: int) -> str:
        if new < 4 or self.year % 3 == 0 or self._counts_together(self.n("t3.carried_in.total")):
            return ""
        post, counter = new // 5, new // 6 if new > 6 else 0
        listed = [f"网络申请{new - post - counter}件"] + [
            f"{k}{v}件" for k, v in (("信函申请", post), ("当面申请", counter)) if v
        ]
        return f"从申请渠道看，{'、'.join(listed)}。" if len(listed) > 1 else ""

    def _outcomes(self, handled: int) -> str:
        if handled < 2:
            return ""
        counts = {name: self.plan.says.get(name, self.group(rows)) for name, rows in GROUPS}
        return f"办理结果为{'、'.join(f'{k}{v}件' for k, v in counts.items() if v)}。"

    def disputes(self) -> list[str]:
        if self.has("quiet_disputes"):
            return []
        reviews = self.plan.says.get("reviews", self.n("t4.review.total"))
        suits = self.n("t4.litigation_direct.total") + self.n("t4.litigation_after_review.total")
        if not reviews and not suits:
            return [
                self._turned(
                    (
                        f"{self.year}年未发生因政府信息公开引发的行政复议和行政诉讼。",
                        "没有因政府信息公开被申请行政复议或提起行政诉讼的情况。",
                        "本年度无政府信息公开类行政复议、行政诉讼案件。",
                    ),
                    "no disputes",
                )
            ]
        first = f"因政府信息公开被申请行政复议{reviews}件{self._outcomes_of('review') if 'reviews' not in self.plan.says else ''}"
        second = f"被提起行政诉讼{suits}件" if suits else "未发生行政诉讼"
        return [f"{first}；{second}。" if reviews else f"未发生行政复议；{second}。"]

    def _outcomes_of(self, block: str) -> str:
        names = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
        parts = [(zh, self.n(f"t4.{block}.{c}")) for c, zh in names.items()]
        listed = "、".join(f"{zh}{v}件" for zh, v in parts if v)
        return f"（{listed}）" if listed else ""

    # -- sections five and six ------------------------------------------------------

    def problems(self) -> list[str]:
        own = local.PROBLEMS[self.body.key]
        shared = wording.PROBLEMS
        pairs = list(turn(shared, 2, self.year, "problems", self.body.key))
        pairs.insert(self.year % 3, own[(self.year + number(7, self.body.key)) % len(own)])
        if self._corrected():
            court = next(p for p in own if "复议" in p[0] + p[1])
            pairs = [court, *[p for p in pairs if p != court]]
        pairs = [p for p in pairs if not any(w in p[0] + p[1] for w in self.plan.avoid)]
        listed = "；".join(f"{CHINESE[i]}是{p[0]}" for i, p in enumerate(pairs))
        measures = "；".join(f"{CHINESE[i]}是{p[1]}" for i, p in enumerate(pairs))
        return [
            self.say(self._turned(wording.PROBLEM_LEADS, "lead"), problems=listed),
            self.say(self._turned(wording.CLOSINGS, "closing"), measures=measures),
        ]

    def _corrected(self) -> bool:
        return any(
            self.n(f"t4.{b}.corrected") for b in ("review", "litigation_direct", "litigation_after_review")
        )

    def other_matters(self) -> list[str]:
        fee = self.fee_statement() if self.year >= 2021 and not self.has("no_fee_statement") else ""
        proposals = ""
        if self.body.kind in ("county", "department") and (self.year + len(self.body.key)) % 2:
            count = (
                3
                + number(9, "proposals", self.body.key, self.year)
                + (60 if self.body.kind == "county" else 0)
            )
            proposals = f"办理人大代表建议和政协提案{count}件，办理结果均已公开。"
        close = self._turned(wording.OTHER_MATTERS, "other matters")
        return [fee + proposals + (close if not (fee and self.year % 2) else "")]

    def fee_statement(self) -> str:
        amount = FEE_NOTICES.get((self.body.key, self.year))
        if amount:
            return f"{self.year}年发出信息处理费收费通知1件，总金额{amount}元，实际收取信息处理费{amount}元。"
        if self.has("no_basis_fees"):
            return "本年度没有因政府信息公开申请收取信息处理费。"
        return self._turned(
            (
                "本年度未发出信息处理费收费通知，收取信息处理费0元。",
                f"根据《政府信息公开信息处理费管理办法》有关规定，{self.year}年发出收费通知0件，总金额0元，实际收取0元。",
                f"{self.year}年未收取政府信息公开信息处理费。",
            ),
            "fee",
        )
