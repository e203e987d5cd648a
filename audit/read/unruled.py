"""Tables without rules, by where their print stands: figures below each other are columns, the words left of them labels.

Nothing is taken for a table but rows of figures that line up. A label that runs over lines belongs to the row whose figures are
nearest; what does not fit stays apart, so that the row is unreadable rather than wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from audit.read.leaf import NEAR, Box, Char, around, rows_of, segments_of
from audit.read.ruled import level_rules

APART = 0.7
"""Characters of white space that part two cells of a row."""
LEAST_ROWS = 2
"""Rows of figures that make a table; one is enough if it has MANY figures."""
MANY = 5
MOST_HEADS = 8
"""Lines of a header above its rows of figures."""
LEAST_NAMES = 2
"""Columns with names of several lines, where there are any."""
PITCH = 1.8
"""Sizes of print by which the lines of one label are apart at most."""
WIDER = 1.2
"""How many times the space between lines of one cell is that between rows, where it tells rows apart."""
LINE = 0.9
"""Sizes of print that two rows are apart at least."""
LONG = 5
"""Digits of a line of a figure that may have been too long for its column though another has one more."""
LEAST_DIGITS = 3
"""Digits in a line of a figure that its narrow column broke."""
_FIGURE = re.compile(r"[-−+]?[\d０-９][\d０-９.,，．]*(?:万?元|件|项|条|个)?(?:[(（].{1,20}[)）])?|[-—–/－]+")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,2}[、.．]")
_REST = re.compile(r"[\d０-９.,，．]+")

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of print in a row; a figure may go on below it, and is then ``whole`` if nothing else can be meant.

    ``partial``: it stands half a line off the figures of its row, as a part of a figure does of which the other is not seen.
    ``several``: it is the figures of several columns without a space between them.
    """

    chars: tuple[Char, ...]
    whole: bool = False
    partial: bool = False
    several: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(c.text for c in self.chars)

    @property
    def box(self) -> Box:
        """Where it stands."""
        return around([c.box for c in self.chars])

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure or a mark for none."""
        return _FIGURE.fullmatch(self.text) is not None


@dataclass(slots=True)
class Body:
    """One row of figures with the words of its label and of the groups left of it; ``middle`` is its height."""

    middle: float
    figures: list[Words]
    label: list[Words] = field(default_factory=list)
    groups: list[Words] = field(default_factory=list)


@dataclass(slots=True)
class OpenTable:
    """A table by position: rows of header words, rows of figures, and the columns of figures from left to right."""

    heads: list[list[Words]]
    rows: list[Body]
    columns: list[Interval]

    @property
    def box(self) -> Box:
        """All that it takes up."""
        words = [w for head in self.heads for w in head]
        words += [w for row in self.rows for w in (*row.figures, *row.label, *row.groups)]
        return around([w.box for w in words])

    def chars(self) -> Iterator[Char]:
        """All its characters."""
        for words in [*self.heads, *([*r.figures, *r.label, *r.groups] for r in self.rows)]:
            for word in words:
                yield from word.chars

    def span(self, words: Words) -> tuple[int, int]:
        """First and last column (from 0, exclusive) that words stand over; (0, 0) left of all.

        Words that are wider than their column reach over the edge of the next one, not over the middle of its figures.
        """
        left, _, right, _ = words.box
        reach = self._reach()
        near = [i for i, (a, b) in enumerate(reach) if left < b and a < right]
        if not near:
            return 0, 0
        over = [i for i in near if left < sum(self.columns[i]) / 2 < right]
        over = over or [max(near, key=lambda i: min(right, reach[i][1]) - max(left, reach[i][0]))]
        return over[0], over[-1] + 1

    def over(self, words: Words) -> tuple[int, int]:
        """First and last column (exclusive) in which print stands that is several figures."""
        found = _overlapped(self.columns, words)
        return found[0], found[-1] + 1

    def _reach(self) -> list[Interval]:
        """The columns, widened to the middle of the space between them."""
        edges = [(a[1] + b[0]) / 2 for a, b in zip(self.columns, self.columns[1:], strict=False)]
        starts, ends = [self.columns[0][0], *edges], [*edges, self.columns[-1][1]]
        return list(zip(starts, ends, strict=True))


def open_tables(chars: Sequence[Char], rules: Sequence[Box] = ()) -> list[OpenTable]:
    """The tables that print outside ruled tables forms, from top to bottom; ``rules``: those of the page."""
    rows = _levelled([[Words(tuple(s)) for s in segments_of(row, APART)] for row in rows_of(chars)])
    found: list[OpenTable] = []
    pending: list[list[Words]] = []
    block: list[tuple[list[Words], list[list[Words]]]] = []
    for row in (r for r in rows if r):
        if rest := _rest_of_figures(row, block):
            block[-1] = (_gone_on(block[-1][0], rest), block[-1][1])
            pending += [words] if (words := [w for w in row if w not in rest]) else []
        elif any(w.is_figure for w in row) and _starts_with_figures(row):
            block.append((row, pending))
            pending = []
        else:
            if block and (_is_prose(row) or not _left_of_figures(row, block)):
                found += _table(block, pending, rules, first=not found)
                block, pending = [], []
            pending.append(row)
    found += _table(block, pending, rules, first=not found)
    return found


def _levelled(rows: Sequence[list[Words]]) -> list[list[Words]]:
    """Rows of print, those of figures that are less than a line apart made one.

    A figure that its narrow column broke stands half a line above and below the others of its row, where these are centred.
    """
    made: list[list[Words]] = []
    near: list[list[Words]] = []
    for row in rows:
        if near and (not _has_figures(row) or not _overlap_level(near[-1], row)):
            made += _one_row(near)
            near = []
        if _has_figures(row):
            near.append(row)
        else:
            made.append(row)
    return made + _one_row(near)


def _has_figures(row: Sequence[Words]) -> bool:
    return any(w.is_figure for w in row)


def _overlap_level(above: Sequence[Words], below: Sequence[Words]) -> bool:
    """Whether two rows are closer than print below print can be."""
    return below[0].middle - above[0].middle < LINE * min(above[0].chars[0].size, below[0].chars[0].size)


def _one_row(near: Sequence[list[Words]]) -> list[list[Words]]:
    """Rows of figures on nearly one height as the row with most of them, and rows of what words the others have."""
    if len(near) < 2:
        return list(near)
    most = max(range(len(near)), key=lambda i: sum(w.is_figure for w in near[i]))
    main = 1 if len(near) == len(("first lines", "whole figures", "last lines")) else most
    figures: list[Words] = []
    for row in near:
        figures += [replace(w, partial=row is not near[main]) for w in row if w.is_figure]
    figures = _lines_joined(sorted(figures, key=lambda w: w.box[0]))
    rest = [[w for w in row if not w.is_figure] for row in near]
    rest[main] = sorted([*rest[main], *figures], key=lambda w: w.box[0])
    return [row for row in rest if row]


def _lines_joined(figures: Sequence[Words]) -> list[Words]:
    """Figures from left to right, those below each other as the lines of one."""
    made: list[Words] = []
    for words in figures:
        if made and words.box[0] < made[-1].box[2]:
            chars = (*made[-1].chars, *words.chars)
            made[-1] = Words(tuple(sorted(chars, key=lambda c: (round(c.middle), c.box[0]))))
        else:
            made.append(words)
    return made


def _starts_with_figures(row: Sequence[Words]) -> bool:
    """Whether the row is words and then figures to its end."""
    first = next(i for i, w in enumerate(row) if w.is_figure)
    return all(w.is_figure for w in row[first:])


def _rest_of_figures(
    row: Sequence[Words], block: Sequence[tuple[list[Words], list[list[Words]]]]
) -> list[Words]:
    """The figures of a row if each is the end of one that its narrow column broke in the row of figures above.

    Those above are as long as any in their row, and some have nothing below them.
    """
    rest = [w for w in row if w.is_figure]
    above = [w for w in block[-1][0] if w.is_figure] if block and rest and _starts_with_figures(row) else []
    over = [next((a for a in above if _is_under(w, a)), None) for w in rest]
    if not rest or len(rest) >= len(above) or None in over:
        return []
    shortest = min(_last_line(w) for w in over if w is not None)
    longest = max(_last_line(w) for w in above)
    least = LEAST_DIGITS if len(row) > len(rest) else 1
    full = shortest == longest or LONG <= shortest == longest - 1  # not all digits are of one width
    return rest if full and longest >= least else []


def _last_line(words: Words) -> int:
    """How many characters the last line of a figure has."""
    last = words.chars[-1]
    return sum(abs(c.middle - last.middle) < 0.3 * last.size for c in words.chars)


def _is_under(rest: Words, figure: Words) -> bool:
    """Whether print is the next line of a figure: of its kind, no longer, and begun, ended or centred with it."""
    last = figure.chars[-1]
    near = rest.middle - last.middle < PITCH * last.size
    kind = _REST.fullmatch(rest.text) is not None and _REST.fullmatch(figure.text) is not None
    (a, _, b, _), (c, _, d, _) = rest.box, figure.box
    close = min(abs(a - c), abs(b - d), abs(a + b - c - d) / 2) < 0.25 * last.size
    return near and kind and close and len(rest.chars) <= _last_line(figure)


def _gone_on(row: Sequence[Words], rest: Sequence[Words]) -> list[Words]:
    """A row of figures with the ends of those that were broken."""
    ends = {next(i for i, w in enumerate(row) if w.is_figure and _is_under(end, w)): end for end in rest}
    return [replace(w, chars=w.chars + ends[i].chars) if i in ends else w for i, w in enumerate(row)]


def _left_of_figures(row: Sequence[Words], block: Sequence[tuple[list[Words], list[list[Words]]]]) -> bool:
    """Whether words stand where the labels of a run of rows do, so that they may be a part of one."""
    edge = min(w.box[0] for figures, _ in block for w in figures if w.is_figure)
    return all(w.box[2] <= edge for w in row)


def _is_prose(row: Sequence[Words]) -> bool:
    return len(row) == 1 and (len(row[0].text) > 45 or row[0].text.endswith(("。", "；")))


def _table(
    block: Sequence[tuple[list[Words], list[list[Words]]]],
    after: list[list[Words]],
    rules: Sequence[Box],
    *,
    first: bool,
) -> list[OpenTable]:
    """The table of a run of rows of figures, each with the rows of words before it; none if they do not line up.

    ``first``: no other stands before it on the page, so that it may begin with what is left of a row of the page before.
    """
    if not block:
        return []
    bodies = [_body(row) for row, _ in block]
    most = max(len(b.figures) for b in bodies)
    headed = any(len(row) > 1 for row in block[0][1][-1:])
    if most < 2 or (len(block) < LEAST_ROWS and most < MANY and not headed):
        return []
    columns = _columns([w for b in bodies for w in b.figures])
    if _share_columns(bodies, columns):
        _tell_run_together(bodies)
        columns = _columns([w for b in bodies for w in b.figures if not w.several])
    edge = columns[0][0] if columns else 0.0
    if any(w.box[2] > edge for b in bodies for w in (*b.label, *b.groups)):
        return []
    if not columns or _share_columns(bodies, columns):
        return []
    bands = _bands(bodies, level_rules(rules))
    if bands and not any(w.box[2] > edge and w.middle > bands[0][0] for row in block[0][1] for w in row):
        beside = [w for _, before in block for row in before for w in row]
        beside += [w for row in after for w in row if w.box[2] <= edge]
        _fill_bands(bodies, bands, beside)
        over = [row for row in block[0][1] if row[0].middle < bands[0][0]]
        _make_whole(bodies)
        heads = _heads(over, len(over), edge, bodies[0].figures[0].chars[0].size)
        return [_headed(heads, bodies, columns)]
    heads, above = _parted(block[0][1], bodies[0], edge)
    inner = [w for _, before in block[1:] for row in before for w in row]
    below = [w for row in after for w in row if w.box[2] <= edge]
    _make_whole(bodies)
    if _hang(bodies, above, [*inner, *below]):
        bodies = [*(_left_over(block[0][1], bodies[0], edge) if first else []), *bodies]
    else:
        for words in above + inner + _tail(bodies, after):
            _place(words, bodies, edge)
        for body in bodies:
            _sort_out(body)
    return [_headed(heads, bodies, columns)]


def _headed(heads: list[list[Words]], bodies: list[Body], columns: list[Interval]) -> OpenTable:
    columns = _with_blank_columns(heads, columns)
    return OpenTable(whole_names(heads, columns), bodies, columns)


def whole_names(heads: Sequence[list[Words]], columns: list[Interval]) -> list[list[Words]]:
    """The lines of a header, with the name of every column in one row and its lines put together.

    These are closer than what stands in two cells one over the other, and so in two columns at least. Left as it is where
    a column has no name of its own.
    """
    table = OpenTable([], [], columns)
    over: dict[int, list[Words]] = {}
    for words in (w for head in heads for w in head):
        first, end = table.span(words)
        if end - first == 1:
            over.setdefault(first, []).append(words)
    if len(over) < len(columns) or len(heads) < LEAST_NAMES:
        return list(heads)
    near = _line_step(over.values())
    names = [_last_name(lines, near) for _, lines in sorted(over.items())]
    taken = {id(w) for lines in names for w in lines}
    counts = [sum(id(w) in taken for w in head) for head in heads]
    if sum(count > 0 for count in counts) < LEAST_NAMES:
        return list(heads)
    home = counts.index(max(counts))
    rest = [[w for w in head if id(w) not in taken] for head in heads]
    rest[home] += [Words(tuple(c for w in lines for c in w.chars)) for lines in names]
    return [row for row in rest if row]


def _line_step(over: Collection[Sequence[Words]]) -> float:
    """How far apart the lines of one name are at most; 0 where names have one line."""
    steps = [[b.middle - a.middle for a, b in pairwise(lines)] for lines in over]
    size = next((lines[-1].chars[0].size for lines in over), 0.0)
    near = min(WIDER * min((s for found in steps for s in found if s > NEAR), default=0.0), PITCH * size)
    return near if sum(any(NEAR < s < near for s in found) for found in steps) >= LEAST_NAMES else 0.0


def _last_name(lines: Sequence[Words], near: float) -> list[Words]:
    """The lines at the end that are close."""
    found = [lines[-1]]
    for above in reversed(lines[:-1]):
        if found[0].middle - above.middle >= near:
            break
        found.insert(0, above)
    return found


def _share_columns(bodies: Sequence[Body], columns: Sequence[Interval]) -> bool:
    """Whether figures of one row stand in one column, or one that is several in none that is known."""
    for body in bodies:
        own = [_at(columns, w) for w in body.figures if not w.several]
        over = [i for w in body.figures if w.several for i in _overlapped(columns, w)]
        if len({*own, *over}) < len(own) + len(over):
            return True
    return False


def _overlapped(columns: Sequence[Interval], words: Words) -> list[int]:
    return [i for i, (a, b) in enumerate(columns) if words.box[0] < b and a < words.box[2]]


def _tell_run_together(bodies: Sequence[Body]) -> None:
    """Tell figures that are several without a space between them: most of the fullest rows have two or more in their place."""
    most = max(len(b.figures) for b in bodies)
    full = [[(w.box[0], w.box[2]) for w in b.figures] for b in bodies if len(b.figures) == most]
    for body in bodies:
        body.figures = [
            replace(w, several=2 * sum(len(_overlapped(row, w)) > 1 for row in full) > len(full))
            for w in body.figures
        ]


def _left_over(rows: Sequence[list[Words]], body: Body, edge: float) -> list[Body]:
    """A row without figures: the end of a label that the page before cut, if nothing else stands above the first row."""
    words = [w for row in rows for w in row]
    size = body.figures[0].chars[0].size
    if not words or any(w.box[2] > edge or not _beside(w, body.label[0], size) for w in words):
        return []
    steps = [b.middle - a.middle for a, b in pairwise(words)]
    near = body.middle - words[-1].middle < 2 * PITCH * size
    return [Body(words[0].middle, [], words)] if near and all(step < PITCH * size for step in steps) else []


def _make_whole(bodies: Sequence[Body]) -> None:
    """Tell figures that their column broke, where rows are further apart than the lines of these figures.

    Only where several are broken after the same number of digits, and none in the table has more in one line.
    """
    figures = [w for b in bodies for w in b.figures]
    broken = [w for w in figures if w.box[3] - w.box[1] > PITCH * w.chars[0].size / 1.2]
    steps = [b.middle - a.middle for w in broken for a, b in pairwise(w.chars) if b.middle - a.middle > NEAR]
    rows = [b.middle - a.middle for a, b in pairwise(bodies)]
    first = {_first_line(w) for w in broken}
    longest = max(map(_first_line, figures))
    if len(broken) > 1 and first == {longest} and rows and min(rows) > WIDER * max(steps):
        for body in bodies:
            body.figures = [replace(w, whole=w in broken) for w in body.figures]


def _first_line(words: Words) -> int:
    first = words.chars[0]
    return sum(abs(c.middle - first.middle) < 0.3 * first.size for c in words.chars)


def _hang(bodies: Sequence[Body], above: Sequence[Words], words: Sequence[Words]) -> bool:
    """Give words to the row they hang below, if that is how cells are filled: figures beside the first line of their label.

    Shown by rows that are further apart than lines; or, where all lines are evenly apart, by labels that cannot lie
    evenly above and below their figures. False if neither is the case, with nothing done.
    """
    size = bodies[0].figures[0].chars[0].size
    if not all(_level(b.label[-1:], b, size) for b in bodies):
        return False
    hung = _hung(bodies, words, size)
    steps = [s for b, below in zip(bodies, hung, strict=True) for s in _steps(b, below)]
    if not steps or max(steps) > 1.15 * min(steps) or max(steps) > PITCH * size:
        return False
    ends = [(below or b.label)[-1].middle for b, below in zip(bodies, hung, strict=True)]
    gaps = [b.middle - end for b, end in zip(bodies[1:], ends, strict=False)]
    gaps += [bodies[0].middle - above[-1].middle] if above else []
    apart = all(gap > WIDER * max(steps) for gap in gaps)
    if not apart and (above or _could_be_centred([len(below) for below in hung])):
        return False
    for body, below in zip(bodies, hung, strict=True):
        body.label += below
    taken = {id(w) for below in hung for w in below}
    last = ends[-1]
    for other in (w for w in words if id(w) not in taken and w.middle < last + size):
        max(
            (b for b in bodies if b.middle < other.middle), key=lambda b: b.middle, default=bodies[0]
        ).groups.append(other)
    return True


def _hung(bodies: Sequence[Body], words: Sequence[Words], size: float) -> list[list[Words]]:
    """For each row the lines below its label that go on with it, up to the next row."""
    found: list[list[Words]] = []
    ends = [*(b.middle for b in bodies[1:]), float("inf")]
    for body, end in zip(bodies, ends, strict=True):
        lines: list[Words] = []
        last = body.label[-1]
        between = (w for w in words if body.middle + 0.3 * size < w.middle < end - 0.3 * size)
        for line in sorted(between, key=lambda w: w.middle):
            if _beside(line, last, 0.5 * size) and line.middle - last.middle < PITCH * size:
                lines.append(line)
                last = line
        found.append(lines)
    return found


def _steps(body: Body, below: Sequence[Words]) -> list[float]:
    """The distances between the lines of a label."""
    heights = [body.label[-1].middle, *(w.middle for w in below)]
    return [b - a for a, b in pairwise(heights)]


def _could_be_centred(below: Sequence[int]) -> bool:
    """Whether labels could lie evenly around their figures, from how many lines follow each row; none is above the first."""
    half = 0
    for count in below[:-1]:
        half = count - half
        if half < 0:
            return False
    return half == below[-1]


def _parted(rows: Sequence[list[Words]], first: Body, edge: float) -> tuple[list[list[Words]], list[Words]]:
    """What stands above the first row of figures: rows of the header, and the first lines of that row's own label."""
    size = first.figures[0].chars[0].size
    at = len(rows)
    while at and _may_begin(rows[at - 1], first, edge, size):
        at -= 1
    return _heads(rows, at, edge, size), [w for row in rows[at:] for w in row]


