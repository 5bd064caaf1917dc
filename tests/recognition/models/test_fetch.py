"""Downloads against a server of our own on loopback."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from recognition.models.fetch import LARGEST, FetchError, fetch
from recognition.models.files import ModelDamagedError
from recognition.models.manifest import Model, ModelFile

WEIGHTS = bytes(range(256)) * 400


@dataclass
class Mirror:
    """A file server that can break off, ignore ranges, redirect, or hand out something else."""

    content: bytes = WEIGHTS
    break_after: int | None = None
    knows_ranges: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    state = Mirror()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            state.asked.append((self.path, wanted))
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/weights")
                self.end_headers()
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and state.knows_ranges else 0
            if start >= len(state.content):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            body = state.content[start:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: state.break_after])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=True) as client:
        yield client


def model(*sources: str) -> Model:
    digest = hashlib.sha256(WEIGHTS).hexdigest()
    return Model("net", "1", "Apache-2.0", "here", (ModelFile("net.onnx", digest, None, sources),))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_is_fetched_through_a_redirect_into_a_new_folder(
    tmp_path: Path, mirror: Mirror, client: httpx.Client
) -> None:
    path = fetch(model(mirror.url + "/moved"), tmp_path / "new", client)
    assert path.read_bytes() == WEIGHTS
    assert names(tmp_path / "new") == ["net.onnx"]


def test_what_is_there_is_not_fetched_again(tmp_path: Path, mirror: Mirror, client: httpx.Client) -> None:
    (tmp_path / "net.onnx").write_bytes(WEIGHTS)
    fetch(model(mirror.url), tmp_path, client)
    assert mirror.asked == []


def test_another_file_under_the_name_is_reported_and_not_overwritten(
    tmp_path: Path, mirror: Mirror, client: httpx.Client
) -> None:
    (tmp_path / "net.onnx").write_bytes(b"mine")
    with pytest.raises(ModelDamagedError, match=r"net\.onnx.*delete it"):
        fetch(model(mirror.url), tmp_path, client)
    assert (tmp_path / "net.onnx").read_bytes() == b"mine"


def test_a_broken_download_leaves_no_model_and_goes_on_where_it_stopped(
    tmp_path: Path, mirror: Mirror, client: httpx.Client
) -> None:
    mirror.break_after = 60_000
    with pytest.raises(FetchError, match=mirror.url):
        fetch(model(mirror.url), tmp_path, client)
    kept = (tmp_path / "net.onnx.part").stat().st_size
    assert names(tmp_path) == ["net.onnx.part"]
    mirror.break_after = None
    fetch(model(mirror.url), tmp_path, client)
    assert mirror.asked[1][1] == (f"bytes={kept}-" if kept else None)
    assert (tmp_path / "net.onnx").read_bytes() == WEIGHTS


def test_a_server_without_ranges_starts_anew(tmp_path: Path, mirror: Mirror, client: httpx.Client) -> None:
    (tmp_path / "net.onnx.part").write_bytes(WEIGHTS[:1000])
    mirror.knows_ranges = False
    assert fetch(model(mirror.url), tmp_path, client).read_bytes() == WEIGHTS


def test_a_whole_part_is_taken_as_it_is(tmp_path: Path, mirror: Mirror, client: httpx.Client) -> None:
    """The process died between the last byte and the renaming: the server has no more bytes to give (416)."""
    (tmp_path / "net.onnx.part").write_bytes(WEIGHTS)
    assert fetch(model(mirror.url), tmp_path, client).read_bytes() == WEIGHTS


def test_another_content_is_thrown_away_and_the_next_source_is_tried(
    tmp_path: Path, mirror: Mirror, client: httpx.Client
) -> None:
    (tmp_path / "net.onnx.part").write_bytes(b"a lie" * 30_000)
    fetch(model(mirror.url + "/first", mirror.url + "/second"), tmp_path, client)
    assert [path for path, _ in mirror.asked] == ["/first", "/second"]
    assert (tmp_path / "net.onnx").read_bytes() == WEIGHTS


def test_a_wrong_file_everywhere_is_named_and_nothing_is_kept(
    tmp_path: Path, mirror: Mirror, client: httpx.Client
) -> None:
    mirror.content = b"something else"
    with pytest.raises(FetchError, match="SHA-256"):
        fetch(model(mirror.url), tmp_path, client)
    assert names(tmp_path) == []


def test_an_endless_file_is_given_up(tmp_path: Path, mirror: Mirror, client: httpx.Client) -> None:
    mirror.content = bytes(LARGEST + 100_000)
    with pytest.raises(FetchError, match="more than"):
        fetch(model(mirror.url), tmp_path, client)


def test_a_model_that_nobody_offers_is_named(tmp_path: Path, client: httpx.Client) -> None:
    with pytest.raises(FetchError, match="no source is known"):
        fetch(model(), tmp_path, client)
