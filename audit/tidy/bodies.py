"""Names of public bodies: printed name → its parts and its full name.

长沙市天心区桂花坪街道  →  city 长沙市, county 天心区, town 桂花坪街道, office 办事处
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from audit.tidy.divisions import named
from audit.tidy.places_cn import MUNICIPALITIES, level_of, province_by_city, provinces

_HAN = r"[\u4e00-\u9fff]"
_COUNTY = re.compile(
    r"(?:市中区|(?!市场|县委|区域|城市|[市县区旗]城)[\u4e00-\u9fff]{1,9}?(?:自治县|县|(?<![社片地])区(?![域划块])|市(?![场政容民])|(?<!红)旗))"
    r"(?![镇乡](?![村镇])|街道)"
)
_NO_COUNTY = re.compile(r"[局委厅府办科网号]|海关|信息|公开|^[我各该]|^[本全].$")
_TOWN = re.compile(
    r"[\u4e00-\u9fff]{1,9}?(?:街道|镇镇(?=人民政府|$)|镇(?!企|街道|镇人民政府|镇$)|乡(?!村|镇|街道)|苏木)(?!建设|规划|管理局|统筹|一体|居民|环境|企业)"
)
_NO_TOWN = re.compile(r"城乡$|[局委厅网]|府(?![东西南北前后路街河山谷])|住房|^[我各该]|^[本全].$")
_GOVERNMENTS = ("人民政府", "行政公署")
_OURSELVES = re.compile(
    r"^(?:[我该]|[本各全](?=[局委厅办镇乡县市区省街院校站级]))|我(?=[局委厅办镇乡县市区街院站]|分局|单位)|^分局$"
)
_VERTICAL = re.compile(r"^国家税务总局(?=.{3})")
_DEPARTMENT = re.compile(
    rf"{_HAN}{{1,24}}?(?:局|委员会|委|厅|中心|办公室|办公厅|办|院|所|队|站|社|馆|处|校|学|园|部|银行|公司|集团|联合会|总社|署|海关)$"
)
_CENTRAL = re.compile(
    r"(?:国家|中国|国务院)[\u4e00-\u9fff]{2,20}|[\u4e00-\u9fff]{2,8}总[局署]"
    r"|(?:中华人民共和国)?(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|监察|财政|人力资源和?社会保障|国土资源|自然资源"
    r"|环境保护|生态环境|住房和?城乡建设|交通运输|交通|铁道|水利|农业|农业农村|商务|文化|文化和旅游|卫生|应急管理|退役军人事务)部"
)
"""Bodies of the whole country: a place that their report prints is where they sit, not whose they are."""
_ANYWHERE = re.compile(
    r"(?:教育|体育|科技|科学|技术|工业|信息化?|民族|宗教|事务|公安|民政|司法|财政|人力|资源|社会|保障|自然|国土|规划|生态|环境|保护|住房|城乡|建设|城市|综合|管理|交通"
    r"|运输|水[利务]|农[业村]|林业|草原|畜牧|兽医|商务|经济|贸易|文化|旅游|广播|电视|广电|新闻|出版|文物|卫生|健康|计划|生育|人口|退役|军人|应急|安全|生产|监督|审计|统计|市场|工商"
    r"|行政|质量|食品|药品|医疗|乡村|振兴|扶贫|开发|发展|改革|信访|机关|政务|服务|数据|金融|招商|投资|促进|税务|地[方震]|国家|气象|档案|园林|绿化|房[产屋]|物价|粮食|物资|储备|执法|审批|公共|交易"
    r"|和|与|老龄|残疾人|外事|侨务|港澳|台湾){1,12}(?:管理|监督)?(?:局|委员会|委|厅|办公室|中心)"
)
"""Offices that every place has: without the name of a place they are nobody's in particular."""
_INSTITUTION = re.compile(
    r"(?:学校|小学|中学|大学|学院|医院|卫生院|保健院|幼儿园|馆|中心|派出所|公司|集团|银行)$"
)
_NOT_ADMINISTRATIVE = re.compile(r"(?:法院|检察院|法庭|人大常委会|人大|政协|政协委员会)$")
"""Courts, procurators and assemblies: the regulation does not bind them."""
_VILLAGE = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会)$")
_STREET_OFFICE = re.compile(r"(?!驻|政府)[\u4e00-\u9fff]{2,7}办事处")
_OFFICE = re.compile(
    r"(?:(?:人民)?政府|行政公署|行署)(?:办公[室厅]|办)$|管(?:委会|理委员会)(?:办公室|办)$|^办公[室厅]$|^党政(?:综合)?办(?:公室)?$"
)


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of a body's name as printed; ``office`` is what follows the places; ``rank`` a bare 县 市 区 省 before it."""

    province: str | None = None
    city: str | None = None
    county: str | None = None
    town: str | None = None
    rank: str | None = None
    office: str = ""
    year: int | None = None
    """The report year, which says of what level a place was."""
    whole_area: bool = False
    """True for a zone that stands in the place of a county."""

    @property
    def place(self) -> str | None:
        """The lowest place of the name."""
        return self.town or self.county or self.city or self.province

    @property
    def is_zone(self) -> bool:
        """True for development zones and the like, which have no fixed administrative level."""
        return self.town is None and self.county is not None and level_of(self.county, self.year) == "unknown"

    @property
    def is_central(self) -> bool:
        """True for a body of the whole country."""
        return self.place is None and self.rank is None and _CENTRAL.fullmatch(self.office) is not None

    @property
    def is_named(self) -> bool:
        """False for a name that bodies of many places bear: 区财政局, 教育局."""
        if self.place is not None or self.is_central:
            return True
        return self.rank is None and _ANYWHERE.fullmatch(self.office) is None

    @property
    def is_office(self) -> bool:
        """True if it is the general office of a government."""
        return bool(_OFFICE.search(self.office))

    @property
    def level(self) -> str:
        """province, city, county, township, village or unknown; a branch that names no county is unknown."""
        if self.is_zone and self.whole_area:
            return "county"
        if _VILLAGE.search(self.office):
            return "village"
        if self.town is None and _STREET_OFFICE.fullmatch(self.office):
            return "township"
        if self.county is None and self.office.endswith("分局"):
            return "unknown"
        if self.place is not None:
            return level_of(self.place, self.year)
        return {
            "省": "province",
            "县": "county",
            "区": "county",
            "旗": "county",
            "镇": "township",
            "乡": "township",
        }.get(self.rank or "", "unknown")

    @property
    def kind(self) -> str:
        """government, general_office, department, township, street, institution or unknown."""
        if self.town and self.office in ("人民政府", "办事处"):
            return "street" if self.town.endswith("街道") else "township"
        if self.office in (*_GOVERNMENTS, "管委会", "管理委员会") or (self.is_zone and not self.office):
            return "government"
        if self.is_office:
            return "general_office"
        endings = (
            ("unknown", bool(_NOT_ADMINISTRATIVE.search(self.office) or _VILLAGE.search(self.office))),
            ("street", self.town is None and bool(_STREET_OFFICE.fullmatch(self.office))),
            ("institution", bool(_INSTITUTION.search(self.office))),
            ("department", bool(self.office)),
        )
        return next((kind for kind, fits in endings if fits), "unknown")

    @property
    def name(self) -> str:
        """Full name: the city stands before a district, the county before a town, provinces before their departments."""
        top = self.city or (self.province if self.province in MUNICIPALITIES else None)
        keep_top = self.county is None or self.county.endswith("区")
        parts = [top if keep_top else None, self.county, self.town]
        places = "".join(p for p in parts if p) or self.province or self.rank or ""
        return places + self.office


