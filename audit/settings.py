"""What an auditor may set, in one TOML file: rules switched off, severities, thresholds, words, local labels
and headings, renamed bodies.

    [rules.NIL-02]
    off = true

    [rules.OUT-01]
    severity = "low"
    ratio = 8

    [words]
    "basis.penalty" = ["综合行政执法"]

    [labels]
    "t3.denied_state_secret" = ["涉密信息"]

    [headings]
    problems = ["不足之处与努力方向"]

    [[renamed]]
    from = "临砚县农业局"
    to = "临砚县农业农村局"

``disclosure-audit rules --format toml`` prints every rule with what can be set. The manifest records what was.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace

import pandas as pd

from audit.errors import SettingsError
from audit.form import raw_form
from audit.form.labels import key, look_up
from audit.form.wording import Wording
from audit.frames import Frames
from audit.judge import Rule
from audit.judge.rule import Value
from audit.model import Severity
from audit.rules import catalogue
from audit.rules.vocabulary import word_lists
from audit.tidy.headings import RANKS
from audit.tidy.reading import read_as

TABLES = ("rules", "words", "labels", "headings", "renamed")
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set; empty is the house default.

    off : ids of rules that do not run. severity : rule id → severity of all its findings. options : rule id →
    option → value. words : name of a word list → words to add. labels : row of a form → what it is called as well.
    headings : section → the same. renamed : earlier name of a body → later name; its
    reports are one series.
    """

    off: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def applied(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The rules that run, with severities and options as set."""
        return tuple(
            replace(r, fixed=self.severity.get(r.id), values=dict(self.options.get(r.id, {})))
            for r in rules
            if r.id not in self.off
        )

    def held(self, frames: Frames) -> Frames:
        """The frames as rules see them: renamed bodies under their later name, so that their years are held together; where
        words were added, frames of which nothing is worked out yet with other words."""
        if not self.renamed:
            return replace(frames) if self.words else frames
        agency = frames.reports["agency"]
        later = agency.map({name: self.last_name(name) for name in self.renamed}).astype(agency.dtype)
        return replace(frames, reports=frames.reports.assign(agency=later.where(later.notna(), agency)))

    def wording(self) -> Wording:
        """What readers need of it."""
        return Wording(tuple(sorted(self.labels.items())), tuple(sorted(self.headings.items())))

    def last_name(self, name: str) -> str:
        """The name at the end of a chain of renamings."""
        seen = {name}
        while name in self.renamed and self.renamed[name] not in seen:
            name = self.renamed[name]
            seen.add(name)
        return name

    def plain(self) -> dict[str, object]:
        """As plain values, for the manifest."""
        return asdict(self) | {"severity": {r: s.name for r, s in self.severity.items()}}


def read_settings(path: str | os.PathLike[str]) -> Settings:
    """The settings in a TOML file. Raises SettingsError with file, place, reason and what to do."""
    file = os.fspath(path)
    try:
        with open(file, "rb") as stream:
            given = tomllib.load(stream)
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}; name a file of settings") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: no TOML ({error}); see: disclosure-audit rules --format toml") from None
    try:
        return settings_from(given)
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from None


def settings_from(given: Mapping[str, object]) -> Settings:
    """Settings from plain values, each checked against the catalogue. Raises SettingsError naming the key."""
    _only(given, TABLES, "")
    rules = _table(given.get("rules", {}), "rules")
    papers = {key: _paper(key, _table(value, f"rules.{key}")) for key, value in rules.items()}
    return Settings(
        off=tuple(sorted(key for key, paper in papers.items() if paper["off"])),
        severity={key: paper["severity"] for key, paper in papers.items() if paper["severity"] is not None},
        options={key: paper["options"] for key, paper in papers.items() if paper["options"]},
        words=_words(_table(given.get("words", {}), "words")),
        labels=_labels(_table(given.get("labels", {}), "labels")),
        headings=_headings(_table(given.get("headings", {}), "headings")),
        renamed=_renamed(given.get("renamed", [])),
    )


def _only(table: Mapping[str, object], known: Iterable[str], place: str) -> None:
    for name in table:
        if name not in known:
            raise SettingsError(f"{place}{name}: there is no such setting; known: {', '.join(known)}")


def _table(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise SettingsError(f"{place}: a table is wanted, such as [{place}]")
    return value


def _paper(key: str, table: Mapping[str, object]) -> dict:
    """off, severity and options of one rule."""
    if key not in catalogue():
        raise SettingsError(f"rules.{key}: there is no such rule; see: disclosure-audit rules")
    options = {one.name: one for one in catalogue()[key].options}
    _only(table, ("off", "severity", *options), f"rules.{key}.")
    off, severity = table.get("off", False), table.get("severity")
    if not isinstance(off, bool):
        raise SettingsError(f"rules.{key}.off: true or false is wanted")
    if severity is not None and severity not in Severity.__members__:
        raise SettingsError(f"rules.{key}.severity: one of {', '.join(Severity.__members__)} is wanted")
    chosen = {n: _value(f"rules.{key}.{n}", table[n], options[n].default) for n in options if n in table}
    return {"off": off, "severity": severity and Severity[str(severity)], "options": chosen}


def _value(place: str, value: object, default: Value) -> Value:
    """The value if it is of the kind of the default; whole numbers pass for decimals, tuples come as lists."""
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise SettingsError(f"{place}: a value like {default!r} is wanted")
    return value


def _words(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    _only(table, word_lists(), "words.")
    for name, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise SettingsError(f"words.{name}: a list of words is wanted")
    return {name: tuple(words) for name, words in table.items() if isinstance(words, list)}


def _labels(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Labels of rows; none may name another row already, in the forms or in the settings."""
    rows = [f"{t}.{code}" for t, entries in raw_form()["rows"].items() for code in entries]
    found: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for row, labels in table.items():
        if row not in rows:
            raise SettingsError(
                f"labels.{row}: there is no such row of a form; rows are called like {rows[0]}"
            )
        found[row] = _printings(f"labels.{row}", labels)
        for label in found[row]:
            named = [f"{n.table}.{n.code}" for n in look_up(label) if f"{n.table}.{n.code}" != row]
            if named or owner.setdefault(key(label), row) != row:
                raise SettingsError(
                    f"labels.{row}: {label} already names {(named or [owner[key(label)]])[0]}"
                )
    return found


def _headings(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Headings of sections, each of one section."""
    _only(table, RANKS, "headings.")
    owner: dict[str, str] = {}
    found = {section: _printings(f"headings.{section}", words) for section, words in table.items()}
    for section, printings in found.items():
        for printing in printings:
            if owner.setdefault(key(printing), section) != section:
                raise SettingsError(f"headings.{section}: {printing} already names {owner[key(printing)]}")
    return found


def _printings(place: str, value: object) -> tuple[str, ...]:
    """A list of labels or headings as they are read, with two characters or more besides their number."""
    texts = (
        [read_as(text).text if isinstance(text, str) else "" for text in value]
        if isinstance(value, list)
        else [""]
    )
    if not all(1 < len(key(text)) <= LONGEST_LABEL for text in texts):
        raise SettingsError(f"{place}: a list of labels of 2 to {LONGEST_LABEL} characters is wanted")
    return tuple(texts)


def _renamed(entries: object) -> dict[str, str]:
    if not isinstance(entries, list):
        raise SettingsError("renamed: entries like [[renamed]] are wanted")
    found: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        place = f"renamed, entry {number}"
        _only(_table(entry, place), ("from", "to"), f"{place}: ")
        names = [entry.get(key) for key in ("from", "to")]
        if not all(isinstance(name, str) and name for name in names) or names[0] == names[1]:
            raise SettingsError(f"{place}: two different names, from and to, are wanted")
        if found.setdefault(*names) != names[1]:
            raise SettingsError(f"{place}: {names[0]} already became {found[names[0]]}")
    return found


def restored(findings: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Findings under the name that each report itself prints."""
    names = frames.by_id["agency"].reindex(findings["report_id"]).to_numpy()
    return (
        findings.assign(agency=pd.array(names, dtype=findings["agency"].dtype)) if len(findings) else findings
    )
