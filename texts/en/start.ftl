# Binding an account to an employee, and the privacy notice.

start-welcome-bound = Welcome, { $name }. This account is now connected with your record at { $agency }.
start-admin-welcome = Welcome, { $name }. This account is now connected as an operator. Send /bantuan to see your commands.
start-ready = Everything is ready. Press Check in when you arrive at work and Check out when you are done.
start-code-unknown = We do not know that code. Check how it is written, or ask the operator of your agency for a new one.
start-code-expired = That code is no longer valid. Ask the operator of your agency for a new one.
start-code-used = That code has been used. If it was not you, tell the operator of your agency at once and ask for a new one.
start-code-locked = Too many wrong codes, so we closed registration from this account for now. Ask the operator of your agency to continue.
start-already-bound = This account is already connected with { $name }. There is nothing left to do; press Check in or Check out.
start-account-bound-to-other = That code cannot be used from this account, which is already connected with an employee. If the code is yours, send it from your own account; if in doubt, ask your agency's operator.
start-employee-bound-elsewhere = The employee of that code is connected with another account. If you changed your account, ask the operator of your agency for a new code that releases the old one.
start-notice =
    Privacy notice (Law 27/2022 on personal data protection), version { $version }.
    Who: the regional government you work for.
    What for: to record attendance at work and to make sure that it is you who is present, on the basis of legal duty and public task (Article 20). For nothing else.
    What is kept: photos and features of your face from enrolment, encrypted, as long as you work here; each check-in selfie, encrypted, as long as a check may need it; the times and locations you send to check in. The original messages are deleted 7 days after they are dealt with.
    Your rights: to see, correct and ask for deletion of your data; to object to a decision of the machine, which a person then examines; to withdraw consent and use another way to record attendance.
    Contact: { $contact }.
    Press I understand to continue.
start-notice-accept = I understand
start-notice-needed = Before you check in, please read the privacy notice and press I understand below it.
start-notice-thanks = Thank you, we noted that you have read it.
start-not-enrolled-yet = Your face has not been recorded, so you cannot check in yet. See the operator of your agency to have it recorded.
