# Enrolments that a second person looks at and confirms.

confirmation-case =
    { $what }
    { $name }, { $agency }, NIP { $nip }. { $count } photos by { $operator }, { DAY($at) } { CLOCK($at) }.
    Look at the photos. Press Right person only if you are sure; any other answer refuses the enrolment. { $left ->
    [0] There is nothing behind it.
   *[other] { $left } more are waiting.
    }
confirmation-what-own = This employee sent the photos himself. The enrolment does not count until you approve it.
confirmation-what-operator = This enrolment does not count until a second person has confirmed it.
confirmation-what-counting = This enrolment counts already and waits for the confirmation of a second person.
confirmation-button-confirmed = Right person
confirmation-button-wrong-person = Not the person
confirmation-button-bad-pictures = Poor photos
confirmation-button-not-genuine = Not taken live
confirmation-verdict-confirmed = confirmed
confirmation-verdict-wrong-person = refused, not the person
confirmation-verdict-bad-pictures = refused, poor photos
confirmation-verdict-not-genuine = refused, photos not taken of the person
confirmation-confirmed = Recorded: the enrolment of { $name } is { $reason }. { $undecided ->
    [0] It counts.
   *[other] It still waits for { $undecided } other decisions.
    }
confirmation-refused = Recorded: the enrolment of { $name } is { $reason }. Whoever sent the photos is told and may send others.
confirmation-closed = The enrolment of { $name } was { $reason } by { $by } on { DAY($at) } { CLOCK($at) }. Nothing changed.
confirmation-withdrawn = That enrolment of { $name } was undone or replaced. There is nothing to confirm.
confirmation-not-allowed = Enrolments are confirmed by operators, superiors and admins of that employee only.
confirmation-involved = You are the one in the photos or the one who took them, so a second person has to confirm. Ask another operator or superior to open /konfirmasi.
confirmation-none = No enrolment waits for your confirmation.
confirmation-told-own-counts = Your enrolment was approved and counts from now on. Press Check in when you arrive at work.
confirmation-told-own-refused = Your enrolment was not approved: { $reason }. Send /rekam_saya to take new photos, or see the operator of your agency.
confirmation-told-operator-counts = The enrolment of { $name } was confirmed by a second person and counts from now on.
confirmation-told-operator-refused = The enrolment of { $name } was refused by a second person: { $reason }. Make sure of the person and the photos, then send /rekam NIP again.
