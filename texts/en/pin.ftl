# The PIN of those who are recorded without a face.

pin-usage = To check in without your face, choose a PIN first: send /pin followed by six digits of your choice. To change it, send /pin, the old PIN, then the new one. Then delete your message from this chat.
pin-set = Your PIN counts from now on. Delete the message from this chat, so that nobody else who holds your phone reads it.
pin-refused-not-six-digits = A PIN has six digits. Send /pin followed by six digits of your choice.
pin-refused-too-simple = That PIN is too easy to guess. Send /pin followed by six other digits, not all alike and not in a row.
pin-refused-old-needed = You have a PIN already. To change it, send /pin, the old PIN, then the new one, in one message. Should you have forgotten it, see the operator of your agency.
pin-refused-unknown-nip = You serve no employee with that NIP. Check the 18 digits, then send /lupa_pin NIP again.
pin-wrong = That PIN does not fit. Check it and send the six digits again. Should you have forgotten it, see the operator of your agency.
pin-locked = The PIN was wrong several times in a row, so it is closed until { CLOCK($until) }. Wait until then, or see the operator of your agency.
pin-forgotten = The PIN of { $name } has been removed. Ask the employee to choose a new one with /pin.
pin-forgotten-usage = Send /lupa_pin followed by the 18 digits of the employee's NIP, in one message.
pin-prompt = { $direction ->
    [in] Check-in
   *[out] Check-out
    }: send your PIN (six digits) and press Share location. Valid for { DURATION($minutes) }.
pin-needed = Your location was received { CLOCK($at, precision: "second") }. Now send your PIN (six digits).
pin-needs-location = Your PIN was received { CLOCK($at, precision: "second") }. Now press Share location.
