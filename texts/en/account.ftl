# Accounts of employees: an operator lets one go, or suspends one whose phone is lost.

account-release-usage = Send /lepas and the 18 digits of the NIP of an employee who changed the account or number, in one message.
account-suspend-usage = Send /tangguhkan and the 18 digits of the NIP of an employee whose phone is lost, in one message.
account-release-question = Let go the account of { $name }, { $agency } (NIP { $nip })? Make sure the employee is present or known to you, then choose the reason. After that only a new code connects an account.
account-button-changed = Changed account
account-button-lost = Lost phone
account-button-passed-on = Number passed on
account-button-lift = Open again
account-released = The account of { $name } is let go, and the old account has been told. Give the employee a new code.
account-none = { $name } has no account that is connected, so nothing has changed.
account-suspended = The account of { $name } is suspended at once: it can do nothing and receives nothing. Their attendance is recorded by a person meanwhile. If the phone is found, press Open again; if not, send /lepas NIP.
account-suspended-before = The account of { $name } was suspended before. If the phone is found, press Open again; if not, send /lepas NIP.
account-lifted = The account of { $name } is open again, and the employee has been told.
account-refused-unknown-nip = No employee has that NIP. Check the 18 digits and send it again.
account-refused-out-of-scope = That employee is outside of the agency you serve. Ask the operator of their agency to do it.
