# The answers that are always there, whatever else goes on.

general-help =
    Your attendance is recorded with one selfie and your location.
    1. Press Check in when you arrive, or Check out when your work is done.
    2. Send one selfie and press Share location, in either order.
    { $commands }
general-help-line = { $command }: { $what }
general-not-understood = Sorry, we did not understand that message. You can now { $first }, or { $second }.
general-cancelled = { $name } was cancelled. Nothing was recorded.
general-nothing-to-cancel = Nothing is going on, so there is nothing to cancel.
general-dialogue-closed = { $name } was left unfinished, so we closed it.
general-language-choose = Choose a language. / Pilih bahasa.
general-language-changed = All right, from now on we use English.
general-language-button-id = Bahasa Indonesia
general-language-button-en = English
general-our-fault = We received what you sent at { CLOCK($at, precision: "second") }, but something is wrong on our side. Nothing is lost: that time counts and we keep trying. We tell you the result here; there is no need to send it again.
general-our-fault-no-time = Sorry, something is wrong on our side and the request is not done. Please try again in a few minutes; your data are safe.
general-stranger = Welcome. This service is for registered employees. Ask the operator of your agency for a code and send /start followed by it, or press Share my number if your number is registered. Photos that you send before that are not opened.
general-group-chat-refused = Attendance works in a private chat only. Please open a private chat with us and send /start there.
general-unsupported = We cannot take that kind of message. To check in, send a selfie as an ordinary photo and press Share location.
general-stale-button = That button is no longer valid because things have changed. Send /status to see how they stand.
general-too-many-messages = You sent too many messages in a short time. Please wait { DURATION($minutes) } and try again; attendance on record does not change.

# The two things one can do now, put into general-not-understood.
general-can-check-in = press Check in or Check out
general-can-send-selfie = send one selfie
general-can-send-posed = send the second photo as the instruction says
general-can-send-video = send the video as the instruction says
general-can-share-location = press Share location
general-can-send-photo = send a photo of the employee's face
general-can-accept-notice = press I understand below the notice
general-can-answer-early-out = answer the last question with its buttons
general-can-status = send /status to see your attendance today
general-can-cancel = send /batal to stop
general-can-help = send /bantuan for help

# Names of dialogues, put into general-cancelled and general-dialogue-closed.
general-dialogue-checkin = The check-in
general-dialogue-enrolment = The enrolment
general-can-send-pin = send your PIN (six digits)
general-can-call-witness = ask a witness to send the code that we gave you
general-help-without-face =
    You are recorded without a face: by PIN, location and witness.
    1. Press Check in when you arrive, or Check out when you finish.
    2. Send your PIN and press Share location, in either order.
    3. Ask a colleague near you to send /saksi and the code that we give you.
    { $commands }
general-dialogue-rebind = The change of accounts
