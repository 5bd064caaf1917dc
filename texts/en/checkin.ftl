# Checking in: prompts, answers, refusals. Every refusal names its reason and the remedy.

checkin-prompt = { $direction ->
    [in] Check-in
   *[out] Check-out
    }: send one selfie and press Share location. Valid for { DURATION($minutes) }.
checkin-needs-selfie = We received your location at { CLOCK($at, precision: "second") }. Now send one selfie.
checkin-needs-location = We received your selfie at { CLOCK($at, precision: "second") }. Now press Share location.
checkin-progress = Received at { CLOCK($at, precision: "second") }, being examined.

checkin-accepted = { $direction ->
    [in] Check-in
   *[out] Check-out
    } recorded at { CLOCK($at, precision: "second") } at { $site }, { METRES($distance) } from its centre. { $status ->
    [on-time] On time.
    [late] Late by { DURATION($minutes) }.
    [early] { DURATION($minutes) } before the end of work.
   *[unscheduled] Outside your working hours.
    }
checkin-already-in = Your check-in is on record at { CLOCK($at, precision: "second") }{ $site ->
    [unknown] {""}
   *[other] {" "}at { $site }
    }. No need to repeat it; press Check out when your work is done.
checkin-replaced-out = Your check-out was updated to { CLOCK($at, precision: "second") }{ $site ->
    [unknown] {""}
   *[other] {" "}at { $site }
    }. The last one counts.

checkin-early-out-question = Your working time goes on for { DURATION($left) }. Check out now all the same?
checkin-early-out-yes = Yes, leave now
checkin-early-out-no = No, later
checkin-early-out-kept = All right, no check-out was recorded. Press Check out again when your work is done.

checkin-held =
    We received your check-in at { CLOCK($at, precision: "second") } and passed it to a person to examine.
    { $reasons }
    This does not count against you: once approved, that time counts. There is no need to send it again, we tell you the result here.
checkin-tries-exhausted = Your check-in is already with a person to examine, so further selfies for this shift are not looked at. Wait for the result here, or ask the operator of your agency.

checkin-ask-live = Your location is not certain enough. Press the attachment sign, choose Location and share your live location for 15 minutes. You may stop sharing after our answer.
checkin-ask-selfie-again = { $advice } Then send one new selfie.

checkin-refused-place = You are { METRES($distance) } from { $site } (limit { METRES($limit) }, accuracy { $accuracy ->
    [unknown] unknown
   *[other] { METRES($accuracy) }
    }). { REACH($distance) ->
    [walk] Walk { COMPASS($bearing) } and press Share location again.
   *[far] Press Share location again once you are there.
    }
checkin-refused-position = { $reason ->
    [swapped] Latitude and longitude of that location are exchanged. Press Share location again instead of sending a location from another app.
    [outside-country] That location is outside Indonesia. Switch on the location service of your phone, wait a moment in the open, then press Share location again.
    [null-island] Your phone has not found its location yet. Switch on the location service of your phone, wait a moment in the open, then press Share location again.
   *[other] That location cannot be read. Switch on the location service of your phone, wait a moment in the open, then press Share location again.
    }
checkin-refused-face = The face in that selfie does not match your enrolment yet. Look straight at the camera with light from the front, take off a mask or sunglasses, and send one new selfie.
checkin-refused-not-enrolled = Your face has not been recorded, so a selfie cannot be examined yet. See the operator of your agency to have it recorded, or send /rekam_saya; then check in again.
checkin-refused-early-out = No check-out was recorded because the question about leaving early was not answered. Press Check out to try again.
checkin-refused-forwarded = A forwarded message cannot be used. Take a selfie now and share your own location directly in this chat.
checkin-refused-via-bot = A message sent through another service cannot be used. Send the selfie and the location directly in this chat.
checkin-refused-scheduled = A scheduled or automatic message cannot be used. Send the selfie and the location yourself when you are present.
checkin-refused-edited = A message changed after sending cannot be used. Send one new selfie.
checkin-refused-album = Several photos at once cannot be used to check in. Send one selfie only.
checkin-refused-document = A photo sent as a document cannot be used. Take a selfie with the camera and send it as an ordinary photo.
checkin-refused-business = A message from a business account cannot be used. Send the selfie and the location from your own registered account.
checkin-refused-story = A story or paid media cannot be used. Send one selfie as an ordinary photo.
checkin-refused-live-photo = A moving photo cannot be used. Switch live photos off in the camera and send one selfie as an ordinary photo.
checkin-refused-sender-chat = A message in the name of a channel or a group cannot be used. Send the selfie and the location in your own name.
checkin-refused-external-reply = An answer to a message of another chat cannot be used. Send the selfie and the location directly in this chat.
checkin-refused-guest = What was called up from somebody else's chat cannot be used. Send a selfie and your location directly from this chat.
checkin-refused-paid-media = Paid content cannot be used. Send one selfie as an ordinary photo.
checkin-refused-venue = A place picked from a list does not show where you are. Press Share location to send where you are now.
checkin-refused-late-part = This came after the limit of { DURATION($minutes) }, so it cannot be joined to the rest. Press Check in or Check out, then send selfie and location again.
checkin-expired = The { DURATION($minutes) } for this check-in ended before it was complete, so nothing is recorded yet. Press Check in or Check out to start again.
checkin-refused-without-face = You are recorded without a face, so we do not open that picture. Send your PIN (six digits) and press Share location.
checkin-refused-not-witnessed = There is no witness, and your check-in before is with a person already. Wait for the result here, or press Check in or Check out again beside a witness.

checkin-and-renew =
    { $told }
    Lately your face has been hard to recognise by the old photos. Please have it enrolled again: see the operator of your agency, or send /rekam_saya. Until then you check in as before.
