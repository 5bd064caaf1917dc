"""A strict check of Bot API JSON against the machine-readable description in PRESENSI_ORACLES/telegram-bot-api.json.

Neither client library is strict: aiogram takes dates in milliseconds and latitudes in quotes, python-telegram-bot keeps
a latitude in quotes.
"""

import json
import re
from pathlib import Path
from typing import Any

SCALARS: dict[str, tuple[type, ...]] = {"Integer": (int,), "Float": (int, float), "String": (str,), "Boolean": (bool,)}
TEXT_FORMS = {"Integer": r"-?\d+", "Float": r"-?\d+(\.\d+)?(e-?\d+)?", "Boolean": r"true|false"}
SECONDS = range(1_000_000_000, 10_000_000_000)


class BotApi:
    """Methods and types; each check returns the problems it found, each with its place."""

    def __init__(self, description: Path) -> None:
        read = json.loads(description.read_text())
        self.types: dict[str, Any] = read["types"]
        self.methods: dict[str, Any] = read["methods"]

    def result_problems(self, method: str, result: Any) -> list[str]:
        """Of what a method answered."""
        return self._one_of(result, self.methods[method]["returns"], f"{method}()")

    def problems(self, value: Any, type_name: str) -> list[str]:
        """Of a value that should have that type."""
        return self._one_of(value, [type_name], type_name)

    def request_problems(self, method: str, values: dict[str, str], uploads: tuple[str, ...]) -> list[str]:
        """Of the arguments of a call, which are texts or uploaded files."""
        fields = {field["name"]: field for field in self.methods[method].get("fields", [])}
        attached = {
            text.removeprefix("attach://") for text in re.findall(r"attach://[\w-]+", " ".join(values.values()))
        }
        unknown = [name for name in {*values, *uploads} - {*fields} if name not in attached]
        missing = [name for name, field in fields.items() if field["required"] and name not in {*values, *uploads}]
        found = [f"{method}: unknown {name}" for name in unknown] + [f"{method}: no {name}" for name in missing]
        for name, text in values.items():
            if name in fields:
                found += self._argument_problems(text, fields[name]["types"], f"{method}.{name}")
        return found

    def _argument_problems(self, text: str, types: list[str], place: str) -> list[str]:
        if "String" in types or "InputFile" in types:
            return []
        forms = [TEXT_FORMS[name] for name in types if name in TEXT_FORMS]
        if forms:
            return [] if any(re.fullmatch(form, text) for form in forms) else [f"{place}: {text!r} is no {types}"]
        return self._one_of(json.loads(text), types, place)

    def _one_of(self, value: Any, types: list[str], place: str) -> list[str]:
        """The problems under the type that fits best."""
        return min((self._value_problems(value, name, place) for name in types), key=len)

    def _value_problems(self, value: Any, type_name: str, place: str) -> list[str]:
        if type_name.startswith("Array of "):
            return self._array_problems(value, type_name.removeprefix("Array of "), place)
        if type_name in SCALARS:
            fits = isinstance(value, SCALARS[type_name]) and (type_name == "Boolean" or not isinstance(value, bool))
            return [] if fits else [f"{place}: {value!r} is no {type_name}"]
        subtypes = self.types[type_name].get("subtypes")
        if subtypes:
            return self._one_of(value, subtypes, place)
        return self._object_problems(value, type_name, place)

    def _array_problems(self, value: Any, item_type: str, place: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{place}: {value!r} is no array"]
        return [
            problem
            for index, item in enumerate(value)
            for problem in self._value_problems(item, item_type, f"{place}[{index}]")
        ]

    def _object_problems(self, value: Any, type_name: str, place: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{place}: {value!r} is no {type_name}"]
        fields = {field["name"]: field for field in self.types[type_name].get("fields", [])}
        found = [f"{place}: unknown field {name} of {type_name}" for name in value if name not in fields]
        found += [f"{place}: no {name}" for name, field in fields.items() if field["required"] and name not in value]
        for name in value.keys() & fields.keys():
            found += self._field_problems(value[name], fields[name], f"{place}.{name}")
        return found

    def _field_problems(self, value: Any, field: Any, place: str) -> list[str]:
        always = re.search(r"(?:always|must be) [“\"]?([a-z_]+)[”\"]?$", field["description"].rstrip("."))
        if field["name"] in {"type", "status", "source"} and always and value != always[1]:
            return [f"{place}: {value!r} is not {always[1]!r}"]
        if field["name"] in {"date", "edit_date"} and value not in SECONDS:
            return [f"{place}: {value!r} is no date in seconds"]
        return self._one_of(value, field["types"], place)
