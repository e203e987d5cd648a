"""Make the page of claims from ``audit/tidy/claims.toml``.

python docs/build_claims.py            write docs/claims.md
python docs/build_claims.py --check    change nothing; exit 1 if the page is stale
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "claims.md"
HEAD = """# Claims: what the prose of a report says in figures

Made from `audit/tidy/claims.toml` by `docs/build_claims.py`. A row of the `claims` frame is one figure or one statement of none
or of all. Read `measure`, `kind`, `scope`, `channel` and `year` together: the measure names the indicator, whatever it says.

* A count that a rule may lay beside a table cell has `kind` count or nil, `scope` own (or the scope of the report), `year` the
  year of the report, and is not `approximate`.
* `part_of` of a part is the claim_id of its total, of a share or a growth the figure that it describes, of a statement of all the
  figure that it speaks of. `group_id` joins total and parts; `exhaustive` is true if the parts are meant to add up, false if not,
  missing if that cannot be told. Parts that are totals of their own (292(197+95)) have parts in turn.
* A breakdown by level has parts of scope own, departments, towns under a total of scope aggregate.
* `unit` is as printed (件, 条, %, 万元); scale words of counts are worked in (1.2万件 is 12000 件), those of money are not.

本页由 `audit/tidy/claims.toml` 生成。正文中每个数字、每处“无”“均已”的表述为一行；指标、类型、口径、渠道、年度须结合使用。
"""


def page() -> str:
    """The whole page."""
    data = tomllib.loads((ROOT / "audit" / "tidy" / "claims.toml").read_text("utf-8"))
    parts = [HEAD]
    for title, name in (
        ("Kinds · 类型", "kinds"),
        ("Scopes · 口径", "scopes"),
        ("Channels · 渠道", "channels"),
    ):
        parts.append(_table(title, ("value", "中文", "meaning"), data[name]))
    parts.append(_table("Measures · 指标", ("measure", "中文", "meaning", "cells"), data["measures"]))
    return "\n".join(parts)


def _table(title: str, head: tuple[str, ...], rows: dict[str, dict[str, str]]) -> str:
    lines = [f"## {title}", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for name, row in rows.items():
        cells = [f"`{name}`", row["zh"], row["en"].replace("*_", "\\*_"), row.get("cells", "")]
        lines.append(f"| {' | '.join(cells[: len(head)])} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or only compare."""
    fresh = page()
    if "--check" in sys.argv[1:]:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != fresh)
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