@lru_cache(maxsize=4096)
def parse_body(text: str) -> Body | None:
    """The body that a printed name names, with the ending that such bodies have in full; None if it names none."""
    plain = re.sub(r"(?<=.)[(（][^()（）]*[)）]", "", re.sub(r"\s+", "", text))
    plain = re.sub(r"[()（）《》“”\"|:·\-—_]+", "", plain).removeprefix("中共")
    plain = _STREET_SHORT.sub("街道办事处", _SPAM.sub("", _VERTICAL.sub("", plain)))
    if _OURSELVES.search(plain):
        return None
    province = next((p for p in provinces() if plain.startswith(p)), None)
    rest = plain[len(province or "") :]
    city, rest = _city(rest)
    rest = _RANKED_ZONE.sub("", rest) if city is None else rest
    county = _county(rest, city)
    if county and county.endswith("市") and city is None and _county(rest[len(county) :], county):
        city, rest = county, rest[len(county) :]
        county = _county(rest, city)
    rest = _OVER_STREET.sub("", rest[len(county or "") :])
    town = _town(rest)
    rest = rest[len(town or "") :]
    ranked = None if province or city or county or town else _RANK.match(rest)
    rank = ranked[0] if ranked else None
    if city and not province:
        province = province_by_city().get(city)
    return _completed(Body(province, city, county, town, rank, rest[1:] if rank else rest))


_RANK = re.compile(r"(?:省|市(?!场|府)|县(?!域)|区(?!域)|旗(?!舰)|镇|乡(?!村))(?=..)")
_RANKED_ZONE = re.compile(
    r"^[省市县区](?=[\u4e00-\u9fff]{2,8}(?:开发区|高新区|经开区|经济区|园区|新区)(?:$|管委会|管理委员会))"
)
_OVER_STREET = re.compile(r"^人民政府(?=[\u4e00-\u9fff]{1,9}街道)")
_OF_A_TOWN = re.compile(r"[镇乡](?![村镇])|街道")
_COMMON = ("城区", "郊区", "矿区")
"""Districts whose names are common words: counted only after their city, or before an organ."""
_OF_A_DISTRICT = re.compile(
    rf"(?!管理|建设|改造|规划|街道|{_HAN}{{0,3}}城管)(?:人民政府|政府|{_HAN}{{2,12}}(?:局|委员会)$)"
)


