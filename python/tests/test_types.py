"""The type stubs are those of the package, and the tests are written to them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def check(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stubs_are_those_of_the_package() -> None:
    check("mypy.stubtest", "cotejo")


def test_the_tests_are_typed(tmp_path: Path) -> None:
    check("mypy", "--config-file", "../pyproject.toml", "--cache-dir", str(tmp_path), ".")