def _heads(rows: Sequence[list[Words]], at: int, edge: float, size: float) -> list[list[Words]]:
    """The rows of the header that ends before row ``at``."""
    if (
        at > 1
        and _is_title(rows[at - 1], edge, size)
        and _names_over_title(rows[at - 2], rows[at - 1], edge, size)
    ):
        at -= 1
    top = at
    while top > max(0, at - MOST_HEADS) and not _is_title(rows[top - 1], edge, size):
        top -= 1
    return [h for h in rows[top:at] if len(h) > 1 or h[0].box[2] > edge]


def _names_over_title(row: Sequence[Words], title: Sequence[Words], edge: float, size: float) -> bool:
    """Whether a title is that of a part of the table: right over it stands the corner of a header and names of columns."""
    near = title[0].middle - row[0].middle < 2 * PITCH * size
    return near and len(row) > 1 and row[0].box[2] <= edge < row[-1].box[2] and title[0].box[2] <= edge


def _bands(bodies: Sequence[Body], levels: Sequence[Box]) -> list[Interval]:
    """Between which level rules each row of figures stands; empty unless rules part every row from the next.

    The last one may have none below it, as where a page ends.
    """
    found: list[Interval] = []
    for body in bodies:
        left, right = body.figures[0].box[0], body.figures[-1].box[2]
        heights = [(r[1] + r[3]) / 2 for r in levels if r[0] < right and r[2] > left]
        above = max((y for y in heights if y < body.middle), default=None)
        below = min((y for y in heights if y > body.middle), default=None)
        cut = body is bodies[-1] and len(bodies) > 1
        if above is None or (below is None and not cut) or (found and above < found[-1][1] - NEAR):
            return []
        found.append((above, float("inf") if below is None else below))
    return found


