"""Other threads run while texts are aligned, and processes may be forked."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT

import cotejo


def novel() -> tuple[Path, Path]:
    return ROOT / "texts/es/novela.txt", ROOT / "texts/en/novela.txt"


def test_another_thread_goes_on_while_texts_are_aligned() -> None:
    # A thread of Python's own would not be asked to give way before this is over.
    usual = sys.getswitchinterval()
    sys.setswitchinterval(3600)
    try:
        begun, done, turns = threading.Event(), threading.Event(), 0

        def align() -> None:
            begun.set()
            cotejo.align(*novel())
            done.set()

        thread = threading.Thread(target=align)
        thread.start()
        begun.wait()
        while not done.wait(0.001):
            turns += 1
        thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert turns > 5


def test_threads_give_the_same() -> None:
    wanted = cotejo.align(*novel()).to_json()
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: cotejo.align(*novel()).to_json(), range(4))) == {wanted}


def shapes(_: int) -> list[str]:
    return [link.shape for link in cotejo.align("Uno. Dos.", "One. Two.")]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_aligns_too() -> None:
    here = shapes(0)
    with multiprocessing.get_context("fork").Pool(2) as processes:
        assert processes.map_async(shapes, range(4)).get(timeout=60) == [here] * 4


def test_alignments_cross_processes() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as processes:
        found = processes.starmap_async(cotejo.align, [("Uno. Dos.", "One. Two.")]).get(timeout=60)
    assert found == [cotejo.align("Uno. Dos.", "One. Two.")]
