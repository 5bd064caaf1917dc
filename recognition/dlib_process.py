"""One process for everything of dlib: an embedding holds the interpreter lock for 92 ms and would stop the event loop.

The process starts when it is first needed, ignores the signals that end the service (the service ends it), and ends
itself when the service was killed.
"""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from recognition.dlib_resnet import DlibResNet, EngineUnavailable, library
from recognition.embedding import Embedding
from recognition.faces import Face
from recognition.images import Picture

TRIES = 2


class DlibProcess:
    """Calls block, and come from one thread at a time."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def embed(self, picture: Picture, face: Face) -> Embedding:
        """DlibResNet.embed in the process, which is started anew once when it dies. Raises EngineUnavailable."""
        for _ in range(TRIES):
            try:
                return self._running().submit(_embed, picture, face).result()
            except BrokenProcessPool:
                self.close()
        raise EngineUnavailable("the process of face_recognition died twice on one picture")

    def close(self) -> None:
        """Ends the process; a later call starts another."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_start)
        return self._pool


def _embed(picture: Picture, face: Face) -> Embedding:
    return DlibResNet().embed(picture, face)


def _start() -> None:
    """In the new process. A service manager signals the whole group, but the pictures in work are to be finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    library()


def _end_with_parent() -> None:
    """The pool's pipes stay open in the child, so that a killed parent goes unnoticed without this."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
