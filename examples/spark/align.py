#!/usr/bin/env python3
"""Aligns a corpus of document pairs with Spark, a `cotejo pipe` in each task.

  align.py IN OUT [--cotejo PATH] [--partitions N] [--max-seconds S] [--max-sentences N]

Give it to spark-submit, or run it where pyspark is installed. IN is Parquet with columns `id`, `source` and `target`,
texts or lists of sentences; `source_lang` and `target_lang`, where it has them, name the languages of a row. All other
columns come back as they were.

OUT is Parquet too, a row for each row of IN: its columns without the two texts, and

  beads        what goes with what: a list of `source` and `target`, the sentences, and `confidence`
  quality      how far the two texts match, from 0 to 1
  error        null, or `kind` and `message`; then `beads` and `quality` are null
  fingerprint  of the row and all else the answer depends on

A run adds a folder OUT/run=NNNN with the rows that OUT does not have, and does so at its very end: what is in OUT is
whole, and a run that was broken off has left nothing there but OUT/_unfinished, which no reader of Parquet looks into.
"""

from __future__ import annotations

import argparse
import heapq
import json
import subprocess
import sys
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from py4j.protocol import Py4JJavaError
from pyspark import SparkFiles, StorageLevel
from pyspark.accumulators import Accumulator
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

from cotejo_pipe import CannotRun, Pipe

TEXTS = ["source", "target"]
LANGS = ["source_lang", "target_lang"]
UNFINISHED = "_unfinished"
OWN = ["beads", "quality", "error", "fingerprint", "run"]

BEAD = pa.struct([("source", pa.list_(pa.string())), ("target", pa.list_(pa.string())), ("confidence", pa.float64())])
ERROR = pa.struct([("kind", pa.string()), ("message", pa.string())])
ANSWER = "beads array<struct<source: array<string>, target: array<string>, confidence: double>>, " \
    "quality double, error struct<kind: string, message: string>"

# A document larger than this share of a task is given to a task by its size, not by chance. There can be no more than
# tasks times eight of them, however large the corpus is.
SHARE_OF_LARGE = 8
# Portions of the documents that are not large, for each task: a task that has a novel gets fewer of them.
PORTIONS = 16

# What a worker holds at a time.
ROWS_A_BATCH = 100
BYTES_A_BATCH = 64 << 20


@dataclass(frozen=True)
class Limits:
    """What is asked of `cotejo pipe`."""

    source_lang: str
    target_lang: str
    max_seconds: float
    max_sentences: int | None
    deadline: float

    def arguments(self) -> list[str]:
        """One thread each: Spark counts the processors."""
        arguments = ["pipe", "--quiet", "--jobs", "1", "--with", "quality", "--max-seconds", str(self.max_seconds)]
        arguments += ["--source-lang", self.source_lang, "--target-lang", self.target_lang]
        if self.max_sentences is not None:
            arguments += ["--max-sentences", str(self.max_sentences)]
        return arguments