def _down_to_gap(words: Sequence[Words], body: Body) -> list[Words]:
    """The words beside and below a row down to the first space that is wider than between the lines of a label."""
    size = body.figures[0].chars[0].size
    found: list[Words] = []
    last = body.middle
    for word in sorted(words, key=lambda w: w.middle):
        if word.middle - last > PITCH * size:
            break
        found.append(word)
        last = max(last, word.middle)
    return found


def _fill_bands(bodies: Sequence[Body], bands: Sequence[Interval], words: Sequence[Words]) -> None:
    """Give each row the words between its rules: those furthest to the right, one below the other, are its label."""
    for body, (top, bottom) in zip(bodies, bands, strict=True):
        inside = [w for w in words if top < w.middle < bottom]
        if bottom == float("inf"):
            inside = _down_to_gap(inside, body)
        mine = inside + body.label + body.groups
        mine.sort(key=lambda w: -w.box[0])
        body.label, body.groups = [], []
        left = float("inf")
        for word in mine:
            own = not body.label or word.box[2] > left
            (body.label if own and not body.groups else body.groups).append(word)
            left = min(left, word.box[0]) if own else left


def _is_title(row: Sequence[Words], edge: float, size: float) -> bool:
    """Whether a line is a heading, or runs from the labels on over the figures: what is above it belongs to no table."""
    across = row[0].box[0] < edge - size and row[0].box[2] > edge + size
    return len(row) == 1 and (across or _SECTION.match(row[0].text) is not None)


