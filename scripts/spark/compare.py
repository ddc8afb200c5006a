"""Holds what Spark wrote to what `cotejo pipe` answers; ends with 1 where a row differs, is missing or comes twice.

  compare.py PLAIN.jsonl OUT [--except ID=KIND]...

Nothing of the example is used here, so that a fault of it cannot be on both sides. --except says that a document is to
end in an error record of that kind instead.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

# A task may have this many times what tasks have on average, or a document that is larger.
UNEVEN = 1.5


def plain(path: Path, instead: dict[int, str]) -> list[str]:
    """The answers of `cotejo pipe` as rows, sorted by id."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        answer = json.loads(line)
        row = {key: answer.get(key) for key in ("id", "source_lang", "target_lang", "size", "number")}
        row |= {"beads": None, "quality": None, "error": None}
        if row["id"] in instead:
            row["error"] = {"kind": instead[row["id"]]}
        elif "kind" in answer:
            row["error"] = {"kind": answer["kind"], "message": answer["error"]}
        else:
            row["quality"] = answer["quality"]
            row["beads"] = []
            for (source, target), confidence in zip(answer["beads"], answer["confidence"], strict=True):
                bead = {"source": [answer["source_sentences"][at] for at in source]}
                bead |= {"target": [answer["target_sentences"][at] for at in target], "confidence": confidence}
                row["beads"].append(bead)
        rows.append(row)
    return in_order(rows)


def spark(out: Path, instead: dict[int, str]) -> list[str]:
    """The rows of a folder that Spark wrote, as any reader of Parquet finds them, sorted by id."""
    rows = []
    for path in sorted(out.glob("run=*/*.parquet")):
        rows += pq.ParquetFile(path).read().to_pylist()
    for row in rows:
        if len(row.pop("fingerprint")) != 64:
            raise SystemExit(f"document {row['id']} has no fingerprint")
        if row["id"] in instead and row["error"]:
            if not row["error"].pop("message"):
                raise SystemExit(f"document {row['id']}: an error without a message")
    return in_order(rows)


def in_order(rows: list[dict[str, object]]) -> list[str]:
    rows.sort(key=lambda row: row["id"])
    return [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]


def uneven(out: Path) -> str | None:
    """Whether a task of the first run had much more than others."""
    sizes = []
    for path in sorted(out.glob("run=0001/*.parquet")):
        beads = pq.ParquetFile(path).read(["beads"]).column("beads").to_pylist()
        sizes.append([sum(len("".join(bead["source"])) for bead in of_row) for of_row in beads if of_row])
    mean = sum(map(sum, sizes)) / len(sizes)
    most = max(sum(task) for task in sizes if task)
    largest = max(max(task) for task in sizes if task)
    if most > UNEVEN * max(mean, largest):
        return f"a task had {most} characters, others {mean:.0f}, and the largest document has {largest}"
    unsorted = [task for task in sizes if task and task[0] < max(task) / 2]
    return f"{len(unsorted)} tasks did not begin with a large document" if unsorted else None


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("plain", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--except", dest="instead", action="append", default=[], metavar="ID=KIND")
    asked = parser.parse_args()
    instead = {int(number): kind for number, kind in (it.split("=") for it in asked.instead)}
    wanted, found = plain(asked.plain, instead), spark(asked.out, instead)
    if not wanted:
        raise SystemExit("there is nothing to compare")
    if wanted == found:
        fault = uneven(asked.out)
        print(fault or f"{len(found)} rows are the same")
        return 1 if fault else 0
    print(f"{len(found)} rows, {len(wanted)} wanted; only wanted (-), only found (+):")
    # Counted, because a row may be there twice.
    counts = Counter(wanted), Counter(found)
    missing, strange = sorted((counts[0] - counts[1]).elements()), sorted((counts[1] - counts[0]).elements())
    for sign, rows in (("-", missing), ("+", strange)):
        for row in rows[:3]:
            print(sign, row[:400])
    return 1


if __name__ == "__main__":
    sys.exit(main())
