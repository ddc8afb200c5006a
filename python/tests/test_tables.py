"""Records become tables."""

from __future__ import annotations

import pandas
import polars
from conftest import ROOT

import cotejo

COLUMNS = ["row", "source", "target", "source_count", "target_count", "status", "confidence", "reasons", "note"]


def test_pandas_and_polars_take_the_records() -> None:
    alignment = cotejo.read(ROOT / "alignments/cuento.json")
    records = alignment.records()
    assert list(records[0]) == COLUMNS
    frame = pandas.DataFrame(records)
    assert list(frame.columns) == COLUMNS
    assert len(frame) == len(alignment)
    assert frame["confidence"].dtype == "float64"
    assert frame["source_count"].sum() == len(alignment.source_sentences)
    table = polars.DataFrame(records)
    assert table.columns == COLUMNS
    assert table["confidence"].dtype == polars.Float64
    assert table["source"].dtype == polars.String
    assert table.height == len(alignment)
    assert frame["target"].tolist() == table["target"].to_list() == [" ".join(link.target) for link in alignment]
