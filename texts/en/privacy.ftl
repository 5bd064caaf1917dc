# Withdrawing the use of the face, and what is deleted.

privacy-explained =
    { $whose ->
        [unknown] You are about to withdraw the use of your face.
       *[other] You are about to record that { $whose } withdraws the use of the face, with you as the witness.
    } What follows:
    1. From that moment on the face is not compared any more.
    2. All pictures and features of the face are deleted within { $hours } hours, with a certificate. Backups end { $backup } days later.
    3. The record of attendance (time, place, decisions) stays.
    4. From then on attendance goes by PIN and witness, without any disadvantage.
privacy-sure = Are you sure? Once deleted, the face has to be enrolled anew to be used again.
privacy-continue = Continue
privacy-yes = Yes, withdraw
privacy-no = No, keep it
privacy-kept = All right, nothing changes.
privacy-withdrawn = { $whose ->
    [unknown] You have
   *[other] { $whose } has
    } withdrawn: the face is not compared any more from now on. { $until ->
    [unknown] No pictures or features of the face are kept.
   *[other] Pictures and features of the face are deleted by { DAY($until) } { CLOCK($until) } at the latest; the certificate comes here.
    }
privacy-already = { $whose ->
    [unknown] You are
   *[other] { $whose } is
    } recorded without a face since { DAY($at) } { CLOCK($at) }. { $certificate ->
    [unknown] { $until ->
        [unknown] No pictures or features of the face are kept.
       *[other] Pictures and features of the face are deleted by { DAY($until) } { CLOCK($until) } at the latest.
    }
   *[other] Pictures and features of the face are deleted, certificate { $certificate }.
    } To use the face again, see the operator of your agency.
privacy-certificate =
    Certificate of deletion { $certificate } (Law 27/2022)
    Of: { $name }
    Done: { DAY($at) } { CLOCK($at, precision: "second") }
    Deleted: { $templates } features of the face, { $photos } pictures, and the measures of { $comparisons } comparisons.
    Kept: { $punches } records of attendance with their decisions, without pictures.
    The last backup ends { DAY($until) }.
    Verification code: { $digest }
privacy-data =
    Your data, { $name }: { $punches } records of attendance, { $decisions } decisions, { $templates } features of the face, { $photos } pictures that are still kept. The rest is in this file, with who did what and how long it is kept.
    Keep it well and do not pass it on. To have data corrected or to see the pictures, ask { $contact }.
privacy-data-often = We have sent your data { $count } times within a day. Please ask again tomorrow, or use the file that you have.
