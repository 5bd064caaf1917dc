"""A Bot API emulator over real HTTP.

platform = Platform(clock)
platform.add_bot("123456:token", "presensi_bot")
async with serve(create_app(platform)) as url:          # demo.serving; url is the base for any Bot API client
    budi = platform.phone(7001, "Budi")                 # the person's app, at the chat with the bot
    await budi.command("start", "KODE")
    await budi.wait_for(lambda message: "Setuju" in message.text)
    await budi.press(budi.inbox[-1], "Setuju")          # inline button; press_key for the reply keyboard
    await budi.photo(jpeg)
    await budi.press_key("Bagikan lokasi", position=(-4.33, 122.28))
    print((await budi.inbox.next()).text)
platform.faults.lose_answer("sendMessage")              # what can go wrong: faults.py
platform.journal                                        # every call of every bot
"""

from demo.telegram.app import create_app
from demo.telegram.phone.phone import Phone
from demo.telegram.platform import Platform

__all__ = ["Phone", "Platform", "create_app"]
