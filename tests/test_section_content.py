"""What section five must say: a remedy counts only outside what the text calls wanting."""

from __future__ import annotations

import pytest

from audit.rules.section_content import _gives_remedy


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("公开内容不够丰富，下一步将加强培训。", True),
        ("公开内容有待进一步完善，今后改进。", True),
        ("加强培训；公开内容有待完善。", True),
        ("公开内容有待进一步完善。", False),
        ("制度不健全，培训仍需加强，标准化规范化水平不高。", False),
        ("内容单一。", False),
    ],
)
def test_a_remedy_stands_outside_what_is_wanting(text: str, given: bool) -> None:
    assert _gives_remedy(text) is given
