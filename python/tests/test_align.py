"""Alignments are those of the program, byte for byte."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest
from conftest import ROOT, Run

import cotejo

ES = "El faro se apagó. Nadie lo vio. Al día siguiente llegó el barco."
EN = "The light went out, and nobody saw it. Next day the ship came."


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def test_the_links_of_two_texts() -> None:
    alignment = cotejo.align(ES, EN)
    assert [link.shape for link in alignment] == ["2-1", "1-1"]
    first, last = alignment.links
    assert first.source == ["El faro se apagó.", "Nadie lo vio."]
    assert first.target == ["The light went out, and nobody saw it."]
    assert (first.source_range, first.target_range) == (range(0, 2), range(0, 1))
    assert (first.status, first.note) == ("auto", None)
    assert 0 <= first.confidence <= 1
    assert isinstance(first.reasons, list)
    assert len(alignment) == 2
    assert alignment[-1] == last == alignment[1] != first
    assert 0 < alignment.quality <= 1
    assert (alignment.source_lang, alignment.target_lang) == ("es", "en")
    assert repr(alignment) == "<Alignment es-en, 2 links>"
    assert repr(last).startswith("<Link 1-1 auto 0.")
    for number in (2, -3):
        with pytest.raises(IndexError):
            alignment[number]


def test_the_file_is_that_of_the_program(texts: Path, run: Run) -> None:
    run("align", "es.txt", "en.txt", "-o", "told.json")
    alignment = cotejo.align(Path("es.txt"), Path("en.txt"))
    assert alignment.to_json().encode() == Path("told.json").read_bytes()
    alignment.write("written.json")
    assert Path("written.json").read_bytes() == Path("told.json").read_bytes()
    assert cotejo.read("told.json") == alignment
    assert cotejo.Alignment.from_json(alignment.to_json()).to_json() == alignment.to_json()


def test_a_text_in_memory_is_one_from_standard_input(texts: Path, run: Run) -> None:
    told = run("align", "-", "en.txt", input=Path("es.txt").read_bytes()).stdout
    for source in (read("es.txt"), Path("es.txt").read_bytes()):
        assert cotejo.align(source, Path("en.txt")).to_json().encode() == told


def test_options_are_those_of_the_program(texts: Path, run: Run) -> None:
    Path("faros.tsv").write_text("faro\tbeacon\n", encoding="utf-8")
    Path("short.txt").write_text("Excmo.\n", encoding="utf-8")
    Path("es.txt").write_text(read("es.txt"), encoding="latin-1", errors="replace")
    run(
        *("align", "es.txt", "en.txt", "-o", "told.json", "--one-per-line", "--lexicon", "faros.tsv"),
        *("--abbreviations", "short.txt", "--source-encoding", "latin1"),
    )
    alignment = cotejo.align(
        Path("es.txt"),
        Path("en.txt"),
        one_per_line=True,
        lexicon="faros.tsv",
        abbreviations=[Path("short.txt")],
        source_encoding="latin1",
    )
    assert alignment.to_json().encode() == Path("told.json").read_bytes()


def test_other_languages(texts: Path, run: Run) -> None:
    run("align", "en.txt", "es.txt", "-o", "told.json", "--source-lang", "en", "--target-lang", "es")
    alignment = cotejo.align(Path("en.txt"), Path("es.txt"), source_lang="en", target_lang="es")
    assert alignment.to_json().encode() == Path("told.json").read_bytes()


@pytest.mark.parametrize("form", ["html", "epub", "tmx", "xlsx", "csv", "jsonl", "tei"])
def test_exports_are_those_of_the_program(texts: Path, run: Run, form: str) -> None:
    run("align", "es.txt", "en.txt", "--to", form, "-o", "told")
    assert cotejo.align(Path("es.txt"), Path("en.txt")).export(form, name="told") == Path("told").read_bytes()  # type: ignore[arg-type]


def test_all_bundled_alignments_come_back_as_they_are() -> None:
    paths = sorted((ROOT / "alignments").glob("*.json"))
    assert paths
    for path in paths:
        assert cotejo.read(path).to_json().encode() == path.read_bytes()


def test_decisions_are_carried_over(texts: Path) -> None:
    stored = cotejo.align(Path("es.txt"), Path("en.txt"))
    decided = cotejo.Alignment.from_json(stored.to_json().replace('"auto"', '"accepted"', 1))
    assert decided != stored
    assert decided[0].status == "accepted"
    Path("es.txt").write_text(read("es.txt") + "\n\nUna frase más.\n", encoding="utf-8")
    again = cotejo.align(Path("es.txt"), Path("en.txt"), previous=decided)
    assert again[0].status == "accepted"
    assert again.source_sentences[-1].text == "Una frase más."


def test_losing_decisions_is_refused(texts: Path) -> None:
    stored = cotejo.align(Path("es.txt"), Path("en.txt")).to_json().replace('"auto"', '"accepted"')
    decided = cotejo.Alignment.from_json(stored)
    with pytest.raises(cotejo.CotejoError, match="previous: nothing was written"):
        cotejo.align("Otra cosa.", "Another thing.", previous=decided)
    cotejo.align("Otra cosa.", "Another thing.", previous=decided, accept_loss=True)
    with pytest.raises(cotejo.CotejoError, match="aligns es with en, not de with en"):
        cotejo.align("Etwas anderes.", "Another thing.", source_lang="de", previous=decided)


def test_sentences_know_where_they_stand() -> None:
    es = "\ufeffCAPÍTULO I\r\n\r\nEl nin\u0303o 🙂 llegó.  Nadie\r\nlo vio.\r\n"
    alignment = cotejo.align(es, "CHAPTER I\n\nThe boy 🙂 came. Nobody saw him.\n")
    heading, came, saw = alignment.source_sentences
    assert heading.kind == "heading"
    assert (came.passage, came.number, came.kind) == (2, 1, "paragraph")
    assert es[came.start : came.end] == "El nin\u0303o 🙂 llegó."
    assert es[saw.start : saw.end] == "Nadie\r\nlo vio."
    assert saw.text == str(saw) == "Nadie lo vio."
    assert repr(saw) == "<Sentence 2.2 'Nadie lo vio.'>"
    link = alignment[-1]
    assert [alignment.source_sentences[i].text for i in link.source_range] == link.source
    alone = cotejo.Alignment.from_json(alignment.to_json()).source_sentences[0]
    assert (alone.passage, alone.number, alone.kind, alone.start, alone.end) == (None,) * 5


def test_copies_and_pickles() -> None:
    alignment = cotejo.align(ES, EN)
    assert pickle.loads(pickle.dumps(alignment)) == alignment
    assert copy.deepcopy(alignment) == alignment


def test_nothing_can_be_set() -> None:
    alignment = cotejo.align(ES, EN)
    for thing in (alignment, alignment[0], alignment.source_sentences[0]):
        with pytest.raises(AttributeError):
            thing.text = "other"  # type: ignore[union-attr, misc]


def test_the_json_is_json() -> None:
    links = json.loads(cotejo.align(ES, EN).to_json())["links"]
    assert [len(link["source"]) for link in links] == [2, 1]
