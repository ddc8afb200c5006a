"""Makes many document pairs of the bundled works, as Parquet for Spark and as JSON lines for `cotejo pipe`.

  pairs.py COUNT FOLDER [--lists]

FOLDER/pairs.jsonl and FOLDER/pairs.parquet hold the same pairs: passages of one to twenty links, cut from the works in
a fixed order, and a few odd ones. With --lists the texts are lists of sentences. The same call makes the same pairs.
"""

import argparse
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent.parent
SIDES = ("source", "target")
# Not all alike, and not a divisor of the number of links, so that each round through the works cuts elsewhere.
SIZES = [3, 7, 1, 12, 5, 2, 20, 4, 9, 1, 6, 15]
FILES = 5


def links() -> list[dict[str, list[str]]]:
    works = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "alignments").glob("*.json"))]
    return [{side: link[side] for side in SIDES} for work in works for link in work["links"]]


def passages(count: int) -> list[dict[str, list[str]]]:
    """Passages of the works, from the first to the last and again."""
    all_links, made, at = links(), [], 0
    while len(made) < count:
        size = SIZES[len(made) % len(SIZES)]
        piece = [all_links[(at + step) % len(all_links)] for step in range(size)]
        made.append({side: [sentence for link in piece for sentence in link[side]] for side in SIDES})
        at += size
    return made


PASSAGE = {side: [sentence for link in links()[:12] for sentence in link[side]] for side in SIDES}


def pairs(count: int, lists: bool) -> list[dict[str, object]]:
    """Rows with an id; what else they carry is to come back as it was."""
    odd: list[dict[str, object]] = [
        {"source": [], "target": []},
        {"source": [], "target": ["Alone."]},
        {"source": None, "target": ["There is no original."]},
        {"source": ["Eins."], "target": ["One."], "source_lang": "xx"},
        {"source": ["Un chat."], "target": ["A cat."], "source_lang": "fr", "target_lang": "en"},
        {"source": ["Tab\t \"q\" \\ \u2028 fin\U0001f600."], "target": ["\x00 zero."]},
        # All works at once, some 2,000 sentences a side.
        {side: [sentence for link in links() for sentence in link[side]] for side in SIDES},
        # Longer than the limit of the check.
        {side: [sentence for link in links() * 2 for sentence in link[side]] for side in SIDES},
        # Those on which faulty.py sleeps and ends; for the program itself they are as any other.
        {"source": ["Aquí se duerme.", *PASSAGE["source"]], "target": ["Here one sleeps.", *PASSAGE["target"]]},
        {"source": ["Aquí se termina.", *PASSAGE["source"]], "target": ["Here it ends.", *PASSAGE["target"]]},
    ]
    rows = []
    for number, row in enumerate(odd + passages(count - len(odd))):
        if not lists:
            texts = {side: None if row[side] is None else "\n".join(row[side]) for side in SIDES}
            row = {**row, **texts}
        # A whole number that a fraction cannot hold, and nulls beside it; and names that the example might use itself.
        size = None if number % 3 else (1 << 60) + number
        task = {"name": f"p{number}", "tags": ["a"] * (number % 3)} if number % 5 else None
        rows.append({"id": number, "source_lang": None, "target_lang": None, **row, "size": size, "number": task})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lists", action="store_true")
    asked = parser.parse_args()
    rows = pairs(asked.count, asked.lists)
    text = pa.list_(pa.string()) if asked.lists else pa.string()
    task = pa.struct([("name", pa.string()), ("tags", pa.list_(pa.string()))])
    schema = pa.schema(
        [("id", pa.int64()), ("source", text), ("target", text), ("source_lang", pa.string())]
        + [("target_lang", pa.string()), ("size", pa.int64()), ("number", task)]
    )
    parquet = asked.folder / "pairs.parquet"
    parquet.mkdir(parents=True)
    # In order, so that one file has all large ones, as it may be.
    each = -(-len(rows) // FILES)
    for at in range(0, len(rows), each):
        pq.write_table(pa.Table.from_pylist(rows[at : at + each], schema), parquet / f"part-{at // each}.parquet")
    with open(asked.folder / "pairs.jsonl", "w", encoding="utf-8") as out:
        for row in rows:
            said = {key: value for key, value in row.items() if value is not None}
            out.write(json.dumps(said, ensure_ascii=False) + "\n")


main()
