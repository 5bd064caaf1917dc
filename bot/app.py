"""The composition root: everything is built here, once, and handed what it needs."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random, SystemRandom

import uvicorn
from fastapi import FastAPI

from admin.app import create_admin
from attendance.checkin.seen_pictures import SeenPictures
from attendance.checkin.selfie import Laboratory
from attendance.people.faces.confirmation_cases import PICTURES
from attendance.privacy.own_data import OWN_DATA
from attendance.records.database import Database
from attendance.reports.campaign import CampaignFile
from attendance.rules.book import RuleWatch
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring
from bot.attachments import Attachments
from bot.campaign_files import CampaignFiles
from bot.channels.telegram.account import TelegramAccount, telegram_account
from bot.channels.telegram.errors import SendError
from bot.channels.telegram.polling import Poller, side_by_side
from bot.channels.telegram.webhook import path_of, webhook_route
from bot.clock import Clock, SystemClock
from bot.contact_sheets import ContactSheets
from bot.dialogues.challenge import PICTOGRAM
from bot.dialogues.suspicions import EVIDENCE
from bot.dispatcher import Dispatcher
from bot.erasing import Erasing
from bot.handler import Handler
from bot.health import HealthCheck
from bot.ingest import Ingest
from bot.media import MediaKeeper
from bot.menus import DEFAULT, Menus
from bot.orphans import OrphanSweep
from bot.own_data_files import OwnDataFiles
from bot.pictograms import drawing_of_challenge
from bot.reading import Reader
from bot.recognising import ENGINES
from bot.reminding import Reminding
from bot.retention import Retention
from bot.sender import Sender
from bot.settings import Settings
from bot.shrinking import Shrinking
from bot.steps import Steps
from bot.tick import Tick
from migrations.schema import head, require_current
from recognition.examination import Examiner

log = logging.getLogger(__name__)

# How long the end of the service waits for requests in work: with the sender's own wait it stays below ten seconds.
OPEN_REQUESTS_S = 3

# Seconds until setWebhook is tried again when the platform did not say how long to wait.
WEBHOOK_PAUSE_S = 5.0

# Nobody may guess what is drawn next.
CHANCE = SystemRandom()

Work = Callable[[], Coroutine[None, None, None]]


@dataclass(frozen=True)
class Service:
    """What runs, as the command line, the demo and the tests see it. `bots`: our account -> its name on Telegram."""

    database: Database
    rules: RuleWatch
    keyring: Keyring
    web: FastAPI
    dispatcher: Dispatcher
    sender: Sender
    bots: Mapping[str, str]

    @property
    def idle(self) -> bool:
        """Nothing is being worked on and nothing waits to be sent."""
        return self.dispatcher.idle and self.sender.idle


async def run(settings: Settings, examiner: Examiner, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C. `listener`: where the web application is asked; whoever opened it closes it."""
    async with service(settings, examiner, SystemClock()) as running:
        for account, name in running.bots.items():
            log.info("account %s is @%s; %s", account, name, settings.telegram_mode)
        config = uvicorn.Config(
            running.web,
            log_config=None,
            access_log=False,
            server_header=False,
            # Nothing waits for it, and cut short it would fill the log when a token is revoked.
            lifespan="off",
            timeout_graceful_shutdown=OPEN_REQUESTS_S,
        )
        await uvicorn.Server(config).serve([listener])


