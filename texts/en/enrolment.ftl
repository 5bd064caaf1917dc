# Enrolment of a face by an operator.

enrolment-usage = Send /rekam followed by the 18 digits of the employee's NIP, in one message.
enrolment-unknown-nip = There is no employee with that NIP. Check all 18 digits and send /rekam NIP again.
enrolment-out-of-scope = That employee belongs to an agency you do not serve. Ask the operator of that agency to record the face.
enrolment-not-allowed = Only operators can record faces. Ask the operator of your agency.
enrolment-begin = Enrolment of { $name }, { $agency } (NIP { $nip }). Make sure it is the right person, then send { $total } photos of the face: straight at the camera, turned a little to the left, and turned a little to the right.
enrolment-photo-good = Photo { $count } of { $total } is good.
enrolment-photo-bad = Photo { $number } cannot be used yet. { $advice } Send another one.
enrolment-photo-from-elsewhere = Photo { $number } was not sent straight from the camera (it was forwarded, scheduled or came through another service), so it cannot be used. Photograph the employee now and send it directly in this chat.
enrolment-not-same-person = Photo { $number } seems to show another person than the photos before. Make sure that only the employee is in the picture and send another one.
enrolment-too-alike = Photo { $number } is nearly the same as a photo before. Ask the employee to turn a little in another direction and send another one.
enrolment-done = The enrolment of { $name } is complete with { $count } photos and can be used at once. If something is wrong, press Undo.
enrolment-held = This face is known under the name of another employee, so the enrolment of { $name } does not count yet. A second person has been asked to decide; we tell you here what comes of it. If the NIP or the person is wrong, press Undo.
enrolment-held-alone = This face is known under the name of another employee, so the enrolment of { $name } does not count yet. There is no second person yet who may decide: ask another admin of the regency to open /ganda. If the NIP or the person is wrong, press Undo.
enrolment-undo = Undo
enrolment-undone = The enrolment of { $name } was undone. Send /rekam NIP to start again.
enrolment-already-undone = That enrolment had been undone before, so nothing changed. Send /rekam NIP to record the face again.
enrolment-start-again = A picture that was good before can no longer be used. Send /rekam NIP to begin again.
enrolment-superseded = That enrolment has been replaced by a newer one, so nothing changed. Undo the newest one if needed.
enrolment-notice =
    Before the first picture, show this notice to { $name } (NIP { $nip }) and allow time to read it:
    { $body }
    Then press what the employee answers; you are the witness.
enrolment-notice-understood = Has understood
enrolment-notice-refused = Employee refuses
enrolment-refused-by-employee = It is on record, with you as the witness, that { $name } refuses the face record. That does no harm: attendance is recorded by PIN and witness. Should { $name } think otherwise, send /rekam NIP again.
enrolment-not-informed = We do not use that picture: the employee has not read the notice in force, or refuses the face record. Send /rekam NIP again and show the notice.
