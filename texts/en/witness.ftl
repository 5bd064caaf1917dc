# Witnesses of those who are recorded without a face.

witness-wanted = We have your PIN and your location; their time counts. Now ask somebody near you to be the witness: a colleague of your unit who has checked in here by the face, or a supervisor or operator. They send /saksi { $code } to us and press Yes, until { CLOCK($until) } at the latest.
witness-usage = Send /saksi followed by the code that your colleague tells you, in one message.
witness-card =
    { $name } asks you to be the witness of a { $direction ->
        [in] check-in
       *[out] check-out
    }: { CLOCK($at) } at { $site }.
    Press Yes only if you see the person there yourself. It is recorded under your name.
witness-yes = Yes, I see them
witness-no = No
witness-thanks = Thank you, your word for { $name } is on record.
witness-denied = It is on record that you do not see { $name } there. A person will look at it.
witness-refused-code-unknown = You cannot use that code: it is wrong, over, or not of a colleague of your unit. Ask your colleague to say it again.
witness-refused-too-many-codes = Too many wrong codes. Wait an hour, or let your colleague find another witness.
witness-refused-absent = You can be a witness once your own check-in by the face is on record at the same place. Press Check in first, then send /saksi again.
witness-refused-limit = You have been the witness of as many people as allowed today. Let your colleague find another witness.
witness-refused-ring = Your colleague has been your own witness for this slot, so you cannot be theirs. Let them find another witness.
witness-refused-said-already = Your word about that check-in is on record and cannot be changed. Tell the operator should it be wrong.
