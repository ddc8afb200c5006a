#!/usr/bin/env python3
"""Puts the page together: assemble.py MODULE READING_PAGE OUT

MODULE is the module (.wasm), READING_PAGE any web page that cotejo exported, OUT the page to write. The page is one
file that loads nothing: its modules of JavaScript are linked into one script, the module is deflated and written as
letters (base 85), and the content security policy names the hashes of all that may run.

Frames are bound by the policy of the page that makes them, so that names what the page to read holds too: the hashes
are taken from an exported page.
"""

import base64
import hashlib
import json
import re
import sys
import zlib
from pathlib import Path

PAGE = Path(__file__).parent / "page"
REVIEW = Path(__file__).parent.parent / "src" / "cli" / "review" / "page"

# Letters of the module in one element.
PIECE = 100_000

IMPORT_ALL = re.compile(r'^import \* as (\w+) from "\./(\w+)\.js";$', re.MULTILINE)
IMPORT = re.compile(r'^import \{([^}]+)\} from "\./(\w+)\.js";$', re.MULTILINE)
# Comments that have their lines for themselves; they are for who reads the modules.
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let) (\w+))", re.MULTILINE)


def places(folders: list[Path]) -> dict[str, Path]:
    """The modules by their names; those of earlier folders stand for those of later ones."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        found.update({path.stem: path for path in folder.glob("*.js")})
    return found


def link(start: str, modules: dict[str, Path]) -> str:
    """One script of a module and all that it imports, each once and after those that it needs."""
    done: dict[str, str] = {}
    open_: list[str] = []

    def add(name: str) -> None:
        if name in done:
            return
        if name in open_:
            sys.exit(f"assemble: modules import each other in a circle: {' → '.join([*open_, name])}")
        open_.append(name)
        text = modules[name].read_text(encoding="utf-8")
        for pattern in (IMPORT_ALL, IMPORT):
            for _, of in pattern.findall(text):
                add(of)
        names = EXPORT.findall(text)
        text = IMPORT_ALL.sub(lambda it: f"const {it[1]} = $modules.{it[2]};", text)
        text = IMPORT.sub(lambda it: f"const {{{it[1].replace(' as ', ': ')}}} = $modules.{it[2]};", text)
        text = COMMENT.sub("", EXPORT.sub("", text))
        if left := re.search(r"^(import|export)\b.*$", text, re.MULTILINE):
            sys.exit(f"assemble: {modules[name]}: this form is not known: {left[0]}")
        given = ", ".join(f"get {it}() {{ return {it}; }}" for it in names)
        # Only the first module may wait at its top: nobody imports it.
        wait = "async " if name == start else ""
        done[name] = f"$modules.{name} = ({wait}() => {{\n{text}\nreturn {{ {given} }};\n}})();\n"
        open_.pop()

    add(start)
    return '"use strict";\n(() => {\nconst $modules = {};\n' + "".join(done.values()) + "})();\n"


def digest(text: str) -> str:
    """How a content security policy names a script or a style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inside_script(value: str) -> str:
    """JSON that nothing in it can end the element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def review_page(script: str, style: str) -> str:
    """The page of `cotejo review` in one piece."""
    page = (REVIEW / "index.html").read_text(encoding="utf-8")
    page = re.sub(r'<link rel="(?:icon|modulepreload)"[^>]*>\n', "", page)
    page = page.replace('<link rel="stylesheet" href="/page.css">', '<link rel="icon" href="data:,">\n<style>@@style@@</style>')
    page = page.replace('<script type="module" src="/main.js"></script>\n', "")
    # At the end: the script of a module waits until the page is read.
    page = page.replace("</body>", "<script>@@script@@</script>\n</body>")
    assert "/page.css" not in page and "/main.js" not in page and "@@script@@" in page
    return page.replace("@@style@@", style).replace("@@script@@", script)


def hashes_of(reading_page: str) -> tuple[str, str]:
    """What a page to read allows of scripts and of styles."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', reading_page)
    if policy is None:
        sys.exit("assemble: the page to read has no content security policy")
    allowed = dict(part.strip().split(" ", 1) for part in policy[1].replace("&#x27;", "'").split(";"))
    return allowed["script-src"], allowed["style-src"]


def main(module: Path, reading: Path, out: Path) -> None:
    script = link("main", places([PAGE, REVIEW]))
    style = (PAGE / "page.css").read_text(encoding="utf-8").strip()
    # The review asks the module in the place of a server, and says what it says of a file otherwise.
    own = {"api": PAGE / "api.js"}
    review_script = link("main", {**places([REVIEW]), **own})
    review_style = (REVIEW / "page.css").read_text(encoding="utf-8").strip()
    read_script, read_style = hashes_of(reading.read_text(encoding="utf-8"))
    policy = "; ".join([
        "default-src 'none'",
        f"script-src {digest(script)} {digest(review_script)} {read_script} 'wasm-unsafe-eval'",
        f"style-src {digest(style)} {digest(review_style)} {read_style}",
        "worker-src blob:",
        "frame-src blob:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ])
    # Four bytes in five letters; those that could end the element are replaced by others that the alphabet lacks.
    packed = base64.b85encode(zlib.compress(module.read_bytes(), 9)).decode().translate(str.maketrans("<&", ".,"))
    # In pieces, so that a browser can draw between them.
    pieces = [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]
    parts = {
        "policy": policy,
        "style": style,
        "script": script,
        "review": inside_script(review_page(review_script, review_style)),
        "worker": inside_script((PAGE / "worker.js").read_text(encoding="utf-8")),
        "module": "\n".join(f'<script type="text/plain" class="module">{piece}</script>' for piece in pieces),
    }
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"@@(\w+)@@", lambda it: parts[it[1]], page)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
