# Binding an account to an employee, and the privacy notice.

start-welcome = Welcome. This account is connected now. Your data will be shown here once the first selfie of a check-in matches your recorded face.
start-welcome-operator = Welcome. This account is connected as an operator now. Send /bantuan to see your commands.
start-unverified = Your data cannot be shown yet, because no selfie from this account has matched the recorded face. Press Check in or Check out and record your attendance; once it matches, everything is shown.
start-by-number = This account is connected by its number only, so nothing on record is shown here yet. If your face is enrolled, press Check in or Check out and do so; once it matches, everything is shown. If it is not, see the operator of your agency, ask for a code and send that code here.
start-suspended = This account is suspended and cannot be used for now. Ask the operator of your agency to open it again.
start-ready = Everything is ready. Press Check in when you arrive at work and Check out when you are done.
start-code-unknown = We do not know that code. Check how it is written, or ask the operator of your agency for a new one.
start-code-expired = That code is no longer valid. Ask the operator of your agency for a new one.
start-code-used = That code has been used. If it was not you, tell the operator of your agency at once and ask for a new one.
start-code-locked = Too many wrong codes, so we closed registration from this account for now. Ask the operator of your agency to continue.
start-already-bound = This account is connected already, so there is nothing left to do. Press Check in or Check out for your attendance.
start-account-bound-to-other = That code cannot be used from this account, which is already connected with an employee. If the code is yours, send it from your own account; if in doubt, ask your agency's operator.
start-employee-bound-elsewhere = The employee of that code is connected with another account, which we are asking now. If the old account is yours, open it and answer there. If you cannot, see the operator of your agency and ask for a new code.
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
start-not-enrolled-yet = Your face has not been recorded, so you cannot check in yet. See the operator of your agency to have it recorded, or send /rekam_saya.
start-ready-without-face = You are recorded without a face. Choose a PIN once by sending /pin and six digits. Then each time: press Check in or Check out, send the PIN, press Share location, and ask a colleague near you to be the witness with the code that we give you.
start-refusal-unverified = The refusal cannot be recorded yet, because this account has not been proven to be yours. See the operator of your agency, or check in with a selfie first and then send /start.
start-contact-not-own = That is not the number of this account. Press Share my number below, or send /start followed by the code from the operator of your agency.
start-phone-unknown = We cannot connect that number with an employee. Ask the operator of your agency for a code, then send /start followed by it.
start-rebind-question = Another account has brought your code and wants to take the place of this one. If that is you, press Yes, it is me within 30 minutes. If not, press Not me and tell the operator of your agency.
start-rebind-button-yes = Yes, it is me
start-rebind-button-no = Not me
start-rebind-button-again = Try again
start-rebind-video = To be sure that it is you, send 1 round video of about 8 seconds: face straight first, then { $action }. Once it matches, this account is let go and the new one is used. Valid for { DURATION($minutes) }. Send /batal if you changed your mind.
start-rebind-again = { $why } Record 1 more round video of about 8 seconds: face straight first, then { $action }. Valid for { DURATION($minutes) }. If it does not work again, the operator of your agency can change your account.
start-rebind-why-unsure = That video does not convince yet. Find light from the front, and face the camera before you move.
start-rebind-why-too-late = The time of that instruction is over.
start-rebind-why-used = Each instruction can be answered once only.
start-rebind-too-early = That video was sent before our instruction arrived, so it does not answer it. Send 1 round video now: face straight first, then { $action }.
start-rebind-unjudged = We could not examine that video because something on our side does not work; it does not count, and it is not to your disadvantage. Press Try again in some minutes, or see the operator of your agency and bring an identity card.
start-rebind-by-operator = This change of accounts is made by the operator of your agency. See the operator and bring an identity card. It is not to your disadvantage; until then this account can be used as before.
start-rebind-not-video = The change of accounts takes a video, not a photo or a document. Hold the camera button in this chat, record a round video as instructed, and send it. For your attendance, press Check in or Check out.
start-rebind-not-fresh = That video was not recorded and sent directly now. Record a new round video as instructed and send it in this chat.
start-rebind-denied = Good, the other account is refused and nothing has changed. Tell the operator of your agency that somebody else knows your code.
start-rebind-over = That change of accounts is no longer possible. If you still need it, ask the operator of your agency for a new code.
start-rebind-refused = The change of accounts did not take place. See the operator of your agency and bring an identity card.
start-rebind-bound = This account now takes the place of your old one. Your data will be shown here once the first selfie of a check-in matches your recorded face.
start-released = This account has been let go and is connected with no employee any more. If you did not want this, ask the operator of your agency at once.
start-suspension-lifted = This account is open again and can be used as before.
