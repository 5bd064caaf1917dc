"""Arguments of a call, however they were sent: query, urlencoded form, multipart form or JSON.

As in the real server all values are text first; JSON values that are not text are kept as their JSON text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from demo.telegram.errors import bad_request
from demo.telegram.wire import Payload, compact

ATTACH = "attach://"
TEXT_PART_LIMIT = 4 << 20  # of a form; files are spooled and have no limit here


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart form."""

    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    """What one call was given."""

    values: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value, empty when it was not given."""
        return self.values.get(name, "")

    def integer(self, name: str) -> int:
        """The number; the server reads what is missing or no number as 0."""
        try:
            return int(self.values.get(name, ""))
        except ValueError:
            return 0

    def within(self, name: str, default: int, lowest: int, highest: int) -> int:
        """The number, moved into its range as the server does; the default when it is missing."""
        return min(max(self.integer(name), lowest), highest) if name in self.values else default

    def flag(self, name: str) -> bool:
        """True for true, yes and 1."""
        return self.values.get(name, "").lower() in {"true", "yes", "1"}

    def structure(self, name: str, what: str) -> Any:
        """A JSON-serialised value, None when it was not given; `what` names it in the refusal."""
        if not self.values.get(name):
            return None
        try:
            return json.loads(self.values[name])
        except json.JSONDecodeError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def file(self, name: str) -> Upload | str | None:
        """An upload, or the text of a file id; `attach://part` stands for the part of that name."""
        return self.uploads.get(name) or self.attached(self.values.get(name))

    def attached(self, reference: str | None) -> Upload | str | None:
        """What `reference` stands for: the part named by `attach://`, else itself."""
        if reference is not None and reference.startswith(ATTACH):
            return self.uploads.get(reference.removeprefix(ATTACH))
        return reference or None


async def read_arguments(request: Request) -> Arguments:
    """Arguments of the query and of the body; those of the body win."""
    query = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/json"):
        return Arguments(query | _from_json(await request.body()))
    async with request.form(max_part_size=TEXT_PART_LIMIT) as form:
        return await _from_form(query, form)


def _from_json(body: bytes) -> dict[str, str]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("object expected")
    return texts(parsed)


def texts(given: Payload) -> dict[str, str]:
    """The fields of an object as the texts that arguments are."""
    return {name: value if isinstance(value, str) else compact(value) for name, value in given.items()}


def of_object(given: Payload) -> Arguments:
    """An object inside an argument, such as an InputMedia, read like arguments; null is missing."""
    return Arguments(texts({name: value for name, value in given.items() if value is not None}))


async def _from_form(query: dict[str, str], form: FormData) -> Arguments:
    values, uploads = dict(query), {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            uploads[name] = Upload(value.filename or "", await value.read())
        else:
            values[name] = value
    return Arguments(values, uploads)