@asynccontextmanager
async def service(
    settings: Settings, examiner: Examiner, clock: Clock, chance: Random = CHANCE
) -> AsyncIterator[Service]:
    """The whole service, at work until the block ends. Raises TokenRefused, SchemaOld, ModelError, SettingMissing.

    `examiner` stays its owner's to close. `chance`: what challenges are drawn by.
    """
    loading = examiner.warm()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(_database(settings, clock))
        await require_current(database)
        keyring, rules = settings.keyring(), RuleWatch()
        accounts = {
            name: await stack.enter_async_context(
                telegram_account(name, token.get_secret_value(), settings.telegram_api)
            )
            for name, token in settings.tokens().items()
        }
        bots = {name: await account.introduce(DEFAULT) for name, account in accounts.items()}
        files = MediaFiles(settings.media, keyring)
        campaign = CampaignFiles(database, rules, clock)
        sheets = ContactSheets(database, files)
        attachments = Attachments(
            {
                PICTOGRAM: drawing_of_challenge,
                PICTURES: sheets.make,
                EVIDENCE: sheets.numbered,
                OWN_DATA: OwnDataFiles(database, rules, clock).make,
                CampaignFile.PICTURE.maker: campaign.picture,
                CampaignFile.WORKBOOK.maker: campaign.workbook,
            }
        )
        sender = Sender(database, rules, accounts, attachments, clock)
        laboratory = Laboratory(database, files, examiner, keyring, SeenPictures(database))
        steps = Steps(laboratory, ENGINES, settings.public_url)
        media = MediaKeeper(database, files)
        reader = Reader(database, keyring, rules, clock, chance)
        handler = Handler(database, reader, rules, accounts, media, steps, clock, sender.wake)
        dispatcher = Dispatcher(database, handler, clock)
        ingest = Ingest(database, keyring, clock, dispatcher.wake)
        # The first selfie must not wait for a network, and a service without them must not begin.
        models = await loading
        health = HealthCheck(database, head(), accounts.keys(), models, dispatcher, sender, clock)
        web = create_admin(database, rules, clock.now, health, settings.public_url)
        tick, orphans = Tick(database, rules, dispatcher, sender, clock), OrphanSweep(database, files, clock)
        pollers = await _receivers(settings, accounts, ingest, clock, web)
        shrinking = Shrinking(laboratory, steps.gallery, rules, ENGINES, clock, lambda: dispatcher.idle and sender.idle)
        retention = Retention(database, files, rules, clock)
        erasing = Erasing(database, files, steps.gallery, laboratory.recent, rules, clock)
        menus = Menus(database, rules, accounts, clock)
        reminding = Reminding(database, rules, sender, clock)
        tidying = (orphans.run, shrinking.run, retention.run, erasing.run)
        works = [dispatcher.run, sender.run, tick.run, *tidying, menus.run, reminding.run, *pollers]
        await stack.enter_async_context(_at_work(works))
        yield Service(database, rules, keyring, web, dispatcher, sender, bots)


@asynccontextmanager
async def _database(settings: Settings, clock: Clock) -> AsyncIterator[Database]:
    database = await Database.open(settings.database_url, monotonic=clock.monotonic)
    try:
        yield database
    finally:
        await database.close()


async def _receivers(
    settings: Settings, accounts: Mapping[str, TelegramAccount], ingest: Ingest, clock: Clock, web: FastAPI
) -> list[Work]:
    """How updates reach us: pollers of our own, or a webhook on the web application."""
    if settings.telegram_mode == "polling":
        for account in accounts.values():
            await account.stop_webhook()
        tokens = settings.tokens()
        return side_by_side(
            {
                name: Poller(name, tokens[name].get_secret_value(), settings.telegram_api, ingest, clock)
                for name in accounts
            }
        )
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    # In front of the console, which answers 401 to every path it does not know.
    web.router.routes.insert(0, webhook_route(dict.fromkeys(accounts, secret), ingest))
    return [
        _webhook_setter(account, f"{settings.public_url}{path_of(name)}", secret, clock)
        for name, account in accounts.items()
    ]


def _webhook_setter(account: TelegramAccount, url: str, secret: str, clock: Clock) -> Work:
    async def set_webhook() -> None:
        while True:
            try:
                return await account.start_webhook(url, secret)
            except SendError as error:
                if not error.retryable:
                    raise
                log.warning("webhook of account %s: %s", account.name, error)
                await clock.sleep(error.wait_s or WEBHOOK_PAUSE_S)

    return set_webhook


@asynccontextmanager
async def _at_work(works: list[Work]) -> AsyncIterator[None]:
    """Run these side by side for as long as the block lasts; one that breaks ends the block."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work()) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
