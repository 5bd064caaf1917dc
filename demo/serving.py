"""An ASGI application on a loopback port of this process, for as long as a block runs.

Used for the platform emulators and, in tests, for the service itself: everything talks real HTTP.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HANG_UP = "demo.hang_up"  # scope["extensions"][HANG_UP]() closes the connection without an answer


class CouldNotStartError(RuntimeError):
    """The application's start-up failed; its own log says why."""


class HangUpProtocol(H11Protocol):
    """HTTP/1.1 whose application may drop the line: uvicorn alone answers 500 to an application that stays silent."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        inner: ASGIApp = self.app

        async def with_hang_up(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), HANG_UP: self.transport.abort}
            await inner({**scope, "extensions": extensions}, receive, send)

        self.app = with_hang_up


class _Server(uvicorn.Server):
    """A server that leaves the signals to the process and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.started_or_failed = asyncio.Event()
        self._stopped = asyncio.Event()

    async def main_loop(self) -> None:
        """Until `stop`; uvicorn looks ten times a second instead."""
        await self._stopped.wait()

    def stop(self) -> None:
        """End the server, whether or not it has come to its loop."""
        self.should_exit = True
        self._stopped.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does, but a failure ends the server instead of the process."""
        try:
            await super().startup(sockets)
        except SystemExit:
            self.should_exit = True
        finally:
            self.started_or_failed.set()


@asynccontextmanager
async def serve(app: ASGIApp, host: str = "127.0.0.1", port: int = 0, grace: int = 1) -> AsyncIterator[str]:
    """Serve `app` and give its address, such as http://127.0.0.1:40001; port 0 takes a free one.

    Open requests get `grace` seconds at the end. The access log is off because its lines would hold bot tokens, and no
    Date header is added: an application that runs on another clock sends its own.
    """
    server = _Server(_config(app, grace))
    failure: BaseException | None = None
    with socket.create_server((host, port)) as listener:
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listener]))
            await server.started_or_failed.wait()
            try:
                _check_started(server)
                yield f"http://{host}:{listener.getsockname()[1]}"
            except BaseException as error:  # noqa: BLE001  # raised again below: the group would wrap it
                failure = error
            finally:
                server.stop()
    if failure is not None:
        raise failure


def _check_started(server: _Server) -> None:
    if not server.started:
        raise CouldNotStartError("the application did not start")


def _config(app: ASGIApp, grace: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=HangUpProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=grace,
    )
