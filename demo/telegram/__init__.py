"""A Bot API emulator over real HTTP.

    platform = Platform(clock)
    platform.add_bot("123456:token", "presensi_bot")
    async with serve(create_app(platform)) as url:          # demo.serving; url is the base for any Bot API client
        budi = platform.phone(7001, "Budi")                 # the person's app, at the chat with the bot
        await budi.command("start", "KODE")
        await budi.wait_for(lambda message: "Setuju" in message.text)
        await budi.press(budi.inbox[-1], "Setuju")          # an inline button; press_key for the reply keyboard
        await budi.photo(jpeg)
        await budi.press_key("Bagikan lokasi", position=(-4.33, 122.28))
        print((await budi.inbox.next()).text)
    platform.faults.lose_answer("sendMessage")              # what can go wrong: faults.py
    platform.journal                                        # the newest calls of all bots, refused ones too

Every sending method of a phone takes the keywords of phone/provenance.py: `at`, `via_bot`, `scheduled`,
`forwarded_from`, `reply_to`, `in_group`, `fields`. `phone.inbox` is what the person sees of the bot, `phone.history`
both sides, `phone.keyboard` the reply keyboard, `phone.notices` the answers to presses; a page that shows a chat waits
for `phone.chat.changed`. One Platform may hold several bots; `platform.phone(..., bot=username)` then names one.

Not emulated: parse modes other than HTML, groups beyond a message written in one (`in_group`), inline mode, payments, a
method call in the answer to a webhook, and removal of a webhook after 23 hours of status 410.
"""

from demo.telegram.app import create_app
from demo.telegram.phone.phone import Phone
from demo.telegram.platform import Platform

__all__ = ["Phone", "Platform", "create_app"]
