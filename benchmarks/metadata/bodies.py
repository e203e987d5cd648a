"""Bodies of every kind, with the names under which they are printed and what is true of them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from audit.tidy.divisions import Division, divisions


def _words(text: str) -> list[str]:
    return text.split()


_TOWNS = _words(
    "青石 柳河 白沙 石桥 东坪 金坑 大塘 小河 双溪 云岭 桃源 黄泥 太平 龙门 "
    "沙坪 马店 高桥 红旗 永兴 新安 三岔 花园 长岭"
)
_STREETS = _words("人民路 解放 中山 和平 新华 建设路 站前 城关 桂花坪 望江 北京 东风 文昌 五一")
_DEPARTMENTS = _words(
    "教育局 财政局 卫生健康局 发展和改革局 市场监督管理局 自然资源局 住房和城乡建设局 "
    "农业农村局 人力资源和社会保障局 文化和旅游局 应急管理局 审计局 统计局 医疗保障局 "
    "司法局 民政局 水利局 公安局 交通运输局 林业局 乡村振兴局 行政审批服务局 "
    "退役军人事务局 发展改革委 卫生健康委员会 城市管理综合执法局"
)
_INSTITUTIONS = _words("人民医院 中医医院 第一中学 实验小学 职业技术学校 图书馆 妇幼保健院 疾病预防控制中心")
_ZONES = _words("经济技术开发区 高新技术产业开发区 经济开发区 工业园区")


_SHORT = {
    "卫生健康局": "卫健局",
    "卫生健康委员会": "卫健委",
    "发展和改革局": "发改局",
    "住房和城乡建设局": "住建局",
    "人力资源和社会保障局": "人社局",
    "文化和旅游局": "文旅局",
    "农业农村局": "农业农村局",
}


@dataclass(frozen=True, slots=True)
class Who:
    """``titled`` : how a title names the body; ``full`` : how a publisher or signature does; ``truth`` : columns."""

    titled: str
    full: str
    truth: dict[str, object]
    call: str
    site: str
    near: str = ""
    """A sentence that prints the place above the body, where the names do not."""
    aliases: tuple[str, ...] = field(default=())


@cache
def _namesakes() -> Counter[str]:
    """How many places have had a name since 2007."""
    return Counter(name for name, *_ in {(d.name, d.city, d.province) for d in divisions()})


@cache
def _namesakes_now() -> Counter[str]:
    return Counter(d.name for d in divisions() if d.first < 2008 and d.last == 9999)


@cache
def _counties(ending: str, several: bool = False) -> tuple[Division, ...]:
    return tuple(
        d
        for d in divisions()
        if d.level == "county"
        and d.name.endswith(ending)
        and d.first < 2008
        and d.last == 9999
        and ((_namesakes_now()[d.name] > 1) if several else _namesakes()[d.name] == 1)
        and not d.name.endswith("林区")
    )


@cache
def _cities() -> tuple[Division, ...]:
    return tuple(d for d in divisions() if d.level == "city" and d.first < 2008 and d.last == 9999)


@cache
def _gone() -> tuple[Division, ...]:
    return tuple(
        d for d in divisions() if d.level == "county" and 2012 <= d.last < 2024 and _namesakes()[d.name] == 1
    )


def _path(d: Division) -> dict[str, object]:
    return {"province": d.province, "city": d.city or None, "county": d.name, "division_code": d.code}


def _place(d: Division) -> str:
    """The county as a full name begins with: under its city if it is a district."""
    above = d.city or (d.province if d.province[-1] == "市" else "")
    return above + d.name if d.name.endswith("区") else d.name


def _word(d: Division) -> str:
    return d.name[-1]


def government(r: random.Random, d: Division) -> Who:
    truth = _path(d) | {"agency": f"{_place(d)}人民政府", "level": "county", "kind": "government"}
    titled = r.choice([d.name, f"{d.name}人民政府", _place(d)])
    return Who(titled, f"{_place(d)}人民政府", truth, f"我{_word(d)}", f"{d.name}人民政府")


def office(r: random.Random, d: Division) -> Who:
    name = f"{_place(d)}人民政府办公室"
    truth = _path(d) | {"agency": name, "level": "county", "kind": "general_office"}
    return Who(r.choice([name, f"{d.name}政府办公室"]), name, truth, "我办", f"{d.name}人民政府")


def department(r: random.Random, d: Division) -> Who:
    own = r.choice(_DEPARTMENTS)
    truth = _path(d) | {"agency": _place(d) + own, "level": "county", "kind": "department"}
    short = _SHORT.get(own, own)
    titled = r.choice([d.name + own, _place(d) + own, d.name + own, f"{_word(d)}{own}", f"{_word(d)}{short}"])
    return Who(titled, _place(d) + own, truth, "我局", f"{d.name}人民政府")


def town(r: random.Random, d: Division) -> Who:
    own = r.choice(_TOWNS) + r.choice("镇镇乡")
    truth = _path(d) | {"agency": f"{_place(d)}{own}人民政府", "level": "township", "kind": "township"}
    titled = r.choice([own, f"{own}人民政府", d.name + own, f"{d.name}{own}人民政府", _place(d) + own])
    full = r.choice([f"{_place(d)}{own}人民政府", f"{_place(d)}{own}"])
    return Who(titled, full, truth, f"我{own[-1]}", f"{d.name}人民政府", near=f"{_place(d)}{own}党政办公室")


def street(r: random.Random, d: Division) -> Who:
    own = r.choice(_STREETS) + "街道"
    truth = _path(d) | {"agency": f"{_place(d)}{own}办事处", "level": "township", "kind": "street"}
    titled = r.choice(
        [own, f"{own}办事处", d.name + own, f"{d.name}{own}办事处", f"{d.name}人民政府{own}办事处"]
    )
    return Who(
        titled,
        f"{_place(d)}{own}办事处",
        truth,
        "我街道",
        f"{d.name}人民政府",
        near=f"{_place(d)}{own}办事处",
    )


def tax(r: random.Random, d: Division) -> Who:
    truth = _path(d) | {"agency": f"{_place(d)}税务局", "level": "county", "kind": "department"}
    name = f"国家税务总局{_place(d)}税务局"
    return Who(
        r.choice([name, f"国家税务总局{d.name}税务局", f"{d.name}税务局"]),
        name,
        truth,
        "我局",
        "国家税务总局",
    )


def station(r: random.Random, d: Division) -> Who:
    name = f"{_place(d)}公安局{r.choice(_TOWNS)}派出所"
    truth = _path(d) | {"agency": name, "level": "county", "kind": "institution"}
    return Who(name, name, truth, "我所", f"{d.name}公安局")


def institution(r: random.Random, d: Division) -> Who:
    name = _place(d) + r.choice(_INSTITUTIONS)
    truth = _path(d) | {"agency": name, "level": "county", "kind": "institution"}
    return Who(name, name, truth, "我单位", f"{d.name}人民政府")


def court(r: random.Random, d: Division) -> Who:
    name = _place(d) + r.choice(["人民法院", "人民检察院"])
    truth = _path(d) | {"agency": name, "level": "county", "kind": "unknown"}
    return Who(name, name, truth, "我院", name)


def party(r: random.Random, d: Division) -> Who:
    name = f"{_place(d)}委{r.choice(['宣传部', '政法委员会', '统战部'])}"
    truth = _path(d) | {"agency": name, "level": "county", "kind": "department"}
    return Who(r.choice([name, f"中共{name}"]), f"中共{name}", truth, "我部", f"{d.name}人民政府")


def zone(r: random.Random, c: Division) -> Who:
    own = c.name + r.choice(_ZONES)
    truth = {
        "province": c.province,
        "city": c.name,
        "county": own.removeprefix(c.name),
        "division_code": None,
    }
    truth |= {"agency": f"{own}管委会", "level": "unknown", "kind": "government"}
    titled = r.choice([f"{own}管委会", f"{own}管理委员会", own])
    return Who(titled, f"{own}管理委员会", truth, "我区", f"{own}管委会")


def city(r: random.Random, c: Division) -> Who:
    government_ = "行政公署" if c.name.endswith(("地区", "盟")) else "人民政府"
    truth = {"province": c.province, "city": c.name, "county": None, "division_code": c.code, "level": "city"}
    name = c.name + government_
    kind = r.choice(["government", "general_office", "department"])
    if kind == "general_office":
        name += "办公室"
    elif kind == "department":
        name = c.name + r.choice(_DEPARTMENTS)
    titled = r.choice([name, name, c.name if kind == "government" and government_ == "人民政府" else name])
    return Who(titled, name, truth | {"agency": name, "kind": kind}, "我市", f"{c.name}{government_}")


def provincial(r: random.Random, c: Division) -> Who:
    name = c.province + r.choice(["教育厅", "财政厅", "司法厅", "审计厅", "水利厅", "地震局", "统计局"])
    truth = {"province": c.province, "city": None, "county": None, "division_code": c.code[:2] + "0000"}
    truth |= {"agency": name, "level": "province", "kind": "department"}
    return Who(name, name, truth, "我厅", f"{c.province}人民政府")


def namesake(r: random.Random, d: Division) -> Who:
    """A district whose name is met in several cities, with and without the city in print."""
    own = r.choice(_DEPARTMENTS)
    if r.random() < 0.5:
        truth = _path(d) | {"agency": _place(d) + own, "level": "county", "kind": "department"}
        return Who(
            r.choice([d.name + own, _place(d) + own]), _place(d) + own, truth, "我局", f"{_place(d)}人民政府"
        )
    truth = {"province": None, "city": None, "county": d.name, "division_code": None}
    truth |= {"agency": d.name + own, "level": "county", "kind": "department"}
    return Who(d.name + own, d.name + own, truth, "我局", f"{d.name}人民政府")


def draw(r: random.Random) -> tuple[Who, int]:
    """A body and a report year in which it was there."""
    year = r.choice([*range(2010, 2026), 2019, 2020, 2021, 2022, 2023, 2024])
    make = r.choice(
        [
            government,
            office,
            department,
            department,
            town,
            town,
            street,
            tax,
            station,
            institution,
            court,
            party,
        ]
    )
    ending = r.choice(["县", "县", "区", "市", "旗"])
    turn = r.random()
    if turn < 0.06:
        return zone(r, r.choice([c for c in _cities() if c.name.endswith("市")])), year
    if turn < 0.14:
        return city(r, r.choice(_cities())), year
    if turn < 0.17:
        return provincial(r, r.choice(_cities())), year
    if turn < 0.22:
        return namesake(r, r.choice(_counties("区", True))), year
    if turn < 0.26:
        gone = r.choice(_gone())
        return make(r, gone), r.randint(max(gone.first, 2010), gone.last)
    return make(r, r.choice(_counties("区" if make is street else ending))), year
