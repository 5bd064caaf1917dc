# /periksa NIP: a superior asks that somebody's attendance be looked at more closely for a time.

doubt-usage = Send /periksa followed by the NIP of an employee, such as /periksa 199302282019022004. A video is then asked for at every attendance for some days; the employee is not told who asked.
doubt-reported = A video is asked for at every attendance of { $name } until { DAY($date) }. The employee is not told who asked, and this is no punishment.
doubt-reported-before = A video is already asked for at every attendance of { $name } until { DAY($date) }.
doubt-reported-unenforced = What you ask about { $name } is on record until { DAY($date) }. The rule of that agency does not ask for movements before the camera, so nothing changes yet; ask whoever manages the rules to set it.
doubt-refused-unknown-nip = That NIP was not found. Check its 18 digits and send /periksa again.
doubt-refused-out-of-scope = That employee is outside your authority. Contact their superior or the operator of their agency.
doubt-refused-oneself = You cannot ask this about yourself. Contact your superior.
