"""The bot accounts and the platform's clock."""

from datetime import datetime

from bot.settings import SettingMissing, Settings
from presensi.bot_api import Bot, Unreachable, WrongToken, ask_for_bot
from presensi.checks.finding import Finding

#: Times of record are the platform's; ours decides when a window has passed, to the second.
OFFSET_WARN_S, OFFSET_FAIL_S = 5.0, 60.0


async def check_accounts(settings: Settings, now: datetime) -> list[Finding]:
    """One finding per account, and one about the clock."""
    try:
        tokens = settings.tokens()
    except SettingMissing as error:
        return [Finding("fail", "token", str(error))]
    answers = {account: await ask_for_bot(settings, token, now) for account, token in tokens.items()}
    bots = [answer for answer in answers.values() if isinstance(answer, Bot)]
    return [_account(*answer) for answer in answers.items()] + [_clock(bot) for bot in bots[:1]]


def check_mode(settings: Settings) -> Finding:
    """How updates reach us."""
    if settings.telegram_mode == "webhook" and not settings.public_url.startswith("https://"):
        return Finding(
            "fail", "webhook", "Telegram delivers to https only", "set PRESENSI_PUBLIC_URL to an https address"
        )
    return Finding("ok", "updates", f"by {settings.telegram_mode}")


def _account(account: str, answer: Bot | WrongToken | Unreachable) -> Finding:
    item = f"token of {account}"
    match answer:
        case Bot(username=username):
            return Finding("ok", item, f"it is @{username}")
        case WrongToken():
            remedy = "copy it again from @BotFather into PRESENSI_TELEGRAM_TOKENS"
            return Finding("fail", item, "the platform does not know it", remedy)
        case Unreachable(why=why):
            return Finding("fail", item, why, "check the network and PRESENSI_TELEGRAM_API")


def _clock(bot: Bot) -> Finding:
    if bot.offset_s is None:
        return Finding("warn", "clock", "the platform told no time to compare with")
    off = abs(bot.offset_s)
    if off <= OFFSET_WARN_S:
        return Finding("ok", "clock", "it agrees with the platform's")
    sentence = f"it is {off:.0f} s {'ahead of' if bot.offset_s > 0 else 'behind'} the platform's"
    return Finding("fail" if off > OFFSET_FAIL_S else "warn", "clock", sentence, "turn on time synchronisation (NTP)")
