"""How rules hold texts: as Python objects, for every step over a short column is faster then than over Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from audit.frames import SCHEMAS, Frames

FEW_FACTS = 200_000
"""Up to so many facts (a thousand reports) the facts are held so too. Beyond, Arrow takes a third of the memory and is as
fast for them; all other frames are much shorter."""
TEXTS = pd.StringDtype("python", na_value=np.nan)


@contextmanager
def held(frames: Frames) -> Iterator[Frames]:
    """The same frames with their texts held by Python; texts made in this context are held so as well."""
    with pd.option_context("mode.string_storage", "python"):
        yield in_python(frames)


def in_python(frames: Frames) -> Frames:
    """The same frames, texts and names of columns as Python objects; many facts as they are."""
    short = ("reports", "claims", "sections", "observations")
    few = len(frames.facts) <= FEW_FACTS
    facts = _in_python(frames.facts, "facts") if few else frames.facts
    return Frames(facts=facts, **{n: _in_python(getattr(frames, n), n) for n in short})


def _in_python(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    texts = {c for c, spec in SCHEMAS[name].items() if spec.dtype == "str"}
    columns = {c: _as_objects(frame[c]) if c in texts else frame[c] for c in frame}
    return pd.DataFrame(columns, columns=pd.Index(list(columns), dtype="object"), index=frame.index)


def _as_objects(texts: pd.Series) -> pd.Series:
    """A column of texts as Python objects; what is alike is one object, so it is made and compared once."""
    if texts.dtype == TEXTS:
        return texts
    if texts.isna().all():
        return texts.astype(TEXTS)
    place, distinct = pd.factorize(texts)
    objects = np.append(np.asarray(distinct, dtype=object), np.nan)
    return pd.Series(objects[place], index=texts.index, dtype=TEXTS)
