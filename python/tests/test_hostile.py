"""What cannot be used is refused with the program's words; nothing panics."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

import cotejo


def test_the_words_are_those_of_the_program(texts: Path, run: Run) -> None:
    Path("empty.txt").write_bytes(b" \n")
    Path("binary.txt").write_bytes(bytes(range(256)) * 9)
    Path("bad.json").write_text('{"format": "cotejo-alignment"}', encoding="utf-8")
    Path("bad.tsv").write_text("one\n", encoding="utf-8")

    def told(*arguments: str) -> str:
        done = run(*arguments, check=False)
        assert done.returncode == 2
        return done.stderr.decode()

    def same(error: cotejo.CotejoError) -> str:
        return "".join([f"error: {error}\n", *(f"help: {hint}\n" for hint in error.hints)])

    cases: list[tuple[Any, tuple[str, ...]]] = [
        (lambda: cotejo.align(Path("empty.txt"), Path("en.txt")), ("align", "empty.txt", "en.txt")),
        (lambda: cotejo.align(Path("binary.txt"), Path("en.txt")), ("align", "binary.txt", "en.txt")),
        (lambda: cotejo.align(Path("e.txt"), Path("en.txt")), ("align", "e.txt", "en.txt", "-o", "-")),
        (
            lambda: cotejo.align(Path("es.txt"), Path("en.txt"), lexicon="bad.tsv"),
            ("align", "es.txt", "en.txt", "--lexicon", "bad.tsv"),
        ),
        (lambda: cotejo.split(Path("no.txt")), ("split", "no.txt")),
        (lambda: cotejo.read("bad.json"), ("export", "bad.json", "--to", "tsv")),
    ]
    for call, arguments in cases:
        with pytest.raises(cotejo.CotejoError) as raised:
            call()
        assert same(raised.value) == told(*arguments)


def test_files_that_are_not_there() -> None:
    for call in (
        lambda: cotejo.read("nowhere/a.json"),
        lambda: cotejo.split(Path("nowhere/a.txt")),
        lambda: cotejo.words([], lexicon="nowhere/a.tsv"),
        lambda: cotejo.align("Uno.", "One.", abbreviations="nowhere/a.txt"),
        lambda: cotejo.align("Uno.", "One.").write("nowhere/a.json"),
    ):
        with pytest.raises(FileNotFoundError) as raised:
            call()
        assert isinstance(raised.value, cotejo.CotejoFileError)
        assert isinstance(raised.value, ValueError)
        assert "nowhere" in str(raised.value)
        assert type(pickle.loads(pickle.dumps(raised.value))) is cotejo.CotejoFileNotFoundError


def test_folders_and_names_that_cannot_be() -> None:
    for call in (lambda: cotejo.read("."), lambda: cotejo.read("a\0b"), lambda: cotejo.align("Uno.", "One.").write(".")):
        with pytest.raises(cotejo.CotejoError):
            call()


def test_what_stands_there_is_not_lost(texts: Path, run: Run) -> None:
    alignment = cotejo.align(Path("es.txt"), Path("en.txt"))
    before = Path("es.txt").read_bytes()
    with pytest.raises(cotejo.CotejoError, match="not valid JSON"):
        alignment.write("es.txt")
    assert Path("es.txt").read_bytes() == before
    for folder in ("texts/es", "texts/en", "alignments"):
        Path(folder).mkdir(parents=True)
    for lang in ("es", "en"):
        Path(f"{lang}.txt").rename(f"texts/{lang}/a.txt")
    decided = cotejo.Alignment.from_json(alignment.to_json().replace('"auto"', '"accepted"', 1))
    decided.write("alignments/a.json")
    alignment.write("alignments/a.json")
    assert cotejo.read("alignments/a.json") == alignment
    assert run("history", "a").stdout.endswith(b"UTC  write\n")


@pytest.mark.parametrize("thing", [None, 1, 1.5, ["a"], {"a": 1}, object()])
def test_wrong_types(thing: Any) -> None:
    other: Any = 2
    for call in (
        lambda: cotejo.align(thing, "One."),
        lambda: cotejo.align("Uno.", thing),
        lambda: cotejo.split(thing),
        lambda: cotejo.words([other]),
        lambda: cotejo.words([(other, thing)]),
        lambda: cotejo.read(thing),
        lambda: cotejo.Alignment.from_json(thing),
        lambda: cotejo.align("Uno.", "One.", one_per_line=thing or other),
        lambda: cotejo.align("Uno.", "One.", previous=thing or other),
        lambda: cotejo.align("Uno.", "One.", source_lang=thing or other),
    ):
        with pytest.raises(TypeError):
            call()
    letters: Any = "ab"
    for call in (lambda: cotejo.words(letters), lambda: cotejo.words([letters])):
        with pytest.raises(TypeError):
            call()


def test_wrong_values() -> None:
    with pytest.raises(cotejo.CotejoError, match='unknown language "xx"; known are ar, da'):
        cotejo.split("Uno.", "xx")
    with pytest.raises(cotejo.CotejoError, match="unknown language"):
        cotejo.align("Uno.", "One.", target_lang="EN")
    with pytest.raises(cotejo.CotejoError, match="unknown encoding"):
        cotejo.split(b"Uno.", encoding="klingon")
    with pytest.raises(cotejo.CotejoError, match="no encoding any more"):
        cotejo.split("Uno.", encoding="utf-8")
    with pytest.raises(cotejo.CotejoError, match="expected two"):
        cotejo.words([("a", "b", "c")])  # type: ignore[list-item]
    with pytest.raises(cotejo.CotejoError, match="pdf"):
        cotejo.align("Uno.", "One.").export("pdf")  # type: ignore[arg-type]
    with pytest.raises(cotejo.CotejoError, match="the original holds no sentence"):
        cotejo.align("", "One.")
    with pytest.raises(cotejo.CotejoError, match="the translation holds no sentence"):
        cotejo.align("Uno.", "\0" if not cotejo.split("\0") else "")


def test_lone_surrogates_are_no_text() -> None:
    for call in (
        lambda: cotejo.align("Uno \ud800.", "One."),
        lambda: cotejo.split("Uno \udfff."),
        lambda: cotejo.words([("a\ud800", "b")]),
        lambda: cotejo.Alignment.from_json("\ud800"),
        lambda: cotejo.align("Uno.", "One.", source_lang="\ud800"),
    ):
        with pytest.raises((UnicodeEncodeError, TypeError)):
            call()


def test_signs_that_are_no_letters() -> None:
    for text in ("\0", "a\0b. C.", "\ufeff", "\u202e", "\x1b[31m.", "́", "\u2028", "🙂" * 999, "." * 9999, "—" * 9999):
        for sentence in cotejo.split(text):
            assert text[sentence.start : sentence.end]
        if cotejo.split(text):
            alignment = cotejo.align(text, text)
            assert cotejo.Alignment.from_json(alignment.to_json()) == alignment
        cotejo.words([(text, text)])


def test_noise() -> None:
    random.seed(7)
    signs = "aeño ñÁ.!?¿¡«»—\n\r\t\0\u0301\u200b\ufeff🙂"
    for _ in range(60):
        es, en = ("".join(random.choices(signs, k=random.randrange(200))) for _ in range(2))
        for text in (es, en):
            for sentence in cotejo.split(text):
                assert text[sentence.start : sentence.end]
        if cotejo.split(es) and cotejo.split(en):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", cotejo.CotejoWarning)
                alignment = cotejo.align(es, en)
            assert cotejo.Alignment.from_json(alignment.to_json()) == alignment


def test_broken_alignment_files() -> None:
    whole = cotejo.align("Uno. Dos.", "One. Two.").to_json()
    for json in ("", "{}", "[]", "null", "\0", whole[:-9], whole.replace("auto", "car"), whole * 2, "[" * 100_000):
        with pytest.raises(cotejo.CotejoError, match="line "):
            cotejo.Alignment.from_json(json)


def test_doubts_are_warnings() -> None:
    es = "El viejo farero subió despacio la escalera y miró el mar, que aquella noche no decía nada."
    en = "The old keeper climbed the stairs slowly and looked at the sea, which said nothing that night."
    with pytest.warns(cotejo.CotejoWarning, match="the original reads like English and the translation like Spanish"):
        cotejo.align(en, es)
    with pytest.warns(cotejo.CotejoWarning, match="the text: read as windows-1252") as told:
        cotejo.split("«El niño llegó. Mañana verá».".encode("windows-1252"))
    assert Path(told[0].filename) == Path(__file__)


def test_errors_show_their_hints() -> None:
    code = "import cotejo, pathlib; cotejo.align('Uno.', 'One.').write('here.txt')"
    folder = Path(__file__).parent
    done = subprocess.run([sys.executable, "-c", code.replace("here.txt", "conftest.py")], cwd=folder, capture_output=True, text=True)
    assert "cotejo.CotejoError: conftest.py, line 1" in done.stderr
    assert "help: a file that is no alignment is not replaced" in done.stderr or sys.version_info < (3, 11)
