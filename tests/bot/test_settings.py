"""Settings: documented both ways, refused by name, never told."""

import re
from pathlib import Path

import pytest

from attendance.vault.keyring import new_key
from bot.settings import SettingMissing, Settings, SettingsRefused

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = "1234567:AAHfN-0123456789abcdefghijklmnopqrs"
OTHER = "7654321:BBHfN-0123456789abcdefghijklmnopqrs"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)


def variables() -> set[str]:
    return {"DATABASE_URL"} | {f"PRESENSI_{name.upper()}" for name in Settings.model_fields if name != "database_url"}


def example() -> dict[str, str]:
    """Every key of .env.example with its value, commented out or not."""
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))


def load(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return Settings.load(env_file=None)


def test_the_example_and_the_settings_name_the_same_keys() -> None:
    assert example().keys() == variables()


def test_what_the_example_shows_is_the_default() -> None:
    shown = {name: value for name, value in example().items() if value}
    written = Settings(**{name.removeprefix("PRESENSI_").lower(): value for name, value in shown.items()})
    assert written == Settings.load(env_file=None)


def test_the_example_as_it_is_can_be_loaded(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(EXAMPLE.read_text())
    assert Settings.load(file) == Settings.load(env_file=None)


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("PRESENSI_PORT=9000\nPRESENSI_WORKERS=3\n")
    monkeypatch.setenv("PRESENSI_PORT", "9001")
    settings = Settings.load(file)
    assert (settings.port, settings.workers) == (9001, 3)


def test_a_misspelt_key_in_the_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PRESENSI_TELEGRAM_TOKEN=x")
    with pytest.raises(SettingsRefused, match=r"^PRESENSI_TELEGRAM_TOKEN: there is no such setting"):
        Settings.load(file)


def test_keys_of_other_programs_may_stand_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("COMPOSE_PROJECT_NAME=x\nPORT=8081\nDATABASE_URL=postgresql://localhost/x\n")
    settings = Settings.load(file)
    assert (settings.port, settings.database_url) == (8080, "postgresql://localhost/x")


def test_a_foreign_variable_like_host_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, HOST="build-7", PORT="1", KEYS="x", WORKERS="many")
    assert (settings.host, settings.port, settings.keys, settings.workers) == ("127.0.0.1", 8080, None, 2)


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        (TOKEN, {"1234567": TOKEN}),
        (f"kominfo={TOKEN}", {"kominfo": TOKEN}),
        (f" kominfo = {TOKEN} , {OTHER},", {"kominfo": TOKEN, "7654321": OTHER}),
    ],
)
def test_tokens_have_names(monkeypatch: pytest.MonkeyPatch, text: str, accounts: dict[str, str]) -> None:
    found = load(monkeypatch, PRESENSI_TELEGRAM_TOKENS=text).tokens()
    assert {name: token.get_secret_value() for name, token in found.items()} == accounts


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PRESENSI_TELEGRAM_TOKENS", "hunter2", "an entry is not `token`"),
        ("PRESENSI_TELEGRAM_TOKENS", f"{TOKEN},{TOKEN}", "names must differ"),
        ("PRESENSI_TELEGRAM_TOKENS", f"ko minfo={TOKEN}", "names must differ and consist of"),
        ("PRESENSI_KEYS", "k1:hunter2", "not base64|instead of 32"),
        ("DATABASE_URL", "mysql://root:hunter2@host/x", "only sqlite and postgresql"),
        ("PRESENSI_PORT", "hunter2", "valid integer"),
        ("PRESENSI_WEBHOOK_SECRET", "hunter2", "16 to 256 characters"),
        ("PRESENSI_TELEGRAM_API", "api.telegram.org", "http:// or https://"),
        ("PRESENSI_TELEGRAM_MODE", "push", "'polling' or 'webhook'"),
        ("PRESENSI_LOG_LEVEL", "LOUD", "'DEBUG'"),
    ],
)
def test_a_bad_value_is_refused_by_name_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsRefused, match=rf"^{name}: .*({sentence})") as refused:
        load(monkeypatch, **{name: value})
    assert "hunter2" not in str(refused.value)
    assert TOKEN not in str(refused.value)


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsRefused, match="needs PRESENSI_WEBHOOK_SECRET"):
        load(monkeypatch, PRESENSI_TELEGRAM_MODE="webhook")
    monkeypatch.setenv("PRESENSI_WEBHOOK_SECRET", "0123456789abcdef")
    assert Settings.load(env_file=None).telegram_mode == "webhook"


def test_missing_keys_are_named_with_the_command_that_makes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingMissing, match=r"PRESENSI_KEYS is not set; `presensi keys new`"):
        load(monkeypatch).keyring()
    with pytest.raises(SettingMissing, match=r"PRESENSI_TELEGRAM_TOKENS is not set"):
        load(monkeypatch, PRESENSI_KEYS="").tokens()
    assert load(monkeypatch, PRESENSI_KEYS=new_key("k7")).keyring().current == "k7"


def test_settings_do_not_tell_secrets_when_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = new_key("k1")
    settings = load(monkeypatch, PRESENSI_KEYS=keys, PRESENSI_TELEGRAM_TOKENS=TOKEN, PRESENSI_WEBHOOK_SECRET="s" * 20)
    assert not any(secret in repr(settings) for secret in (keys, TOKEN, "s" * 20))


def test_a_slash_at_the_end_of_an_address_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, PRESENSI_TELEGRAM_API="http://127.0.0.1:81/").telegram_api == "http://127.0.0.1:81"