def version(cotejo: str) -> str:
    try:
        return subprocess.run([cotejo, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotRun(f"{cotejo} does not run here: {error}") from error


def aligner(
    cotejo: str, shipped: bool, expected: str, limits: Limits, restarts: Accumulator[int]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a task does: takes batches of rows and gives them back with answers.

    Batches come as Arrow. Through pandas a whole number of a column with nulls would become a fraction.
    """

    def align(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        program = SparkFiles.get(Path(cotejo).name) if shipped else cotejo
        found = version(program)
        if found != expected:
            raise CannotRun(f"{program} is {found} here, and {expected} where the run was started: install the same")
        waiting: deque[pa.RecordBatch] = deque()

        def documents() -> Iterator[dict[str, object]]:
            # The next batch is read while the last answers of one are awaited, so that the program is never idle.
            for batch in batches:
                waiting.append(batch)
                columns = [name for name in TEXTS + LANGS if name in batch.schema.names]
                for row in batch.select(columns).to_pylist():
                    # A null says nothing: no text, and the usual language.
                    yield {name: value for name, value in row.items() if value is not None}

        answers: list[dict[str, object]] = []

        def done() -> Iterator[pa.RecordBatch]:
            while waiting and waiting[0].num_rows <= len(answers):
                batch = waiting.popleft()
                yield answered(batch, answers[: batch.num_rows])
                del answers[: batch.num_rows]

        with Pipe([program, *limits.arguments()], limits.deadline, lambda: restarts.add(1)) as pipe:
            for answer in pipe.answers(documents()):
                answers.append(answer)
                yield from done()
        # Batches without rows, if there are any.
        yield from done()

    return align


def answered(batch: pa.RecordBatch, answers: Sequence[dict]) -> pa.RecordBatch:
    """The rows of a batch, without texts, with answers."""
    kept = [name for name in batch.schema.names if name not in TEXTS]
    errors = [{"kind": it["kind"], "message": it["error"]} if "kind" in it else None for it in answers]
    columns = {
        "beads": pa.array([None if "kind" in it else beads(it) for it in answers], pa.list_(BEAD)),
        "quality": pa.array([it.get("quality") for it in answers], pa.float64()),
        "error": pa.array(errors, ERROR),
    }
    arrays = [batch.column(name) for name in kept] + list(columns.values())
    return pa.RecordBatch.from_arrays(arrays, names=[*kept, *columns])


def beads(answer: dict) -> list[dict[str, object]]:
    source, target = answer["source_sentences"], answer["target_sentences"]
    return [
        {
            "source": [source[index] for index in of_source],
            "target": [target[index] for index in of_target],
            "confidence": confidence,
        }
        for (of_source, of_target), confidence in zip(answer["beads"], answer["confidence"], strict=True)
    ]


def with_fingerprint(rows: DataFrame, made_by: str) -> DataFrame:
    """Rows with what tells whether their answer is there already: a digest of the row, the program and what is asked
    of it."""
    # Not in the time zone of whoever runs it.
    row = F.to_json(F.struct(*sorted(rows.columns)), {"timeZone": "UTC"})
    return rows.withColumn("fingerprint", F.sha2(F.concat_ws("\n", F.lit(made_by), row), 256))


def size(rows: DataFrame) -> F.Column:
    """Bytes of the texts of a row; time grows with them."""
    sizes = []
    for name in TEXTS:
        text = F.col(name)
        if isinstance(rows.schema[name].dataType, T.ArrayType):
            text = F.array_join(text, " ")
        sizes.append(F.coalesce(F.octet_length(text), F.lit(0)))
    return (sizes[0] + sizes[1] + F.lit(1)).cast("long")


def shared_out(large: Sequence[tuple[str, int]], rest: int, tasks: int) -> tuple[dict[str, int], list[int]]:
    """The task of each large document, and the task of each portion of the others.

    The largest goes to the task that has least, then the next. The others fill tasks up to the same size: they are
    dealt in equal portions, and a task gets as many as it has room for. Large ones come to be in the first tasks, which
    Spark starts first.
    """
    loads = [(0, task) for task in range(tasks)]
    of_large: dict[str, int] = {}
    for name, bytes_ in sorted(large, key=lambda it: (-it[1], it[0])):
        load, task = heapq.heappop(loads)
        of_large[name] = task
        heapq.heappush(loads, (load + bytes_, task))
    portions = PORTIONS * tasks
    of_portion = []
    for _ in range(portions):
        load, task = heapq.heappop(loads)
        of_portion.append(task)
        heapq.heappush(loads, (load + max(rest // portions, 1), task))
    return of_large, of_portion


def spread(spark: SparkSession, rows: DataFrame, sizes: DataFrame, tasks: int) -> DataFrame:
    """Rows in as many partitions as there are to be tasks, all of about the same size, in each the largest first."""
    total = sizes.agg(F.sum("size")).first()[0] or 0
    bound = total // (tasks * SHARE_OF_LARGE)
    found = sizes.where(F.col("size") > bound).groupBy("fingerprint").agg(F.sum("size")).collect()
    large = [(row[0], row[1]) for row in found]
    of_large, of_portion = shared_out(large, total - sum(bytes_ for _, bytes_ in large), tasks)
    # Spark gives a row to the partition that the hash of a number says (of a long: an int has another); these numbers
    # hit each of them.
    hits = spark.range(64 * tasks).groupBy(F.expr(f"pmod(hash(id), {tasks})").alias("task")).agg(F.min("id"))
    number = {row[0]: row[1] for row in hits.collect()}
    # As constants, which need no join and no more jobs. A map is searched from its beginning, so only for the few.
    names = {name: number[task] for name, task in of_large.items()}
    by_name = F.from_json(F.lit(json.dumps(names)), "map<string, long>")
    by_portion = F.from_json(F.lit(json.dumps([number[task] for task in of_portion])), "array<long>")
    portion = F.pmod(F.xxhash64("fingerprint"), F.lit(len(of_portion))).cast("int")
    # No columns are added for it: the corpus may have some of any name.
    task = F.when(size(rows) > bound, by_name[F.col("fingerprint")]).otherwise(by_portion[portion])
    return rows.repartition(tasks, task).sortWithinPartitions(size(rows).desc(), "fingerprint")


class Output:
    """The folder OUT, on whatever file system Spark reaches."""

    def __init__(self, spark: SparkSession, path: str) -> None:
        self._hadoop = spark._jvm.org.apache.hadoop.fs
        self._new_array = spark.sparkContext._gateway.new_array
        self._conf = spark.sparkContext._jsc.hadoopConfiguration()
        self.path = path.rstrip("/")
        self._files = self._path("").getFileSystem(self._conf)

    def _path(self, name: str):
        return self._hadoop.Path(f"{self.path}/{name}" if name else self.path)

    def runs(self) -> list[str]:
        """Folders of the runs that were finished."""
        if not self._files.exists(self._path("")):
            return []
        names = (status.getPath().getName() for status in self._files.listStatus(self._path("")))
        return sorted(name for name in names if name.startswith("run="))

    def has(self, name: str) -> bool:
        return self._files.exists(self._path(name))

    def publish(self, unfinished: str, run: str) -> None:
        """Gives a finished folder its name, in one step, and not where that name is taken."""
        context = self._hadoop.FileContext.getFileContext(self._path("").toUri(), self._conf)
        how = self._new_array(getattr(self._hadoop, "Options$Rename"), 0)
        context.rename(self._path(unfinished), self._path(run), how)

    def remove(self, name: str) -> None:
        self._files.delete(self._path(name), True)

    def remove_if_empty(self, name: str) -> None:
        if not self._files.listStatus(self._path(name)):
            self._files.delete(self._path(name), False)


def align(spark: SparkSession, asked: argparse.Namespace) -> int:
    begin = time.monotonic()
    deadline = asked.deadline if asked.deadline is not None else asked.max_seconds + 60
    limits = Limits(asked.source_lang, asked.target_lang, asked.max_seconds, asked.max_sentences, deadline)
    context = spark.sparkContext
    context.addPyFile(str(Path(__file__).with_name("cotejo_pipe.py")))
    if asked.ship:
        context.addFile(asked.cotejo)
    made_by = version(asked.cotejo)
    tasks = asked.partitions or 8 * context.defaultParallelism

    rows = spark.read.parquet(asked.input)
    missing = [name for name in ["id", *TEXTS] if name not in rows.columns]
    taken = [name for name in OWN if name in rows.columns]
    if missing or taken:
        said = f"has no column {', '.join(missing)}" if missing else f"has columns that OUT has: {', '.join(taken)}"
        print(f"align.py: {asked.input} {said}; rename with withColumnRenamed", file=sys.stderr)
        return 2
    rows = with_fingerprint(rows, f"{made_by} {' '.join(limits.arguments())}")
    sizes = rows.select("fingerprint", size(rows).alias("size")).persist(StorageLevel.DISK_ONLY)

    output = Output(spark, asked.output)
    runs = output.runs()
    if runs:
        done = spark.read.parquet(*(f"{output.path}/{run}" for run in runs)).select("fingerprint").distinct()
        strangers = done.join(sizes, "fingerprint", "left_anti").count()
        if strangers:
            print(
                f"align.py: {asked.output} has {strangers} documents that are not, or not so, in {asked.input}, or "
                f"were aligned by another version or with other options than now ({made_by}). Nothing was done; "
                "name another OUT",
                file=sys.stderr,
            )
            return 2
        rows = rows.join(done, "fingerprint", "left_anti")
        sizes = sizes.join(done, "fingerprint", "left_anti")
    there = sizes.count()
    if there == 0:
        print(f"0 documents to align: all of {asked.input} are in {asked.output}")
        return 0

    restarts = context.accumulator(0)
    kept = [field for field in rows.schema.fields if field.name not in TEXTS]
    schema = T.StructType(kept + spark.createDataFrame([], ANSWER).schema.fields)
    work = aligner(asked.cotejo, asked.ship, made_by, limits, restarts)
    aligned = spread(spark, rows, sizes, tasks).mapInArrow(work, schema)
    if output.has(UNFINISHED):
        print(f"note: {output.path}/{UNFINISHED} is of a run that was broken off; remove it if no run is at work")
    # Another run may be at work; each has a folder of its own.
    unfinished = f"{UNFINISHED}/{uuid.uuid4()}"
    aligned.write.parquet(f"{output.path}/{unfinished}")
    counts = spark.read.parquet(f"{output.path}/{unfinished}").groupBy("error.kind").count().collect()
    written = sum(row["count"] for row in counts)
    if written != there:
        output.remove(unfinished)
        print(f"align.py: {written} rows were written of {there}; nothing was added to {asked.output}", file=sys.stderr)
        return 1
    run = f"run={int(runs[-1].removeprefix('run=')) + 1 if runs else 1:04}"
    try:
        output.publish(unfinished, run)
    except Py4JJavaError as error:
        output.remove(unfinished)
        print(
            f"align.py: {output.path}/{run} cannot be written: {error.java_exception.getMessage()}. If another run has "
            "been at work meanwhile, run this again: it does what is missing",
            file=sys.stderr,
        )
        return 1
    output.remove_if_empty(UNFINISHED)

    errors = sorted((row["kind"], row["count"]) for row in counts if row["kind"])
    seconds = time.monotonic() - begin
    said = ", ".join(f"{count} {kind}" for kind, count in errors) or "no errors"
    print(f"{there} documents in {seconds:.1f} s ({there / seconds:.0f} a second): {said}; {asked.output}/{run}")
    if restarts.value:
        print(f"cotejo was started again {restarts.value} time{'s' * (restarts.value != 1)}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Aligns a corpus of document pairs with Spark.")
    parser.add_argument("input", metavar="IN", help="Parquet with columns id, source, target")
    parser.add_argument("output", metavar="OUT", help="folder to which the rows are added that it does not have")
    parser.add_argument("--cotejo", default="cotejo", metavar="PATH", help="the program, there on every machine")
    parser.add_argument("--ship", action="store_true", help="copy the program from here to every machine")
    parser.add_argument("--partitions", type=int, metavar="N", help="tasks [default: 8 for each processor]")
    parser.add_argument("--max-seconds", type=float, default=60, metavar="S", help="for a document [default: 60]")
    parser.add_argument("--max-sentences", type=int, metavar="N", help="of a document, in either text")
    parser.add_argument(
        "--deadline", type=float, metavar="S", help="kill a cotejo that takes longer [default: 60 over --max-seconds]"
    )
    parser.add_argument("--source-lang", default="es", metavar="CODE", help="of rows that do not say [default: es]")
    parser.add_argument("--target-lang", default="en", metavar="CODE", help="of rows that do not say [default: en]")
    asked = parser.parse_args()
    spark = (
        SparkSession.builder.appName("cotejo")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS_A_BATCH)
        .config("spark.sql.execution.arrow.maxBytesPerBatch", BYTES_A_BATCH)
        .getOrCreate()
    )
    try:
        return align(spark, asked)
    except (AnalysisException, CannotRun) as error:
        print(f"align.py: {error}", file=sys.stderr)
        return 2
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
