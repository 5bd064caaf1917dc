# /status and History: one line for each slot.

status-today =
    { DAY($date) }
    { $lines }
status-no-slots = You have no working hours today.
status-slot-in-later = Check-in: possible { CLOCK($from, zone: "hidden") }–{ CLOCK($until) }.
status-slot-in-open = Check-in: none yet. Press Check in before { CLOCK($until) }.
status-slot-in-done = Check-in: recorded { CLOCK($at) }{ $site ->
    [unknown] {""}
   *[other] {" "}at { $site }
    }.
status-slot-in-missing = Check-in: none until { CLOCK($until) }. Tell your superior if you were present.
status-slot-out-later = Check-out: possible { CLOCK($from, zone: "hidden") }–{ CLOCK($until) }.
status-slot-out-open = Check-out: none yet. Press Check out before { CLOCK($until) }.
status-slot-out-done = Check-out: recorded { CLOCK($at) }{ $site ->
    [unknown] {""}
   *[other] {" "}at { $site }
    }.
status-slot-out-missing = Check-out: none until { CLOCK($until) }. Tell your superior if you were present.
status-held-line = Check-in of { CLOCK($at) }: a person is examining it, it does not count against you.
status-pending-line = Check-in of { CLOCK($at) }: received, we are working on it.
status-waiting-selfie = Going on now: your selfie is still missing.
status-waiting-posed = Going on now: the second photo of the instruction is still missing.
status-waiting-video = Going on now: the video of the instruction is still missing.
status-waiting-location = Going on now: your location is still missing, press Share location.
status-not-enrolled = Your face has not been recorded. See the operator of your agency, or send /rekam_saya.
status-history =
    Your latest attendance:
    { $lines }
status-history-line = { DAY($date) }: { $direction ->
    [in] in
   *[out] out
    } { CLOCK($at) }{ $site ->
    [unknown] {""}
   *[other] {" "}at { $site }
    }
status-history-empty = No attendance on record yet. Press Check in when you arrive at work.
status-waiting-pin = Under way: your PIN is still missing.