def _may_begin(row: Sequence[Words], first: Body, edge: float, size: float) -> bool:
    near = first.middle - row[0].middle < (2.4 if not first.label else 1.7) * size
    return near and all(w.box[2] <= edge for w in row)


def _body(row: Sequence[Words]) -> Body:
    first = next(i for i, w in enumerate(row) if w.is_figure)
    figures = list(row[first:])
    level = next((w for w in figures if w.box[3] - w.box[1] < LINE * 2 * w.chars[0].size), figures[0])
    return Body(
        level.chars[0].middle,
        figures,
        list(row[max(0, first - 1) : first]),
        list(row[: max(0, first - 1)]),
    )


def _columns(figures: Sequence[Words]) -> list[Interval]:
    """Stretches of the page that figures take up, one below the other."""
    found: list[list[float]] = []
    for left, right in sorted((w.box[0], w.box[2]) for w in figures):
        if found and left < found[-1][1]:
            found[-1][1] = max(found[-1][1], right)
        else:
            found.append([left, right])
    return [(a, b) for a, b in found]


def _with_blank_columns(heads: Sequence[list[Words]], columns: list[Interval]) -> list[Interval]:
    """The columns with those that have no figure: of two names over one column, one stands over none of its figures."""
    table = OpenTable([], [], columns)
    blank: set[Interval] = set()
    for row in heads:
        over: dict[int, list[Words]] = {}
        for words in row:
            first, end = table.span(words)
            if end - first == 1:
                over.setdefault(first, []).append(words)
        for words_over in over.values():
            beside = [w for w in words_over if not _overlapped(columns, w)]
            if len(beside) < len(words_over):
                blank.update((w.box[0], w.box[2]) for w in beside)
    apart = not any(a[0] < b[1] and b[0] < a[1] for a in blank for b in blank if a != b)
    return sorted([*columns, *blank]) if blank and apart else columns


