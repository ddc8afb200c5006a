import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias, TypedDict, final

__all__ = [
    "Alignment",
    "Link",
    "Sentence",
    "WordLink",
    "__version__",
    "align",
    "read",
    "run_program",
    "split",
    "words",
]

__version__: str

_Path: TypeAlias = str | os.PathLike[str]
_Files: TypeAlias = _Path | Sequence[_Path]
# The text itself, the bytes of its file, or its file.
_Text: TypeAlias = str | bytes | os.PathLike[str]
_Pair: TypeAlias = (
    tuple[str | Sequence[str], str | Sequence[str]] | list[str] | list[list[str]] | list[str | list[str]]
)
_Status: TypeAlias = Literal["auto", "accepted", "edited", "disputed"]
_Kind: TypeAlias = Literal[
    "paragraph", "heading", "verse", "separator", "list-item", "letter", "footnote", "furniture", "matter"
]
_Form: TypeAlias = Literal[
    "html",
    "epub",
    "tmx",
    "tsv",
    "csv",
    "xlsx",
    "beads",
    "vecalign",
    "ladder",
    "text",
    "moses",
    "jsonl",
    "xliff",
    "xces",
    "tei",
    "anki",
]

@final
class Sentence:
    @property
    def text(self) -> str: ...
    @property
    def passage(self) -> int | None: ...
    @property
    def number(self) -> int | None: ...
    @property
    def kind(self) -> _Kind | None: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Link:
    @property
    def source(self) -> list[str]: ...
    @property
    def target(self) -> list[str]: ...
    @property
    def source_range(self) -> range: ...
    @property
    def target_range(self) -> range: ...
    @property
    def shape(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def status(self) -> _Status: ...
    @property
    def reasons(self) -> list[str]: ...
    @property
    def note(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

class _Record(TypedDict):
    row: int
    source: str
    target: str
    source_count: int
    target_count: int
    status: _Status
    confidence: float
    reasons: str
    note: str | None

@final
class Alignment:
    @property
    def links(self) -> list[Link]: ...
    @property
    def source_sentences(self) -> list[Sentence]: ...
    @property
    def target_sentences(self) -> list[Sentence]: ...
    @property
    def source_lang(self) -> str: ...
    @property
    def target_lang(self) -> str: ...
    @property
    def source_path(self) -> str: ...
    @property
    def target_path(self) -> str: ...
    @property
    def quality(self) -> float: ...
    def records(self) -> list[_Record]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(json: str) -> Alignment: ...
    def write(self, path: _Path) -> None: ...
    def export(self, form: _Form, *, name: str | None = None) -> bytes: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> Link: ...
    def __iter__(self) -> Iterator[Link]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class WordLink:
    @property
    def source(self) -> int: ...
    @property
    def target(self) -> int: ...
    @property
    def strength(self) -> Literal["solid", "dotted", "hidden"]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

def align(
    source: _Text,
    target: _Text,
    *,
    source_lang: str = "es",
    target_lang: str = "en",
    lexicon: _Files | None = None,
    abbreviations: _Files | None = None,
    one_per_line: bool = False,
    encoding: str | None = None,
    source_encoding: str | None = None,
    target_encoding: str | None = None,
    previous: Alignment | None = None,
    accept_loss: bool = False,
) -> Alignment: ...
def read(path: _Path) -> Alignment: ...
def split(
    text: _Text, lang: str | None = None, *, encoding: str | None = None, abbreviations: _Files | None = None
) -> list[Sentence]: ...
def words(
    pairs: Iterable[_Pair], *, source_lang: str = "es", target_lang: str = "en", lexicon: _Files | None = None
) -> list[list[WordLink]]: ...
def run_program(arguments: list[str], program: str | None) -> int: ...
