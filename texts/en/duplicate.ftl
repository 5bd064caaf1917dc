# The same face under two names: decided by a second person, who took no picture and is not involved.

duplicate-case =
    The same face seems to be recorded under two names.
    { $new }
    { $known }
    The new enrolment does not count until you decide. Same means one person: the new one is refused. Two means two people: both are checked more strictly from then on. If in doubt, meet both employees first.
duplicate-card-new = New: { $name }, { $agency }, NIP { $nip }. { $count } photos by { $operator }, { DAY($at) } { CLOCK($at) }.
duplicate-card-known = Known: { $name }, { $agency }, NIP { $nip }. { $count } photos by { $operator }, { DAY($at) } { CLOCK($at) }.
duplicate-button-wrong-nip = Same: wrong NIP
duplicate-button-false-name = Same: false name
duplicate-button-twins = Two: twins
duplicate-button-unrelated = Two: only alike
duplicate-reason-wrong-nip = the same person, wrong NIP
duplicate-reason-false-name = the same person, under another's name
duplicate-reason-twins = two people, twins or siblings
duplicate-reason-unrelated = two people, only alike
duplicate-decided-same = On record: { $reason }. The new enrolment of { $name } is refused, and its operator is told. If the enrolment of { $known } is the wrong one instead, press Undo below and have { $name } enrolled again.
duplicate-decided-two = On record: { $reason }. { $undecided ->
    [0] The enrolment of { $name } counts. From now on { $name } and { $known } are checked more strictly, so that one does not pass as the other.
   *[other] The enrolment of { $name } still waits for { $undecided } other decisions.
    }
duplicate-closed = The finding about { $name } was decided by { $by } on { DAY($at) } { CLOCK($at) }: { $reason }. Nothing changed.
duplicate-withdrawn = The held enrolment of { $name } is gone: undone, replaced, or refused. There is nothing to decide.
duplicate-not-allowed = This is decided by an admin who is responsible for both employees. Ask an admin of the regency.
duplicate-involved = You have a part in this enrolment, so a second person has to decide. Ask another admin to open /ganda.
duplicate-none = No face found under two names waits for your decision.
duplicate-more = There are others. Send /ganda again when those above are decided.
duplicate-told-refused = The enrolment of { $name } was refused: the reviewer found that the face is somebody else's. Make sure of the person and the NIP, then send /rekam NIP again.
duplicate-told-counts = The enrolment of { $name } was reviewed and counts from now on.