def _at(columns: Sequence[Interval], words: Words) -> int:
    return next(i for i, (a, b) in enumerate(columns) if a <= words.box[0] and words.box[2] <= b)


def _tail(bodies: Sequence[Body], after: Sequence[list[Words]]) -> list[Words]:
    """The words right below the last row that end its label."""
    last = bodies[-1]
    size = last.figures[0].chars[0].size
    edge = last.figures[0].box[0]
    near = (w for row in after[:3] for w in row)
    return [w for w in near if w.middle - last.middle < 2.4 * size and w.box[2] <= edge]


def _place(words: Words, bodies: Sequence[Body], edge: float) -> None:
    """Give words between rows to the label, or else the group, of the nearest row."""
    body = min(bodies, key=lambda b: abs(b.middle - words.middle))
    size = words.chars[0].size
    goes_on = any(_beside(words, w, size) and abs(words.middle - w.middle) < PITCH * size for w in body.label)
    fits = not body.label and words.box[2] <= edge
    (body.label if goes_on or fits else body.groups).append(words)


def _sort_out(body: Body) -> None:
    """Tell the label from the groups left of it, where the group stands on the line of the figures and the label around it.

    The lines of a label lie evenly above and below its figures, or begin or end with them; else it is none.
    """
    size = body.figures[0].chars[0].size
    own = max(body.label, key=lambda w: w.box[0], default=None)
    right = [w for w in body.groups if own is None or w.box[0] > own.box[0] + size]
    if len(right) >= 2 and all(_beside(w, right[0], size) for w in right) and _even(right, body, size):
        body.groups = [w for w in (*body.groups, *body.label) if w not in right]
        body.label = right
    elif not _even(body.label, body, size) and not _level(body.label, body, size):
        body.groups += body.label
        body.label = []


def _even(words: Sequence[Words], body: Body, size: float) -> bool:
    return bool(words) and abs(sum(w.middle for w in words) / len(words) - body.middle) < 0.45 * size


def _level(words: Sequence[Words], body: Body, size: float) -> bool:
    ends = [f(w.middle for w in words) for f in (min, max)] if words else []
    return any(abs(end - body.middle) < 0.3 * size for end in ends)


def _beside(words: Words, label: Words, size: float) -> bool:
    """Whether two lines may be of one cell: they begin or end together, or are centred on each other."""
    a, b = words.box, label.box
    return min(abs(a[0] - b[0]), abs(a[2] - b[2])) < size or abs((a[0] + a[2]) - (b[0] + b[2])) < 2 * size
