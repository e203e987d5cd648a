"""``Frames``: the frames of a set of reports, and what is derived from them once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from audit.form import cells_named
from audit.frames.schema import empty


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames that rules read. All share ``report_id``; nothing here is ever changed in place.

    ``panel``  (reports × cells, Float64): the figure where state is ``number``, else missing; ``figures`` as an array.
    ``states`` (reports × cells, str): the state of every cell; ``absent`` where the form has no such cell.
    ``series`` (reports that have body and year, sorted): agency, year, and the report of the year before.
    """

    reports: pd.DataFrame = field(default_factory=lambda: empty("reports"))
    facts: pd.DataFrame = field(default_factory=lambda: empty("facts"))
    claims: pd.DataFrame = field(default_factory=lambda: empty("claims"))
    sections: pd.DataFrame = field(default_factory=lambda: empty("sections"))
    observations: pd.DataFrame = field(default_factory=lambda: empty("observations"))

    @cached_property
    def panel(self) -> pd.DataFrame:
        """One row a report (index report_id, in the order of ``reports``), one column a cell of any form."""
        return self._framed(self.figures).astype("Float64")

    @cached_property
    def figures(self) -> np.ndarray:
        """The figures of ``panel`` as an array (float64), NaN where there is none."""
        return self._wide(self.facts["value"].to_numpy("float64", na_value=np.nan), np.nan)

    @cached_property
    def states(self) -> pd.DataFrame:
        """Same shape as ``panel``: the state of each cell, ``absent`` where there is no fact."""
        return self._framed(self._wide(self.facts["state"].to_numpy("object"), "absent"))

    @cached_property
    def _spots(self) -> tuple[np.ndarray, np.ndarray]:
        """Row and column in ``panel`` of every fact, -1 where it has none."""
        index, columns = pd.Index(self.reports["report_id"]), pd.Index(cells_named())
        return index.get_indexer(self.facts["report_id"]), columns.get_indexer(self.facts["cell"])

    def _wide(self, values: np.ndarray, otherwise: object) -> np.ndarray:
        row, column = self._spots
        known = (row >= 0) & (column >= 0)
        wide = np.full((len(self.reports), len(cells_named())), otherwise, dtype=values.dtype)
        wide[row[known], column[known]] = values[known]
        return wide

    def _framed(self, wide: np.ndarray) -> pd.DataFrame:
        index = pd.Index(self.reports["report_id"], name="report_id")
        return pd.DataFrame(wide, index=index, columns=pd.Index(cells_named(), name="cell"))

    @cached_property
    def by_id(self) -> pd.DataFrame:
        """``reports`` indexed by report_id."""
        return self.reports.set_index("report_id", drop=False)

    @cached_property
    def series(self) -> pd.DataFrame:
        """Index report_id; columns agency, scope, year, previous (report_id of year − 1 of the same body and scope, or
        missing), previous_count (how many reports there are for that year: 2 and more is ambiguous)."""
        known = self.reports.dropna(subset=["agency", "year"])
        known = known[["report_id", "agency", "scope", "year"]].sort_values(
            ["agency", "scope", "year", "report_id"]
        )
        key = ["agency", "scope", "year"]
        first = known.drop_duplicates(key).set_index(key)["report_id"]
        count = known.groupby(key).size()
        before = pd.MultiIndex.from_arrays([known["agency"], known["scope"], known["year"] - 1], names=key)
        result = known.set_index("report_id")
        result["previous"] = first.reindex(before).to_numpy()
        result["previous_count"] = count.reindex(before).fillna(0).astype("int64").to_numpy()
        return result
