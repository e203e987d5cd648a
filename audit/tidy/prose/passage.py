"""A flow with the words in it that decide about figures: topics, years, beginnings, bodies."""

from __future__ import annotations

from audit.tidy.prose.marks import aggregates, disputes, limits, named, to_date, years
from audit.tidy.prose.vocabulary import vocabulary


class Passage:
    """A flow with the words in it that decide, found once."""

    def __init__(self, text: str) -> None:
        vocabulary_ = vocabulary()
        self.text = text
        self._topics = named(vocabulary_.topic, vocabulary_.topics, text)
        self._years = years(text)
        self._to_date = to_date(text)
        self._aggregates = aggregates(text)
        self._disputes = disputes(text)
        self._limits = limits(text)

    def topic(self, floor: int, before: int, end: int) -> str | None:
        """What the passage before a place is about, as far back as ``floor``; else what its sentence up to ``end`` is."""
        return self.last_topic(floor, before) or self.last_topic(before, end)

    def last_topic(self, floor: int, before: int) -> str | None:
        """What is named last within ``[floor, before)``."""
        found = self._topics.last(floor, before)
        return None if found is None else self._topics.names[found]

    def limit(self, floor: int, before: int) -> str:
        """What limits a figure: ``part_of_year``, ``most`` (of the bodies), ``printed`` (in a gazette), ``planned``; or ''."""
        found = self._limits.last(floor, before)
        return "" if found is None else self._limits.names[found]

    def dispute(self, floor: int, before: int) -> str:
        """Whether reviews, lawsuits or both (disputes) are spoken of before a place; empty: neither."""
        found = self._disputes.last(floor, before)
        return "" if found is None else self._disputes.names[found]

    def year(self, floor: int, before: int, reported: int | None) -> int | None:
        """The year that a figure at ``before`` is about; ``reported`` where none is named."""
        found = self._years.last(floor, before)
        name = "this" if found is None else self._years.names[found]
        if name == "this":
            return reported
        if name == "last":
            return None if reported is None else reported - 1
        return int(name)

    def several_years(self, floor: int, before: int) -> bool:
        """2021年、2022年分别…: which figure is of which year is not for us to say."""
        last = self._years.last(floor, before)
        if (
            not last
            or self._years.starts[last - 1] < floor
            or "分别" not in self.text[self._years.ends[last] : before]
        ):
            return False
        return self._years.names[last] != self._years.names[last - 1]

    def to_date(self, floor: int, before: int, reported: int | None) -> bool:
        """Whether a figure counts since some beginning before the year reported on."""
        found = self._to_date.last(floor, before)
        if found is None or self._to_date.names[found] == str(reported):
            return False
        stated = self._years.last(floor, before)
        return stated is None or self._to_date.ends[found] > self._years.starts[stated]

    def aggregate(self, floor: int, before: int) -> bool:
        """Whether many bodies are the subject."""
        return self._aggregates.last(floor, before) is not None
