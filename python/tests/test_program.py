"""The command that the package brings is the program."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Run, command

import cotejo


def test_versions_agree(run: Run) -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert cotejo.__version__ == version[1]
    assert run("--version").stdout.decode() == f"cotejo {version[1]}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["align", "--help"], ["completions", "bash"], ["man"], ["algin"]])
def test_what_it_prints_is_what_the_program_prints(arguments: list[str]) -> None:
    native = os.environ.get("COTEJO_NATIVE")
    if not native:
        pytest.skip("COTEJO_NATIVE names no program")
    both = [subprocess.run([path, *arguments], capture_output=True) for path in (command(), native)]
    told = [(done.returncode, done.stdout, done.stderr) for done in both]
    assert told[0] == told[1]


def test_exit_codes_and_streams(run: Run, tmp_path: Path) -> None:
    assert run("split", "-", input="Uno. Dos.".encode()).stdout == b"Uno.\nDos.\n"
    failed = run("split", "nowhere.txt", check=False)
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert failed.stderr.startswith(b"error: cannot read nowhere.txt")
    (tmp_path / "es.txt").write_text("Uno.", encoding="utf-8")
    (tmp_path / "en.txt").write_text("Ever so far away.", encoding="utf-8")
    assert run("align", "es.txt", "en.txt", "-o", "a.json", "--fail-under", "1", check=False).returncode == 1


def test_names_of_files_that_are_no_text(run: Run, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("names are text here")
    name = os.fsdecode(b"\xff.txt")
    (tmp_path / name).write_text("Uno. Dos.", encoding="utf-8")
    assert run("split", name).stdout == b"Uno.\nDos.\n"
    assert len(cotejo.split(tmp_path / name)) == 2


def test_a_closed_pipe_is_no_error(run: Run) -> None:
    if os.name == "nt":
        pytest.skip("no shell")
    whole = f"'{command()}' split '{ROOT}/texts/es/novela.txt' | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", whole], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_is_a_module_too() -> None:
    done = subprocess.run([sys.executable, "-m", "cotejo", "--version"], capture_output=True, text=True)
    assert done.stdout == f"cotejo {cotejo.__version__}\n"


def test_git_calls_it_again(run: Run, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    path = os.pathsep.join(f for f in os.environ["PATH"].split(os.pathsep) if not (Path(f) / "cotejo").exists())
    run("merge-driver", "--install", env={**os.environ, "PATH": path})
    driver = subprocess.run(["git", "config", "merge.cotejo.driver"], cwd=tmp_path, capture_output=True, text=True)
    called = driver.stdout.split("'")[1]
    assert Path(called).name.startswith("cotejo")
    assert subprocess.run([called, "--version"], capture_output=True).stdout.startswith(b"cotejo ")


@pytest.mark.skipif(os.name == "nt", reason="other signals")
def test_it_stops_when_it_is_interrupted() -> None:
    with subprocess.Popen([command(), "pipe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        time.sleep(1)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=10) == -signal.SIGINT
