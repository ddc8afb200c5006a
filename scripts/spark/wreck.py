"""Runs a command and kills a process of it with SIGKILL in the middle of its work.

  wreck.py cotejo|executor|driver OUT COMMAND...

The middle is where some tasks have been written below OUT and others have not; of a cotejo, where it has begun. Only
processes that the command has started are killed: they carry a mark in their environment. Ends as the command does, but with 3 when there was
nothing to kill, or when something of the command is still there 20 seconds after its end.
"""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

MARK = f"COTEJO_WRECK={uuid.uuid4()}"


def own_processes() -> Iterator[tuple[int, list[str]]]:
    """Processes with the mark, and their command lines."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if MARK.encode() in (folder / "environ").read_bytes().split(b"\0"):
                # One that has ended and was not waited for has no command line.
                if words := (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")[:-1]:
                    yield int(folder.name), words
        except OSError:
            # It has ended meanwhile, or is somebody else's.
            continue


# Seconds of processor.
BEGUN = 0.3


def is_cotejo(words: list[str]) -> bool:
    return Path(words[0]).name == "cotejo" and "pipe" in words


def is_executor(words: list[str]) -> bool:
    return any(word.endswith("CoarseGrainedExecutorBackend") for word in words)


def is_driver(words: list[str]) -> bool:
    return any(word.endswith("org.apache.spark.deploy.SparkSubmit") for word in words)


WHICH: dict[str, Callable[[list[str]], bool]] = {
    "cotejo": is_cotejo,
    "executor": is_executor,
    "driver": is_driver,
}


def is_in_the_middle(out: Path, earlier: set[Path]) -> bool:
    """Whether a task was written, while its run is not at its end."""
    return any(run not in earlier and any(run.glob("_temporary/*/task_*")) for run in out.glob("_unfinished/*"))


def seconds_of_work(process: int) -> float:
    """Seconds of processor that a process has taken."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def kill_one(which: Callable[[list[str]], bool]) -> int | None:
    for process, words in own_processes():
        # One that has begun its work, and not only to start.
        if which(words) and seconds_of_work(process) > BEGUN:
            os.kill(process, signal.SIGKILL)
            return process
    return None


def main() -> int:
    name, out, command = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    key, value = MARK.split("=")
    # Those that other runs have left.
    earlier = set(out.glob("_unfinished/*"))
    running = subprocess.Popen(command, env={**os.environ, key: value})
    killed = None
    while running.poll() is None and killed is None:
        # Of those that a task starts, one may be in its middle at any time.
        if name == "cotejo" or is_in_the_middle(out, earlier):
            killed = kill_one(WHICH[name])
        time.sleep(0.02)
    status = running.wait()
    print(f"killed: {name}, process {killed}" if killed else f"there was no {name} to kill", file=sys.stderr)
    until = time.monotonic() + 20
    while left := list(own_processes()):
        if time.monotonic() > until:
            print(f"still there: {left}", file=sys.stderr)
            for process, _ in left:
                os.kill(process, signal.SIGKILL)
            return 3
        time.sleep(0.2)
    return 3 if killed is None else status


sys.exit(main())
