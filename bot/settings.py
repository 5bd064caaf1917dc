"""The settings of the service, from the environment and .env. Every key is listed in .env.example."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from attendance.records.address import parse_address
from attendance.vault.keyring import Keyring

_PREFIX = "PRESENSI_"
_TOKEN = re.compile(r"(?P<bot_id>\d+):[A-Za-z0-9_-]+")
_ACCOUNT_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class SettingMissing(Exception):
    """A setting without which this command cannot work; the text names it and how to get one."""


class SettingsRefused(Exception):
    """Settings that cannot be used, one sentence each, none with the value."""


class Settings(BaseSettings):
    """Defaults make sense on a single machine: SQLite and pictures under ./var, polling, loopback only."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_ignore_empty=True,
        dotenv_filtering="match_prefix",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        default="sqlite:///var/presensi.sqlite3", validation_alias=AliasChoices("database_url", "DATABASE_URL")
    )
    keys: SecretStr | None = None
    media: Path = Path("var/media")
    models: Path = Path("var/models")
    model_cache: Path = Path("var/model-cache")
    telegram_tokens: Annotated[Mapping[str, SecretStr], NoDecode] = {}
    telegram_api: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr | None = None
    public_url: str = "http://127.0.0.1:8080"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    log_level: LogLevel = "INFO"

    @classmethod
    def load(cls, env_file: Path | None = Path(".env")) -> Self:
        """Read environment and file; raises SettingsRefused."""
        try:
            return cls(_env_file=env_file)
        except ValidationError as error:
            raise SettingsRefused("; ".join(map(_sentence, error.errors(include_input=False)))) from None
        except SettingsError as error:
            raise SettingsRefused(str(error)) from None

    def keyring(self) -> Keyring:
        """The keys under which personal data is sealed; raises SettingMissing."""
        if self.keys is None:
            raise SettingMissing("PRESENSI_KEYS is not set; `presensi keys new` prints a value for it")
        return Keyring.parse(self.keys.get_secret_value())

    def tokens(self) -> Mapping[str, SecretStr]:
        """Our bot accounts, name to token, at least one; raises SettingMissing."""
        if not self.telegram_tokens:
            raise SettingMissing("PRESENSI_TELEGRAM_TOKENS is not set; @BotFather gives a token on /newbot")
        return self.telegram_tokens

    @field_validator("telegram_tokens", mode="before")
    @classmethod
    def _split_tokens(cls, value: Any) -> Any:
        return _parse_tokens(value) if isinstance(value, str) else value

    @field_validator("keys")
    @classmethod
    def _keys_parse(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            Keyring.parse(value.get_secret_value())
        return value

    @field_validator("database_url")
    @classmethod
    def _address_parses(cls, value: str) -> str:
        parse_address(value)
        return value

    @field_validator("telegram_api", "public_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+.*", value):
            raise ValueError("it must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _telegram_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("it must be 16 to 256 characters of A-Z, a-z, 0-9, _ and -")
        return value

    @model_validator(mode="after")
    def _webhook_is_complete(self) -> Self:
        if self.telegram_mode == "webhook" and self.webhook_secret is None:
            raise ValueError("PRESENSI_TELEGRAM_MODE=webhook needs PRESENSI_WEBHOOK_SECRET")
        return self


def _parse_tokens(text: str) -> dict[str, SecretStr]:
    """`name=token,token2`: an account without a name is called by the number of its bot."""
    accounts: dict[str, SecretStr] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, _, token = entry.rpartition("=")
        match = _TOKEN.fullmatch(token.strip())
        if match is None:
            raise ValueError("an entry is not `token` or `name=token` with a token as @BotFather gives it")
        name = name.strip() or match["bot_id"]
        if name in accounts or not _ACCOUNT_NAME.fullmatch(name):
            raise ValueError("account names must differ and consist of letters, digits, '_', '.' and '-'")
        accounts[name] = SecretStr(token.strip())
    return accounts


def _sentence(error: ErrorDetails) -> str:
    """One error of pydantic as `NAME: what is wrong`; the value is left out, as it may be a secret."""
    name = _variable(str(error["loc"][0])) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return f"{name}: there is no such setting (.env.example lists them all)"
    message = error["msg"].removeprefix("Value error, ")
    return f"{name}: {message}" if name else message


def _variable(field: str) -> str:
    return "DATABASE_URL" if field in ("database_url", "DATABASE_URL") else _PREFIX + field.upper()
