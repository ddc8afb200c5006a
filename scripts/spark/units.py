"""Tests what examples/spark is made of, with programs that play `cotejo pipe` badly.

  units.py COTEJO

Ends with 1 if a test failed.
"""

import stat
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "examples/spark"))
from align import Output, shared_out, size, spread  # noqa: E402
from cotejo_pipe import MOST_LOST_IN_A_ROW, CannotRun, Pipe  # noqa: E402

COTEJO = sys.argv[1]
# A program that answers each line with its source; `{act}` may do something else.
PLAYER = """#!{python}
import json, os, signal, sys, time
def die():
    os.kill(os.getpid(), signal.SIGKILL)
for line in sys.stdin:
    document = json.loads(line)
    source = document["source"]
    {act}
    print(json.dumps({{"id": document["id"], "beads": [], "said": source}}), flush=True)
"""


def player(folder: Path, act: str) -> str:
    path = folder / "player"
    path.write_text(PLAYER.format(python=sys.executable, act=act), "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def said(command: list[str], sources: Iterable[str], deadline: float = 60) -> tuple[list[str], int]:
    """What comes of each document, and how often the program was lost."""
    restarts: list[None] = []
    with Pipe(command, deadline, lambda: restarts.append(None)) as pipe:
        answers = list(pipe.answers({"source": source, "target": "x"} for source in sources))
    return [answer.get("kind") or answer.get("said") for answer in answers], len(restarts)


def every_document_is_answered_in_order(folder: Path) -> None:
    # Far more than two pipes and a window hold.
    sources = [f"{number} " + "a" * 40_000 for number in range(2_000)]
    assert said([player(folder, "pass")], sources) == (sources, 0)


def long_documents_come_back_from_the_program_itself(_: Path) -> None:
    sources = [" ".join(["Una frase que se repite."] * 1_000)] * 8
    with Pipe([COTEJO, "pipe", "-q", "-j", "1"], 60) as pipe:
        answers = list(pipe.answers({"source": source, "target": source} for source in sources))
    assert [len(answer["source_sentences"]) for answer in answers] == [1_000] * 8


def the_one_that_ends_it_is_blamed(folder: Path) -> None:
    sources = [str(number) for number in range(100)]
    wanted = ["worker-died" if it == "50" else it for it in sources]
    assert said([player(folder, 'source == "50" and die()')], sources) == (wanted, 2)


def the_one_that_ends_it_is_blamed_where_earlier_answers_are_lost(folder: Path) -> None:
    # It answers five lines at once, or what there is, so that up to four answers are lost with it.
    act = """
    early = globals().setdefault("early", [])
    early.append(document)
    if source == "20": die()
    import select
    if source != "Uno." and len(early) < 5 and select.select([sys.stdin], [], [], 0.1)[0]: continue
    for document in early[:-1]: print(json.dumps({"id": document["id"], "beads": [], "said": document["source"]}))
    document = early[-1]
    source = document["source"]
    early.clear()
    """.strip()
    sources = [str(number) for number in range(30)]
    found, restarts = said([player(folder, act)], sources)
    assert found == ["worker-died" if it == "20" else it for it in sources], found
    assert restarts in (2, 3), restarts


def the_one_on_which_it_hangs_is_blamed(folder: Path) -> None:
    sources = [str(number) for number in range(100)]
    wanted = ["worker-hung" if it == "50" else it for it in sources]
    assert said([player(folder, 'source == "50" and time.sleep(600)')], sources, 1) == (wanted, 2)


def one_that_does_not_read_is_noticed(folder: Path) -> None:
    # What it is to read is longer than a pipe holds, so whoever writes to it waits.
    sources = ["a", "b" * 1_000_000, "c"]
    started = time.monotonic()
    found, _ = said([player(folder, 'source == "a" and time.sleep(600)')], sources, 1)
    assert found == ["worker-hung", *sources[1:]]
    assert time.monotonic() - started < 20


def one_loss_is_nobodys_fault(folder: Path) -> None:
    once = folder / "once"
    act = f'source == "50" and not os.path.exists({str(once)!r}) and (open({str(once)!r}, "w"), die())'
    sources = [str(number) for number in range(100)]
    assert said([player(folder, act)], sources) == (sources, 1)


def torn_and_foreign_answers_are_losses(folder: Path) -> None:
    torn = """
    if source == "5": print('{"id": 5, "bea', end="", flush=True); die()
    if source == "6": print("what", flush=True); continue
    if source == "7": document["id"] = 3
    """.strip()
    sources = [str(number) for number in range(9)]
    wanted = [*"01234", "worker-died", "worker-died", "worker-died", "8"]
    found, _ = said([player(folder, torn)], sources)
    assert found == wanted, found


def a_machine_that_loses_all_is_no_fault_of_documents(folder: Path) -> None:
    try:
        said([player(folder, 'source != "Uno." and die()')], map(str, range(100)))
    except CannotRun as error:
        assert str(MOST_LOST_IN_A_ROW + 1) in str(error) and "signal 9" in str(error), error
    else:
        raise AssertionError("100 error records")


def a_program_that_does_not_run_is_told(folder: Path) -> None:
    for command, why in (
        ([str(folder / "nothing")], "No such file"),
        (["/bin/true"], "ended with 0"),
        ([COTEJO, "pipe", "--nonsense"], "does not align two words"),
    ):
        try:
            said(command, ["a"])
        except CannotRun as error:
            assert why in str(error), error
        else:
            raise AssertionError(command)


def tasks_are_filled_evenly(_: Path) -> None:
    large = [(f"n{number}", 1_000 + 37 * number % 900) for number in range(40)]
    rest = 100_000
    of_large, of_portion = shared_out(large, rest, 10)
    loads = [0.0] * 10
    for name, bytes_ in large:
        loads[of_large[name]] += bytes_
    for task in of_portion:
        loads[task] += rest / len(of_portion)
    assert max(loads) < 1.05 * min(loads), loads
    # A novel that is more than all else has a task for itself, the first.
    of_large, of_portion = shared_out([("novel", 10**6), ("tale", 10)], 1_000, 4)
    assert of_large == {"novel": 0, "tale": 1} and 0 not in of_portion
    assert shared_out([], 0, 3)[0] == {}


def on_spark(folder: Path) -> None:
    builder = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", 2)
    for name in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(name, "false")
    java = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    spark = builder.config("spark.driver.extraJavaOptions", java).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    # A thousand short texts, then four novels in a row.
    texts = F.when(F.col("id") < 1_000, F.repeat(F.lit("ab "), 100)).otherwise(F.repeat(F.lit("ab "), 30_000))
    rows = spark.range(1_004).select("id", texts.alias("source"), texts.alias("target"))
    rows = rows.withColumn("fingerprint", F.sha2(F.col("id").cast("string"), 256))
    placed = spread(spark, rows, rows.select("fingerprint", size(rows).alias("size")), 8)
    told = placed.groupBy(F.spark_partition_id().alias("task")).agg(F.sum(size(rows)).alias("size"))
    loads = {row["task"]: row["size"] for row in told.collect()}
    assert set(loads) == set(range(8)), loads
    # The novels, 180 kB each, have a task each; 600 kB of the others fill four more.
    assert sum(load == 180_001 for load in loads.values()) == 4, loads
    assert max(loads.values()) < 1.3 * 180_001, loads
    # Of two runs that give themselves the same name, the later is refused, and the earlier stays as it is.
    output = Output(spark, str(folder / "out"))
    for name in ("one", "two"):
        (folder / "out/_unfinished" / name).mkdir(parents=True)
        (folder / "out/_unfinished" / name / name).touch()
    output.publish("_unfinished/one", "run=0001")
    try:
        output.publish("_unfinished/two", "run=0001")
    except Py4JJavaError:
        pass
    else:
        raise AssertionError("a run was overwritten")
    assert output.runs() == ["run=0001"]
    assert [path.name for path in (folder / "out/run=0001").iterdir()] == ["one"]
    spark.stop()


TESTS: list[Callable[[Path], None]] = [
    every_document_is_answered_in_order,
    long_documents_come_back_from_the_program_itself,
    the_one_that_ends_it_is_blamed,
    the_one_that_ends_it_is_blamed_where_earlier_answers_are_lost,
    the_one_on_which_it_hangs_is_blamed,
    one_that_does_not_read_is_noticed,
    one_loss_is_nobodys_fault,
    torn_and_foreign_answers_are_losses,
    a_machine_that_loses_all_is_no_fault_of_documents,
    a_program_that_does_not_run_is_told,
    tasks_are_filled_evenly,
    on_spark,
]


def main() -> int:
    failed = 0
    for test in TESTS:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(Path(folder))
                how = "ok  "
            except Exception:
                traceback.print_exc()
                how, failed = "FAIL", failed + 1
        print(f"{how}  {test.__name__.replace('_', ' ')} ({time.monotonic() - begin:.1f} s)", flush=True)
    return 1 if failed else 0


sys.exit(main())
