"""Keeps a `cotejo pipe` at work and answers every document, whatever happens to the program.

The program itself answers what it cannot use with an error record. What it cannot answer is its own end: a machine
that runs out of memory kills it, a fault stops it. Then it is started again, and a document that it was lost on
twice is answered with an error record of the same form:

    worker-died   the program ended while it was at this document, twice
    worker-hung   the program did not answer this document before the deadline, twice

Needs nothing but Python, and knows nothing of the engine that runs it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Documents that are given before they are answered, so that the program never waits for us; and bytes, so that a
# hundred novels are not held in memory twice.
AHEAD = 32
AHEAD_BYTES = 16 << 20

# Any program that works answers this at once. What does not is not the fault of a document.
PROBE = {"id": "probe", "source": "Uno.", "target": "One."}
SECONDS_TO_START = 60.0
TRIES_TO_START = 3

# Times that the program may be lost on a document before that is put down to the document.
TRIES = 2

# Documents that are lost one after the other before that is put down to the machine.
MOST_LOST_IN_A_ROW = 20


class CannotRun(RuntimeError):
    """The program does not work here, whichever document it is given; another machine may do better."""


class Lost(Exception):
    """The program is gone, or as good as gone."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class _Document:
    number: int
    line: bytes
    # How the program was lost while this document was the next to be answered.
    losses: list[Lost] = field(default_factory=list)


class _Process:
    """One running program.

    A pipe holds some 64 kB. Were one thread to write and to read, it could wait for room in the one pipe while the
    program waits for room in the other. So each pipe has a thread that does nothing else, and the caller waits on a
    queue, which can be left after a time.
    """

    def __init__(self, command: Sequence[str]) -> None:
        # A file takes whatever is said; nobody has to read it for the program to go on.
        self._said = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            # A session of its own, so that a script around the program is ended with all it has started.
            start_new_session=True,
        )
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        for work in (self._write, self._read):
            threading.Thread(target=work, daemon=True).start()

    def _write(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        # Where it has ended, the thread that reads finds out, and the caller with it.
        with contextlib.suppress(OSError), stdin:
            for line in iter(self._lines.get, None):
                stdin.write(line)
                stdin.flush()

    def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        with stdout:
            for line in stdout:
                # A line without an end was torn when the program was killed.
                if line.endswith(b"\n"):
                    self._answers.put(line)
        self._answers.put(None)

    def send(self, line: bytes) -> None:
        self._lines.put(line)

    def receive(self, seconds: float | None) -> dict[str, Any]:
        """The next answer; raises Lost when there will be none, or none within the time."""
        try:
            line = self._answers.get(timeout=None if seconds is None else max(seconds, 0.0))
        except queue.Empty:
            raise Lost("worker-hung", "cotejo gave no answer before the deadline") from None
        if line is None:
            raise Lost("worker-died", f"cotejo {self._end()}")
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise Lost("worker-died", f"cotejo answered what is no answer: {line[:80]!r}")
        return answer

    def _end(self) -> str:
        """How it ended, with the last thing it said."""
        try:
            status = self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            return "closed its output and went on"
        how = f"was ended by signal {-status}" if status < 0 else f"ended with {status}"
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return f"{how}: {said[-1][:500]}" if said else how

    def finish(self) -> None:
        """Lets it end by itself, as it does where its input ends."""
        self._lines.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self.kill()

    def kill(self) -> None:
        # Where all of them have ended there is nothing to kill.
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._lines.put(None)
        self._said.close()


class Pipe:
    """Documents in, answers out, in the same order, by a program that is started again where it is lost.

    `deadline` is how many seconds the program has for a document, after which it is killed. It should be well above
    `--max-seconds`, which is what ends a long document; it is for a program that does not keep to that.
    """

    def __init__(
        self,
        command: Sequence[str],
        deadline: float | None = None,
        on_restart: Callable[[], None] = lambda: None,
    ) -> None:
        self._command = list(command)
        self._deadline = deadline
        self._on_restart = on_restart
        self._process: _Process | None = None
        self._lost_in_a_row = 0

    def __enter__(self) -> Pipe:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if self._process is not None:
            (self._process.kill if failed else self._process.finish)()
            self._process = None

    def answers(self, documents: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """An answer for each document, in their order.

        Where the program is lost, several documents may be with it, and the one that is to blame need not be the next
        to be answered: answers that were ready may be lost too. So each of them is given again alone. None is blamed
        for less than two losses while it was the next to be answered.
        """
        numbered = enumerate(documents)
        given: deque[_Document] = deque()
        alone: deque[_Document] = deque()
        is_over = False
        since = time.monotonic()
        while True:
            if alone:
                if not given:
                    self._give(alone.popleft(), given)
                    since = time.monotonic()
            while not alone and not is_over and self._has_room(given):
                document = next(numbered, None)
                if document is None:
                    is_over = True
                    break
                if not given:
                    since = time.monotonic()
                self._give(_encoded(*document), given)
            if not given:
                return
            try:
                answer = self._receive(given[0], since)
            except Lost as loss:
                self._drop()
                first = given[0]
                first.losses.append(loss)
                if len(first.losses) == TRIES:
                    given.popleft()
                    self._count_lost(loss)
                    yield {"kind": loss.kind, "error": " and ".join(dict.fromkeys(map(str, first.losses)))}
                alone.extendleft(reversed(given))
                given.clear()
                continue
            given.popleft()
            since = time.monotonic()
            self._lost_in_a_row = 0
            yield answer

    @staticmethod
    def _has_room(given: deque[_Document]) -> bool:
        # One that was lost on a document is not given more than that document; see `alone`.
        if any(document.losses for document in given):
            return False
        return len(given) < AHEAD and sum(len(document.line) for document in given) < AHEAD_BYTES

    def _give(self, document: _Document, given: deque[_Document]) -> None:
        if self._process is None:
            self._process = self._started()
        self._process.send(document.line)
        given.append(document)

    def _receive(self, document: _Document, since: float) -> dict[str, Any]:
        assert self._process is not None
        seconds = None if self._deadline is None else since + self._deadline - time.monotonic()
        answer = self._process.receive(seconds)
        # A line that the program could not read has no id.
        if answer.get("id") != document.number and not (answer.get("id") is None and "kind" in answer):
            raise Lost("worker-died", "cotejo answered out of turn")
        return answer

    def _started(self) -> _Process:
        """A program that has shown that it works."""
        failure = ""
        for _ in range(TRIES_TO_START):
            try:
                process = _Process(self._command)
            except OSError as error:
                raise CannotRun(f"cannot start {self._command[0]}: {error.strerror}") from error
            try:
                process.send(_line(PROBE))
                answer = process.receive(SECONDS_TO_START)
                if "beads" in answer:
                    return process
                failure = str(answer)
            except Lost as loss:
                failure = str(loss)
            process.kill()
        raise CannotRun(f"{' '.join(self._command)} does not align two words: {failure}")

    def _drop(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process = None
        self._on_restart()

    def _count_lost(self, loss: Lost) -> None:
        self._lost_in_a_row += 1
        if self._lost_in_a_row > MOST_LOST_IN_A_ROW:
            raise CannotRun(
                f"{self._lost_in_a_row} documents in a row were lost ({loss}): is there enough memory here? "
                "--max-sentences and --max-seconds bound what a document may take"
            )


def _line(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _encoded(number: int, document: Mapping[str, Any]) -> _Document:
    return _Document(number, _line({**document, "id": number}))
