"""Reports of 2016–2018: free narrative in the order of the old Regulation, some with the statistics table."""

from __future__ import annotations

from maker import local, wording
from maker.county import BODIES, Body
from maker.draw import number, one, split
from maker.figures import received
from maker.model import Heading, Para, Plan
from maker.prose import CHINESE, Voice

REPLIES = {
    "reply_already_public": ("属于已主动公开范围", 30),
    "reply_granted": ("同意公开答复", 30),
    "reply_partial": ("同意部分公开答复", 10),
    "reply_denied": ("不同意公开答复", 6),
    "reply_not_this_agency": ("不属于本行政机关公开", 8),
    "reply_not_exist": ("申请信息不存在", 10),
    "reply_asked_to_amend": ("告知作出更改补充", 4),
    "reply_other_channel": ("告知通过其他途径办理", 2),
}
REASONS = {"denied_trade_secret": "涉及商业秘密", "denied_privacy": "涉及个人隐私"}
DISPUTES = {
    ("临砚县人民政府", 2016): (3, 0, 1, 1),
    ("临砚县人民政府", 2018): (5, 1, 1, 2),
}  # upheld, corrected, other; suits upheld

HEADINGS = (
    "概述",
    "主动公开政府信息情况",
    "依申请公开政府信息办理情况",
    "政府信息公开收费及减免情况",
    "因政府信息公开申请行政复议、提起行政诉讼情况",
    "存在的主要问题及改进措施",
)
PREFACES = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第492号，以下简称《条例》）规定，由{office}编制本报告。全文由概述、主动公开政府信息情况、依申请公开政府信息办理情况、政府信息公开收费及减免情况、因政府信息公开申请行政复议和提起行政诉讼情况、存在的主要问题及改进措施{tail}组成。报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。{contact}",
    "按照《中华人民共和国政府信息公开条例》（以下简称《条例》）要求，现公布{name}{year}年政府信息公开工作年度报告。本报告数据统计期限为{year}年1月1日至{year}年12月31日。{contact}",
    "本报告依据《中华人民共和国政府信息公开条例》（以下简称《条例》）编制，所列数据的统计期限从{year}年1月1日至{year}年12月31日。{contact}",
)
OPENINGS = (
    "{year}年，{short}结合{event}，把政府信息公开作为转变作风、服务群众的重要抓手，制度更加健全，内容更加充实。",
    "{year}年，{we}按照《条例》和县政府年度工作要点，围绕{event}推进公开，各项任务按计划完成。",
    "一年来，{we}坚持以公开为常态、不公开为例外，在服务{event}中提升{year}年信息公开工作实效。",
    "{year}年，{short}调整充实信息公开工作小组，明确{office}为日常工作机构，围绕{event}抓好落实。",
)
STAFFING = (
    "设专职工作人员{full}人、兼职工作人员{part}人，全年组织业务培训{trainings}次。",
    "现有政府信息公开专职人员{full}人、兼职人员{part}人，召开专题会议{meetings}次。",
    "配备专职工作人员{full}人、兼职工作人员{part}人，培训{trainings}次，培训{trained}人次。",
)
INTERPRETING = (
    "全年发布政策解读稿件{count}篇。",
    "围绕惠民政策发布解读稿件{count}篇。",
    "解读稿件发布{count}篇，形式以问答和图示为主。",
)
FEES = (
    "{year}年，{we}对依申请提供政府信息未收取检索、复制、邮寄等成本费用，也未发生减免。",
    "依申请提供政府信息未收取任何费用，未产生减免情况。",
    "{year}年没有收取依申请公开费用，无减免事项。",
)


def has_table(body: Body, year: int) -> bool:
    """Whether the report carries the statistics table (half of them do)."""
    return (BODIES.index(body) + year) % 2 == 0 and (body.key, year) != ("临砚县人民政府", 2017)


def statistics(body: Body, year: int, disclosed: int) -> dict[str, int]:
    """Values of the statistics table, consistent in themselves; rows not named are 0."""
    new, key = received(body.key, year), (body.key, year)
    website = disclosed * (70 + number(12, "s14 site", *key)) // 100
    wechat = disclosed * (20 + number(9, "s14 wechat", *key)) // 100
    full, part = number(2, "staff", *key), 2 + number(3, "part", *key)
    upheld, corrected, other, suits = DISPUTES.get(key, (0, 0, 0, 0))
    values = {
        "disclosed_total": disclosed,
        "channel_website": website,
        "channel_wechat": wechat,
        "channel_other": disclosed - website + number(9, "s14 other", *key),
        "responses_total": 2 + number(5, "responses", *key),
        "interpretations": 3 + number(14, "interpretations", *key),
        "requests_total": new,
        "closed_total": new,
        "closed_on_time": new,
        "replies_total": new,
        "review_total": upheld + corrected + other,
        "review_upheld": upheld,
        "review_corrected": corrected,
        "review_other": other,
        "suit_total": suits,
        "suit_upheld": suits,
        "units_dedicated": 1,
        "reading_points": 1 + number(4, "points", *key),
        "staff_total": full + part,
        "staff_fulltime": full,
        "staff_parttime": part,
        "meetings": 2 + number(3, "meetings", *key),
        "trainings": 1 + number(3, "trainings", *key),
        "trained_persons": 18 + number(60, "trained", *key),
    }
    values["other_responses"] = values["responses_total"]
    return values | _channels(new, *key) | _replies(new, *key)


