"""The bodies of 临砚县. Province, city, county, towns, streets, offices and addresses are all invented."""

from __future__ import annotations

from dataclasses import dataclass

PROVINCE, CITY, COUNTY = "岚川省", "砚州市", "临砚县"
HOST = "www.linyanxian.gov.cn"
AREA_CODE = "0740"  # an area code that is not assigned
YEARS = tuple(range(2016, 2026))
FORM_YEARS = tuple(range(2019, 2026))


@dataclass(frozen=True)
class Body:
    """A publishing body.

    ``key`` names its folder, ``we`` is how it calls itself in prose, ``whole`` what it counts over, ``office`` who
    compiles the report, ``kind`` one of county, office, department, town, street.
    """

    key: str
    name: str
    kind: str
    short: str
    we: str
    whole: str
    office: str
    address: str
    phone: str
    postcode: str
    index: str
    wechat: str


def _body(key, name, kind, short, we, whole, office, street, phone, postcode, index, wechat):
    return Body(
        key,
        name,
        kind,
        short,
        we,
        whole,
        office,
        f"{COUNTY}{street}",
        f"{AREA_CODE}-{phone}",
        postcode,
        index,
        wechat,
    )


BODIES = (
    _body("临砚县人民政府", "临砚县人民政府", "county", "临砚县", "我县", "全县", "临砚县人民政府办公室",
          "砚池大道1号", "6210018", "998200", "LY01", "临砚发布"),
    _body("临砚县人民政府办公室", "临砚县人民政府办公室", "office", "县政府办公室", "我办", "本机关", "县政府办公室信息公开股",
          "砚池大道1号行政中心", "6210026", "998200", "LY02", "临砚发布"),
    _body("临砚县教育局", "临砚县教育局", "department", "县教育局", "我局", "全局", "县教育局办公室",
          "学宫路26号", "6213307", "998200", "LY11", "临砚教育"),
    _body("临砚县民政局", "临砚县民政局", "department", "县民政局", "我局", "全局", "县民政局办公室",
          "安和巷9号", "6214415", "998200", "LY14", "临砚民政"),
    _body("临砚县交通运输局", "临砚县交通运输局", "department", "县交通运输局", "我局", "全局", "县交通运输局综合股",
          "驿路88号", "6216120", "998200", "LY17", "临砚交通"),
    _body("临砚县水利局", "临砚县水利局", "department", "县水利局", "我局", "全局", "县水利局办公室",
          "堰塘路15号", "6217733", "998200", "LY19", "临砚水利"),
    _body("临砚县市场监督管理局", "临砚县市场监督管理局", "department", "县市场监督管理局", "我局", "全局",
          "县市场监督管理局办公室", "秤砣街41号", "6219502", "998200", "LY22", "临砚市场监管"),
    _body("沙棠乡", "沙棠乡人民政府", "town", "沙棠乡", "我乡", "全乡", "沙棠乡人民政府党政办公室",
          "沙棠乡渡口村渡口街7号", "6331102", "998211", "LY41", "沙棠渡口"),
    _body("石篆镇", "石篆镇人民政府", "town", "石篆镇", "我镇", "全镇", "石篆镇党政办公室",
          "石篆镇篆溪路18号", "6332208", "998212", "LY42", "石篆党群连心"),
    _body("麦垄镇", "麦垄镇人民政府", "town", "麦垄镇", "我镇", "全镇", "麦垄镇人民政府党政综合办公室",
          "麦垄镇仓廪街3号", "6333316", "998213", "LY43", "麦香里"),
    _body("云篁镇", "云篁镇人民政府", "town", "云篁镇", "我镇", "全镇", "云篁镇人民政府党政办公室",
          "云篁镇竹海路52号", "6334427", "998214", "LY44", "云上篁里"),
    _body("望砚街道", "望砚街道办事处", "street", "望砚街道", "我街道", "全街道", "望砚街道党政办",
          "笔架路89号", "6225530", "998201", "LY51", "望砚家园"),
    _body("棠堤街道", "棠堤街道办事处", "street", "棠堤街道", "我街道", "全街道", "棠堤街道党政综合办",
          "棠堤路120号", "6226641", "998202", "LY52", "棠堤微事"),
    _body("苇滨街道", "苇滨街道办事处", "street", "苇滨街道", "我街道", "全街道", "苇滨街道综合办公室",
          "苇塘西路6号", "6227752", "998203", "LY53", "苇滨人家"),
)  # fmt: skip

BY_KEY = {b.key: b for b in BODIES}
GOVERNMENT = BODIES[0]
CHILDREN = BODIES[1:]


def full_name(body: Body) -> str:
    """The name with the county in front: ``临砚县石篆镇人民政府``."""
    return body.name if body.name.startswith(COUNTY) else COUNTY + body.name


def deadline(body: Body, year: int) -> tuple[int, int]:
    """(month, day) in the year after ``year`` by which the report is due (Regulation, art. 49; 31 March before)."""
    return (3, 31) if year <= 2018 or body.kind == "county" else (1, 31)
