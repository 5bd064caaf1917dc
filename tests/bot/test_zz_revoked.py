import pytest, asyncio
from tests.fixtures.service_process import House, TOKEN
pytestmark = pytest.mark.asyncio(loop_scope="module")
async def test_revoked(house: House):
    await house.start()
    bot = house.platform.bots.pop(TOKEN)
    await asyncio.sleep(0.2)
    house.platform.changed()
    try:
        print("STATUS", await house.ended(60))
    finally:
        print(house.log.read_text()[-5000:])
    house.platform.bots[TOKEN] = bot
async def test_webhook_refused(house: House):
    from demo.telegram.errors import bad_request
    house.platform.faults.clear()
    house.platform.faults.refuse("setWebhook", bad_request("bad webhook: x"), 9)
    await house.start(PRESENSI_TELEGRAM_MODE="webhook", PRESENSI_WEBHOOK_SECRET="a-secret-of-the-webhook")
    try:
        print("STATUS", await house.ended(60))
    finally:
        print(house.log.read_text()[-7000:])