def _channels(new: int, *key: object) -> dict[str, int]:
    names = ("requests_online", "requests_mail", "requests_in_person")
    if new >= 3:
        return split(new, names, "request channels", *key)
    return {"requests_online": new}


def _replies(new: int, *key: object) -> dict[str, int]:
    names, found = list(REPLIES), dict.fromkeys(REPLIES, 0)
    weights = [name for name in names for _ in range(REPLIES[name][1])]
    for i in range(new):
        found[one(weights, "reply", *key, i)] += 1
    reasons = dict.fromkeys(REASONS, 0)
    for i in range(found["reply_denied"]):
        reasons[one(list(REASONS), "reason", *key, i)] += 1
    return found | reasons


class OldVoice(Voice):
    """Speaks in the order of the old Regulation."""

    def __init__(self, body: Body, year: int, values: dict[str, int], plan: Plan) -> None:
        super().__init__(body, year, {}, plan)
        self.values = values

    def blocks(self) -> list[Heading | Para]:
        sections = (
            self._overview(),
            self._proactive(),
            self._on_request(),
            self._fee_section(),
            self._court(),
            self._shortcomings(),
        )
        found: list[Heading | Para] = [Para(self._preface())]
        for i, (title, paragraphs) in enumerate(zip(HEADINGS, sections, strict=True)):
            found.append(Heading(f"{CHINESE[i]}、{title}"))
            found += [Para(p) for p in paragraphs]
        return found

    def _preface(self) -> str:
        tail = "和附表" if has_table(self.body, self.year) else ""
        contact = self.pick(wording.CONTACTS, "contact")
        return self.say(one(PREFACES, "old preface", self.body.key, self.year), tail=tail, contact=contact)

    def _overview(self) -> list[str]:
        event = wording.EVENTS[self.year][number(2, "event", self.body.key)]
        staffing = self.pick(STAFFING_OPEN, "staffing")
        staffing = staffing.format(
            full=self.values["staff_fulltime"], part=self.values["staff_parttime"], meetings=self.values["meetings"],
            trainings=self.values["trainings"], trained=self.values["trained_persons"],
        )  # fmt: skip
        return [
            self.say(self._turned(OPENINGS, "old opening"), event=event),
            "".join(
                [
                    *self.some(wording.MANAGEMENT, 2, "management"),
                    *self.some(wording.SUPERVISION, 1, "supervision"),
                ]
            ),
            "".join([*self.some(wording.PLATFORM, 2, "platform"), staffing]),
        ]

    def _proactive(self) -> list[str]:
        reading = self._turned(INTERPRETING, "interpreting").format(count=self.values["interpretations"])
        return [self.disclosure(), "".join([*self.some(local.TOPICS[self.body.key], 4, "topics"), reading])]

    def _on_request(self) -> list[str]:
        new = self.values["requests_total"]
        if not new:
            return [self._nil_requests() + "".join(self.some(wording.NO_REQUEST_CARE, 1, "care"))]
        channels = {
            "requests_online": "网络申请",
            "requests_mail": "信函申请",
            "requests_in_person": "当面申请",
        }
        listed = "、".join(f"{zh}{self.values[c]}件" for c, zh in channels.items() if self.values.get(c))
        whole = self.body.whole if self.body.kind == "county" else self.body.we
        flows = f"{self.year}年{whole}共收到政府信息公开申请{new}件，其中{listed}，均按期办结。"
        replies = "，".join(
            f"{zh}{self.values[c]}件{self._reasons(c)}" for c, (zh, _) in REPLIES.items() if self.values[c]
        )
        return [flows, f"答复结果为：{replies}。" + "".join(self.some(wording.HANDLING, 1, "handling"))]

    def _reasons(self, row: str) -> str:
        if row != "reply_denied":
            return ""
        listed = "、".join(f"{zh}{self.values[c]}件" for c, zh in REASONS.items() if self.values[c])
        return f"（{listed}）"

    def _fee_section(self) -> list[str]:
        return [self.say(self._turned(FEES, "old fees"))]

    def _court(self) -> list[str]:
        upheld, corrected, other, suits = DISPUTES.get((self.body.key, self.year), (0, 0, 0, 0))
        if not upheld:
            return self.disputes()
        outcomes = [("维持具体行政行为", upheld), ("被依法纠错", corrected), ("其他情形", other)]
        listed = "、".join(f"{zh}{v}件" for zh, v in outcomes if v)
        return [
            f"全县因政府信息公开被申请行政复议{upheld + corrected + other}件，其中{listed}；"
            f"被提起行政诉讼{suits}件，均为驳回原告诉讼请求。"
        ]

    def _shortcomings(self) -> list[str]:
        return self.problems()

    def _corrected(self) -> bool:
        return DISPUTES.get((self.body.key, self.year), (0, 0, 0, 0))[1] > 0


STAFFING_OPEN = tuple(s.replace("{", "{{").replace("}", "}}") for s in STAFFING)
