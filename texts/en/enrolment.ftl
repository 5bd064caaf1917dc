# Enrolment of a face by an operator.

enrolment-usage = Send /rekam followed by the 18 digits of the employee's NIP, in one message. You may add how many photos (3 to 5), or the word anew to begin from the start: /rekam NIP 5.
enrolment-unknown-nip = There is no employee with that NIP. Check all 18 digits and send /rekam NIP again.
enrolment-out-of-scope = That employee belongs to an agency you do not serve. Ask the operator of that agency to record the face.
enrolment-not-allowed = Only operators can record faces. Ask the operator of your agency.
enrolment-begin = Enrolment of { $name }, { $agency } (NIP { $nip }). Make sure it is the right person, then { $pictures }
enrolment-begin-again =
    Enrolment of { $name }, { $agency } (NIP { $nip }). { $before }
    Make sure it is the right person, then { $pictures }
enrolment-before = Already enrolled with { $count } photos by { $by } on { DAY($at) } { CLOCK($at) }; new photos will replace them. If that enrolment is wrong, press Undo.
enrolment-before-held = An enrolment with { $count } photos by { $by } on { DAY($at) } { CLOCK($at) } still waits for a decision; new photos will replace it. If it is wrong, press Undo.
enrolment-ask-pictures = send { $total } photos of the face: straight at the camera, turned a little to the left, and turned a little to the right. One round video of about 10 seconds with the head turning slowly will do as well.
enrolment-ask-more = go on: { $count } of { $total } photos from before are still here, send { $left } more. If the photos from before are wrong, send /batal and begin again.
enrolment-photo-good = Photo { $count } of { $total } is good.
enrolment-photo-bad = Photo { $number } cannot be used yet. { $advice } Send another one.
enrolment-photo-from-elsewhere = Photo { $number } was not sent straight from the camera (it was forwarded, scheduled or came through another service), so it cannot be used. Photograph the employee now and send it directly in this chat.
enrolment-not-same-person = Photo { $number } seems to show another person than the photos before. Make sure that only the employee is in the picture and send another one. If it is the photos before that are wrong, send /batal and begin again.
enrolment-too-alike = Photo { $number } is nearly the same as a photo before. Have the head turned a little in another direction and send another one.
enrolment-same-picture = Photo { $number } is one that was sent before. Take a new one with the head turned a little in another direction and send that.
enrolment-done =
    The enrolment of { $name } (NIP { $nip }) is complete with { $count } photos and can be used at once. { $quality }
    { $progress }
    If something is wrong, press Undo.
enrolment-quality-good = The photos are good.
enrolment-quality-alike = The photos will do, but the poses are nearly the same; next time have the head turned more clearly.
enrolment-progress = { $agency }: { $count } of { $total } employees are enrolled. You today: { $today }.
enrolment-progress-none = This employee has not been placed at any agency.
enrolment-held = This face is known under the name of another employee, so the enrolment of { $name } does not count yet. A second person has been asked to decide; we tell you here what comes of it. If the NIP or the person is wrong, press Undo.
enrolment-held-alone = This face is known under the name of another employee, so the enrolment of { $name } does not count yet. There is no second person yet who may decide: ask another admin of the regency to open /ganda. If the NIP or the person is wrong, press Undo.
enrolment-undo = Undo
enrolment-undo-why = Why is the enrolment of { $name } undone? The reason is recorded with your name.
enrolment-undo-wrong-person = Wrong person
enrolment-undo-wrong-nip = Wrong NIP
enrolment-undo-bad-pictures = Poor photos
enrolment-undo-on-request = The employee asked
enrolment-end-wrong-person = wrong person
enrolment-end-wrong-nip = wrong NIP
enrolment-end-bad-pictures = poor photos
enrolment-end-not-genuine = the photos were not taken of the person
enrolment-end-on-request = the employee asked
enrolment-end-without-face = the employee refused
enrolment-end-replaced = replaced by newer photos
enrolment-end-left = the employment has ended
enrolment-end-duplicate = the face belongs to somebody else
enrolment-undone = The enrolment of { $name } was undone ({ $reason }). Send /rekam NIP to start again.
enrolment-already-undone = That enrolment of { $name } had been undone{ $by ->
    [unknown] {""}
   *[other] {" "}by { $by }
    } on { DAY($at) } { CLOCK($at) } ({ $reason }), so nothing changed. Send /rekam NIP to record the face again.
enrolment-start-again = A picture that was good before can no longer be used. Begin again by the same command, /rekam NIP or /rekam_saya.
enrolment-superseded = That enrolment has been replaced by a newer one, so nothing changed. Undo the newest one if needed.
enrolment-notice =
    Before the first picture, show this notice to { $name } (NIP { $nip }) and allow time to read it:
    { $body }
    Then press what the employee answers; you are the witness.
enrolment-notice-understood = Has understood
enrolment-notice-refused = Employee refuses
enrolment-refused-by-employee = It is on record, with you as the witness, that { $name } refuses the face record. That does no harm: attendance is recorded by PIN and witness. Should { $name } think otherwise, send /rekam NIP again.
enrolment-not-informed = We do not use that picture: the employee has not read the notice in force, or refuses the face record. Send /rekam NIP again and show the notice.

# Enrolments that employees send themselves, and those that wait for a second person.
enrolment-begin-own = Enrolment of your own face. Now { $pictures } Then an officer of your agency looks at the photos and decides.
enrolment-waits-own = Your photos are complete ({ $count }). { $quality } Your enrolment counts once an officer of your agency has seen and approved the photos; we tell you here.
enrolment-waits-own-alone = Your photos are complete ({ $count }). { $quality } But nobody at your agency can approve them here yet: ask an admin of the regency to open /konfirmasi.
enrolment-waits-confirmation =
    The enrolment of { $name } (NIP { $nip }) is complete with { $count } photos. { $quality } It counts once a second person has confirmed it; we tell you here.
    { $progress }
    If something is wrong, press Undo.
enrolment-waits-confirmation-alone =
    The enrolment of { $name } (NIP { $nip }) is complete with { $count } photos. { $quality } It counts once a second person has confirmed it, but nobody has the right yet: ask another operator or admin to open /konfirmasi.
    { $progress }
    If something is wrong, press Undo.
enrolment-not-by-oneself = At your agency faces are enrolled by operators only. See the operator of your agency.
enrolment-enrolled-already = Your face is enrolled, so no new photos are needed. If that enrolment is wrong or your face has changed much, see the operator of your agency.
enrolment-too-many-sets = You have sent photos for enrolment several times today. Wait for the decision, try again tomorrow, or see the operator of your agency.

# One round video instead of photos.
enrolment-video-bad = That video cannot be used yet. { $advice } Send another round video, or photos.
enrolment-video-not-round = An ordinary video may be of any day, so it cannot be used. Record a round video in this chat (hold the record button), about 10 seconds with the head turning slowly to both sides, or send photos.
enrolment-video-from-elsewhere = That video was not recorded in this chat (it was forwarded, scheduled or came through another service), so it cannot be used. Record a round video now, or send photos.
enrolment-video-same-pose = The face in the video hardly moves. Record about 10 seconds with the head turning slowly to one side and then to the other.