_SPAM = re.compile(
    r"^[\u4e00-\u9fffA-Za-z0-9]{2,14}?(?:官网|娱乐城?|娱乐场|网址|赌场|博彩|网投|彩票)(?=.{4})"
)
_STREET_SHORT = re.compile(r"(?:街办|(?<=街道)办)$")
_TROOPS = re.compile(r"(?:新疆生产建设)?兵团(?=第)")
_ZONE_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,16}?(?:新区|开发区|高新区|经开区|经济区|实验区|试验区|示范区|保税区|产业园区|工业园区|物流区)(?=$|管委会|管理委员会|党工委|[\u4e00-\u9fff]{2,14}局$)"
)
_PREFECTURE_SHORT = re.compile(r"[\u4e00-\u9fff]{2,4}州(?=[\u4e00-\u9fff])")


def _city(text: str) -> tuple[str | None, str]:
    """The prefecture at the start of a text, in full (恩施州 → 恩施土家族苗族自治州), and the rest."""
    city = next((text[:n] for n in range(12, 2, -1) if text[:n] in province_by_city()), None)
    short = None if city else _PREFECTURE_SHORT.match(text)
    if short:
        stem = short[0][:-1]
        full = [c for c in province_by_city() if c.startswith(stem) and c.endswith("自治州")]
        return (full[0], text[short.end() :]) if len(full) == 1 else (None, text)
    return city, _TROOPS.sub("", text[len(city or "") :], count=1)


def _county(text: str, city: str | None = None) -> str | None:
    """The county at the start of a text: one of the list, or what ends as counties do."""
    for n in range(min(len(text), 15), 1, -1):
        name = text[:n]
        if (
            name[-1] in "县区市旗"
            and not _OF_A_TOWN.match(text, n)
            and any(d.level == "county" for d in named(name))
        ):
            return name if city or name not in _COMMON or _OF_A_DISTRICT.match(text, n) else None
    match = _COUNTY.match(text) or _ZONE_NAME.match(text)
    return match[0] if match and not _NO_COUNTY.search(match[0]) else None


def _town(text: str) -> str | None:
    match = _TOWN.match(text)
    return match[0] if match and not _NO_TOWN.search(match[0]) else None


def _completed(body: Body) -> Body | None:
    """Endings in full: 镇 → 镇人民政府, 街道 → 街道办事处; None for what no public body is called."""
    office = re.sub(r"^(?:党委|党工委|政府办事处|委[省市县区]政府)(?=.)", "", body.office)
    office = re.sub(r"^政府", "人民政府", office).replace("管理委员会", "管委会")
    office = _OF_A_SCHOOL.sub("", re.sub(r"^行署", "行政公署", office))
    if body.town:
        full = _town_office(office, body.town.endswith("街道"))
    elif body.place or body.rank:
        full = _government_office(office, body)
        full = _department(office) if full is None else full
    else:
        full = None if _OFFICE.search(office) else _department(office)
    return None if full is None else replace(body, office=full)


_OF_A_SCHOOL = re.compile(r"(?:(?<=大学)|(?<=学院)|(?<=学校))(?:学校|党政|党委|校长|院长)?办公室$")
_TOWN_GOVERNMENT = re.compile(
    r"|办|街道办|党工委|党委|人民政府|(?:办事处|人民政府)?(?:党政)?(?:综合)?办(?:公室)?|办事处.*", re.S
)


def _town_office(office: str, street: bool) -> str | None:
    if _TOWN_GOVERNMENT.fullmatch(office):
        return "办事处" if street else "人民政府"
    return _department(office)


def _government_office(office: str, body: Body) -> str | None:
    """The government of a place, its general office, or the board of a zone (a zone alone has no ending)."""
    if body.place and office in ("", *_GOVERNMENTS):
        return "" if body.is_zone else office or _government_of(body)
    if body.place and re.fullmatch(r"管委会(?:办公室|办)?", office):
        return office
    if office.startswith(_GOVERNMENTS) and _OFFICE.search(office):
        return re.sub(r"办$", "办公室", office)
    return None


def _government_of(body: Body) -> str:
    """行政公署 for a prefecture that is no city, 人民政府 for any other place."""
    return "行政公署" if not body.county and (body.city or "").endswith(("地区", "盟")) else "人民政府"


