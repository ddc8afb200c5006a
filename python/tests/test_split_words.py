"""Sentences and word links are those of the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

import cotejo


def test_sentences_are_those_of_the_program(texts: Path, run: Run) -> None:
    told = run("split", "en.txt", "--lang", "en").stdout.decode().splitlines()
    text = Path("en.txt").read_text(encoding="utf-8")
    for given in (text, Path("en.txt"), Path("en.txt").read_bytes()):
        assert [sentence.text for sentence in cotejo.split(given, "en")] == told


def test_the_language_is_that_of_the_folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("texts/en/letter.txt")
    path.parent.mkdir(parents=True)
    path.write_text("I saw Mr. Gray. He left.", encoding="utf-8")
    told = run("split", str(path)).stdout.decode().splitlines()
    assert [str(sentence) for sentence in cotejo.split(path)] == told == ["I saw Mr. Gray.", "He left."]


def test_sentences_are_cut_from_the_text() -> None:
    text = "Vino el Sr. Gil. ¿Quién\nera? 🙂 Nadie."
    sentences = cotejo.split(text)
    assert [text[s.start : s.end] for s in sentences] == ["Vino el Sr. Gil.", "¿Quién\nera?", "🙂 Nadie."]
    assert [str(s) for s in sentences] == ["Vino el Sr. Gil.", "¿Quién era?", "🙂 Nadie."]
    assert len({*sentences, *cotejo.split(text)}) == 3
    assert cotejo.split(text.encode())[0].start is None


def test_abbreviations_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Pérz.\n", encoding="utf-8")
    text = "Es de la zona Pérz. Luego vino."
    assert len(cotejo.split(text)) == 2
    assert len(cotejo.split(text, abbreviations=tmp_path / "list.txt")) == 1


def test_nothing_has_no_sentence() -> None:
    assert cotejo.split("") == cotejo.split(" \n\t\n") == []


PAIRS = [("la luz roja", "the red light"), ("el faro rojo se apagó", "the red lighthouse went out"), ("", "nothing")]


def test_word_links_are_those_of_the_program(tmp_path: Path, run: Run) -> None:
    lines = tmp_path / "pairs.txt"
    lines.write_text("".join(f"{a} ||| {b}\n" for a, b in PAIRS), encoding="utf-8")
    told = [json.loads(line)["links"] for line in run("words", str(lines), "--format", "json").stdout.splitlines()]
    as_lists = [[a.split(), b.split()] for a, b in PAIRS]
    for given in (PAIRS, as_lists, iter(PAIRS)):
        found = cotejo.words(given)
        assert [[{"source": w.source, "target": w.target, "strength": w.strength} for w in links] for links in found] == told
    assert [str(link) for link in cotejo.words(PAIRS[:1])[0]] == ["0-0", "1-2", "2-1"]
    assert cotejo.words([]) == []


def test_a_lexicon_of_ones_own_links_words(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("zorf\tglimp\n", encoding="utf-8")
    pairs = [("zorf abc", "xyz glimp")]
    assert any(str(link) == "0-1" for link in cotejo.words(pairs, lexicon=tmp_path / "own.tsv")[0])
