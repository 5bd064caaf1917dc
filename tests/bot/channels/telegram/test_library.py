"""The types of aiogram are those of aiogram, whoever imports it first."""

import json
import subprocess
import sys

SCHEMAS = """
import json, sys
{first}
from aiogram import methods, types
from pydantic.json_schema import GenerateJsonSchema

class Lenient(GenerateJsonSchema):
    def handle_invalid_for_json_schema(self, schema, error_info):
        return {{}}

print(json.dumps([
    model.model_json_schema(schema_generator=Lenient)
    for model in (types.Update, types.Message, types.File, methods.SendMessage, methods.SetMyCommands)
], sort_keys=True))
"""


def schemas(first: str) -> object:
    """As a process of its own builds them."""
    run = subprocess.run(
        [sys.executable, "-c", SCHEMAS.format(first=first)], capture_output=True, check=True, text=True
    )
    return json.loads(run.stdout)


def test_building_a_type_later_builds_the_same_type() -> None:
    assert schemas("import bot.channels.telegram.library") == schemas("import aiogram.types")


def test_nothing_is_built_that_is_not_used() -> None:
    asked = "import bot.channels.telegram.library, aiogram.types as t; print(t.Gifts.__pydantic_complete__)"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert run.stdout == "False\n"