def _department(office: str) -> str | None:
    return office if len(office) > 1 and _DEPARTMENT.fullmatch(office) else None


def with_printed_places(body: Body, text: str) -> Body:
    """Add the county of a town and the city of a district where the text prints them before the name.

    ``text`` : reading of the document. Nothing is added that is not printed.
    """
    if body.is_central or body.office.endswith("海关"):
        return body
    if body.rank and not body.place:
        body = _with_rank_named(body, body.rank, text)
    if body.county is None and (body.town or (body.office and not body.place)):
        body = _with_prefix(body, text, body.town or body.office.replace("委员会", "委"))
    under_a_city = not body.is_zone and body.province not in MUNICIPALITIES
    if body.city is None and body.county and under_a_city:
        body = _with_prefix(body, text, body.county)
    if body.city is None and body.county and under_a_city:
        body = _with_city(body, _only(_cities_governing(text)))
    if body.province is None and body.place is not None:
        body = replace(body, province=_only(_printed_provinces(text)))
    return body


def _with_rank_named(body: Body, rank: str, text: str) -> Body:
    """The only 县, 区, 市 or 省 that the text names for a body that calls itself 县…局."""
    found = _only(_printed_provinces(text) if rank == "省" else _names_ending(text, rank))
    if found is None:
        return body
    if rank == "省":
        return replace(body, province=found, rank=None)
    if found in province_by_city():
        return replace(body, city=found, province=province_by_city()[found], rank=None)
    return replace(body, county=found, rank=None) if rank in "县区市旗" else body


def _with_city(body: Body, city: str | None) -> Body:
    if city is None or city == body.county:
        return body
    return replace(body, city=city, province=body.province or province_by_city().get(city))


def _with_prefix(body: Body, text: str, core: str) -> Body:
    """Places printed right before ``core``, the ones met most often."""
    found: Counter[Body] = Counter()
    for match in re.finditer(re.escape(core), text):
        before = _STOP.split(_HAN_END.search(text[max(match.start() - 16, 0) : match.start()])[0])[-1]  # type: ignore[index]
        prefix = parse_body(before) if before else None
        if (
            prefix is not None
            and prefix.town is None
            and prefix.rank is None
            and prefix.place
            and prefix.office in ("人民政府", "")
        ):
            found[prefix] += 1
    if not found:
        return body
    best = max(found.items(), key=lambda item: (item[1], len(item[0].name)))[0]
    county = body.county or best.county
    city = (
        body.city
        or best.city
        or (
            best.county
            if body.county and best.county != body.county and (best.county or "").endswith("市")
            else None
        )
    )
    return replace(body, province=body.province or best.province, city=city, county=county)


_STOP = re.compile(
    r"[请与向由在的对为是各到至将或及据有其该此]|按照?|年度?|自(?!贡|流井|然|治)|从(?![化江])|于(?![都洪田潜])|和(?![平县林田静政硕顺布龙]|规划|改革|城|信息化|社会保障|旅游|农村|科[学技]|体育|卫生|林业|商务)"
    r"|本(?!溪)|报告|内容|包括|公布|公开|发布|编制|联系|依托|通过|登录|访问|围绕|结合|制定|印发|关于|地址|来源|机构|单位|作者|严格|认真|落实|关注"
)


def _names_ending(text: str, rank: str) -> set[str]:
    """Names of places with this ending that the text prints before one of their organs."""
    places = [m.end() for m in re.finditer(rf"{rank}(?=人民政府|政府|教|委|{_HAN}{{1,12}}局)", text)]
    runs = [_STOP.split(_HAN_END.search(text[max(p - 16, 0) : p])[0])[-1] for p in places]  # type: ignore[index]
    return {name for name in runs if 3 <= len(name) <= 6 and not re.search(r"[省市县区全各我]", name[:-1])}


_HAN_END = re.compile(rf"{_HAN}*$")
_CITY_ORGAN = re.compile(r"(?:市|自治州|盟|地区)(?=人民政府|政府|政务公开|委办|委、)")


def _cities_governing(text: str) -> set[str]:
    """Prefecture-level cities that the text names as a government or its organ."""
    ends = [m.end() for m in _CITY_ORGAN.finditer(text)]
    named_ = (_longest_name(text[max(e - 15, 0) : e]) for e in ends)
    return {city for city in named_ if city in province_by_city()}


def _longest_name(text: str) -> str | None:
    """The longest name of a division at the end of a text: 峨眉山市, not 眉山市."""
    return next((text[-n:] for n in range(min(len(text), 15), 2, -1) if named(text[-n:])), None)


def _printed_provinces(text: str) -> set[str]:
    return set(_provinces().findall(text))


@cache
def _provinces() -> re.Pattern[str]:
    """Any province; no name of one is part of another's."""
    return re.compile("|".join(provinces()))


def _only(names: set[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None
