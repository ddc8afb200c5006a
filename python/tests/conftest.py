from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def command() -> Path:
    """The program that the package brought."""
    return Path(sys.executable).parent / ("cotejo.exe" if os.name == "nt" else "cotejo")


def programs() -> list[Path]:
    """The program of the package, and the one that Cargo built, where scripts/check-python names it."""
    native = os.environ.get("COTEJO_NATIVE")
    return [command(), *([Path(native)] if native else [])]


@pytest.fixture(params=programs(), ids=lambda path: "native" if path != command() else "package")
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Runs a program in a folder of its own."""

    def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
        options = {"cwd": tmp_path, "capture_output": True, "check": True, "timeout": 60, **options}
        return subprocess.run([request.param, *arguments], **options)  # type: ignore[call-overload, no-any-return]

    return run


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, which is the current one, with a story and its translation."""
    for lang in ("es", "en"):
        (tmp_path / f"{lang}.txt").write_bytes((ROOT / f"texts/{lang}/cuento.txt").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path
