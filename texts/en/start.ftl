# Binding an account to an employee, and the privacy notice.

start-welcome = Welcome. This account is connected now. Your data will be shown here once the first selfie of a check-in matches your recorded face.
start-welcome-operator = Welcome. This account is connected as an operator now. Send /bantuan to see your commands.
start-unverified = Your data cannot be shown yet, because no selfie from this account has matched the recorded face. Press Check in or Check out and record your attendance; once it matches, everything is shown.
start-suspended = This account is suspended and cannot be used for now. Ask the operator of your agency to open it again.
start-ready = Everything is ready. Press Check in when you arrive at work and Check out when you are done.
start-code-unknown = We do not know that code. Check how it is written, or ask the operator of your agency for a new one.
start-code-expired = That code is no longer valid. Ask the operator of your agency for a new one.
start-code-used = That code has been used. If it was not you, tell the operator of your agency at once and ask for a new one.
start-code-locked = Too many wrong codes, so we closed registration from this account for now. Ask the operator of your agency to continue.
start-already-bound = This account is connected already, so there is nothing left to do. Press Check in or Check out for your attendance.
start-account-bound-to-other = That code cannot be used from this account, which is already connected with an employee. If the code is yours, send it from your own account; if in doubt, ask your agency's operator.
start-employee-bound-elsewhere = The employee of that code is connected with another account. If you changed your account, ask the operator of your agency for a new code that releases the old one.
start-notice =
    { $body }
    Press I understand to continue, or No face record to check in without your face.
start-notice-body =
    Personal data notice (Law 27/2022), version { $version }.
    Who: { $controller }.
    What for: to record attendance at work and to make sure that it is you who is there, by legal duty and public task (article 20). For nothing else.
    What is kept: pictures and features of the face from the enrolment, encrypted, as long as you serve here; a small face of each accepted selfie, encrypted, for { $kept } days; pictures that are not used, for { $left } days; time and place that you send for attendance. The message itself is deleted 7 days after it is done.
    Your rights: to see your data (/data_saya) and to have it corrected; to object to a decision of the machine, which a person then looks at; to refuse the face record now or to withdraw it later (/tarik_persetujuan). Pictures and features are then deleted within { $hours } hours, and you are recorded by PIN and witness. That does you no harm.
    Contact: { $contact }.
start-notice-refuse = No face record
start-face-refused = All right, your face is neither recorded nor compared. That does you no harm: you are recorded by PIN and witness. Should you change your mind, see the operator of your agency.
start-notice-accept = I understand
start-notice-needed = Before you check in, please read the privacy notice and press I understand below it.
start-notice-thanks = Thank you, we noted that you have read it.
start-not-enrolled-yet = Your face has not been recorded, so you cannot check in yet. See the operator of your agency to have it recorded.
start-ready-without-face = You are recorded without a face. Choose a PIN once by sending /pin and six digits. Then each time: press Check in or Check out, send the PIN, press Share location, and ask a colleague near you to be the witness with the code that we give you.
