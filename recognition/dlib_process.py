"""One process for everything of dlib: an embedding holds the interpreter lock for 92 ms and would stop the event loop.

The process starts when it is first needed, ignores the signals that end the service (the service ends it), and ends
itself when the service was killed: the system closes the other end of its pipe.

A pipe of our own and no ProcessPoolExecutor: in CPython 3.11.2, Debian 12's, a pool whose process dies while a picture
is written to it waits for its own writing thread for ever (gh-94777; 3.11.7 does not).
"""

import atexit
import multiprocessing
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import NamedTuple, assert_never

from recognition.dlib_resnet import DlibResNet, EngineUnavailable, library
from recognition.embedding import Embedding
from recognition.faces import Face
from recognition.images import Picture
from recognition.landmarks import Points, landmarks

TRIES = 2

WRONG_ANSWER = "the process of face_recognition answered something else"

ENDS_WITHIN_S = 10.0
"""At closing; a process that is still busy then is killed."""


class _Worker(NamedTuple):
    process: SpawnProcess
    line: Connection


View = tuple[Picture, Face]
"""A picture and the face in its pixels."""


class _Embed(NamedTuple):
    view: View


class _Landmarks(NamedTuple):
    views: Sequence[View]


class DlibProcess:
    """Calls block, and come from one thread at a time."""

    def __init__(self) -> None:
        self._worker: _Worker | None = None

    def embed(self, picture: Picture, face: Face) -> Embedding:
        """DlibResNet.embed in the process, which is started anew once when it dies. Raises EngineUnavailable."""
        answer = self._answered(_Embed((picture, face)))
        if not isinstance(answer, Embedding):
            raise TypeError(WRONG_ANSWER)
        return answer

    def landmarks(self, views: Sequence[View]) -> list[Points]:
        """The 68 landmarks of each, in its pixels; 1 to 2 ms each. Raises EngineUnavailable."""
        answer = self._answered(_Landmarks(views))
        if not isinstance(answer, list):
            raise TypeError(WRONG_ANSWER)
        return answer

    def close(self) -> None:
        """Ends the process; a later call starts another."""
        if self._worker is None:
            return
        process, line = self._worker
        self._worker = None
        atexit.unregister(self.close)
        line.close()
        process.join(ENDS_WITHIN_S)
        if process.exitcode is None:
            process.kill()
            process.join()
        process.close()

    def _answered(self, request: _Embed | _Landmarks) -> object:
        for _ in range(TRIES):
            try:
                return self._asked(request)
            except (EOFError, OSError):
                self.close()
        raise EngineUnavailable("the process of face_recognition died twice on one request")

    def _asked(self, request: _Embed | _Landmarks) -> object:
        line = self._running().line
        line.send(request)
        answer = line.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _running(self) -> _Worker:
        if self._worker is None:
            spawn = multiprocessing.get_context("spawn")
            ours, theirs = spawn.Pipe()
            process = spawn.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            # Only the process holds this end now, so that its death is seen as the end of the line.
            theirs.close()
            self._worker = _Worker(process, ours)
            # Whoever forgets to close must not wait at the exit for a process that waits for the next picture.
            atexit.register(self.close)
        return self._worker


def _serve(line: Connection) -> None:
    """In the new process. A service manager signals the whole group, but the pictures in work are to be finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    library()
    while True:
        try:
            line.send(_answer(line.recv()))
        except (EOFError, OSError):
            return


def _answer(request: _Embed | _Landmarks) -> Embedding | list[Points] | Exception:
    try:
        match request:
            case _Embed(view):
                return DlibResNet().embed(*view)
            case _Landmarks(views):
                return [landmarks(picture, face) for picture, face in views]
            case _:
                assert_never(request)
    except Exception as error:  # noqa: BLE001 - raised again where the request came from
        return error
