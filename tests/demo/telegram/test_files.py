"""getFile and downloads: ids, links that expire, the 20 MB limit."""

import httpx
import pytest

from demo.telegram import Phone, Platform
from demo.telegram.files import DOWNLOAD_LIMIT, FileStore
from tests.demo.telegram.conftest import TOKEN, Ask, jpeg
from tests.demo.telegram.jumping import JumpingClock


async def test_a_document_comes_back_byte_for_byte(budi: Phone, ask: Ask, url: str) -> None:
    original = jpeg(exif=b"Exif\x00\x00MM\x00*")
    document = await budi.document(original, "IMG_0001.jpg")
    assert document.body["document"]["mime_type"] == "image/jpeg"
    file = (await ask("getFile", file_id=document.body["document"]["file_id"]))["result"]
    assert file["file_size"] == len(original)
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{url}/file/bot{TOKEN}/{file['file_path']}")).content == original
        assert (await client.get(f"{url}/file/bot1:wrong/{file['file_path']}")).status_code == 401
        assert (await client.get(f"{url}/file/bot{TOKEN}/documents/file_99.jpg")).status_code == 404


async def test_a_link_lives_an_hour_and_get_file_renews_it(
    budi: Phone, ask: Ask, url: str, clock: JumpingClock
) -> None:
    photo = await budi.photo(jpeg())
    file_id = photo.body["photo"][0]["file_id"]
    path = (await ask("getFile", file_id=file_id))["result"]["file_path"]
    address = f"{url}/file/bot{TOKEN}/{path}"
    async with httpx.AsyncClient() as client:
        clock.forward(3599)
        assert (await client.get(address)).status_code == 200
        clock.forward(1)
        assert (await client.get(address)).status_code == 404
        await ask("getFile", file_id=file_id)
        assert (await client.get(address)).status_code == 200


async def test_no_path_is_open_before_get_file(budi: Phone, platform: Platform, url: str) -> None:
    await budi.document(b"rahasia", "a.txt")
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{url}/file/bot{TOKEN}/documents/file_0.txt")).status_code == 404


async def test_files_over_twenty_megabytes_are_refused(budi: Phone, ask: Ask) -> None:
    largest = await budi.document(bytes(DOWNLOAD_LIMIT), "besar.bin")
    too_large = await budi.document(bytes(DOWNLOAD_LIMIT + 1), "besar.bin")
    assert (await ask("getFile", file_id=largest.body["document"]["file_id"]))["ok"]
    refused = await ask("getFile", file_id=too_large.body["document"]["file_id"])
    assert refused["description"] == "Bad Request: file is too big"


@pytest.mark.parametrize(
    ("file_id", "reason"),
    [("", "file_id not specified"), ("AgACAgUAAx0", "wrong file_id or the file is temporarily unavailable")],
)
async def test_unknown_files_are_refused(ask: Ask, file_id: str, reason: str) -> None:
    assert (await ask("getFile", file_id=file_id))["description"] == f"Bad Request: {reason}"


def test_equal_bytes_uploaded_twice_are_two_files() -> None:
    store = FileStore(b"salt")
    first, second = store.add(b"x", "photos", ".jpg"), store.add(b"x", "photos", ".jpg")
    assert first.unique_id != second.unique_id
    assert store.find(store.file_id(first, 1), 1) is first
    assert store.find(store.file_id(first, 1), 2) is None


def test_two_platforms_share_no_ids() -> None:
    first, second = (FileStore(salt).add(b"x", "photos", ".jpg") for salt in (b"one", b"two"))
    assert first.unique_id != second.unique_id
