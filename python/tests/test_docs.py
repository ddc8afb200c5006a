"""The examples in the docstrings and in README.md do what they say."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

import cotejo

README = Path(__file__).parents[1] / "README.md"


def things() -> Iterator[object]:
    for name in cotejo.__all__:
        thing = getattr(cotejo, name)
        yield thing
        if isinstance(thing, type):
            yield from (member for key, member in vars(thing).items() if not key.startswith("_"))


def examples() -> list[doctest.DocTest]:
    parser, found = doctest.DocTestParser(), []
    for thing in (cotejo, *things()):
        text = getattr(thing, "__doc__", None) or ""
        if ">>>" in text:
            found.append(parser.get_doctest(text, {}, getattr(thing, "__name__", "?"), None, None))
    found.append(parser.get_doctest(README.read_text(encoding="utf-8"), {}, "README", str(README), 0))
    return found


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_examples(example: doctest.DocTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for lang in ("es", "en"):
        (tmp_path / f"cuento.{lang}.txt").write_bytes((ROOT / f"texts/{lang}/cuento.txt").read_bytes())
    monkeypatch.chdir(tmp_path)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert example.examples
    assert runner.run(example).failed == 0


def test_everything_public_is_described() -> None:
    described = [thing for thing in things() if not isinstance(thing, str)]
    assert all(getattr(thing, "__doc__", None) for thing in described)
