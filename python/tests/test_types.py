"""The type stubs are those of the package, and the tests are written to them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def check(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stubs_are_those_of_the_package(tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    # What the program is called by, and how copies are made: no part of what users are to call.
    allowed.write_text("cotejo\\._.*\ncotejo\\.__main__\n", encoding="utf-8")
    check("mypy.stubtest", "cotejo", "--allowlist", str(allowed), "--ignore-unused-allowlist")


def test_the_tests_are_typed(tmp_path: Path) -> None:
    check("mypy", "--config-file", "../pyproject.toml", "--cache-dir", str(tmp_path), ".")
