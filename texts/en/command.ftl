# What the commands do, in the help and in the app's list of commands.

command-masuk = check in
command-pulang = check out
command-riwayat = your latest attendance
command-status = your attendance today
command-rekam = record the face of an employee with three photos
command-rekam-saya = enrol your own face
command-konfirmasi = enrolments that wait for your confirmation as the second person
command-curiga = check-ins that should be looked at: repeated pictures, prints or screens, odd ways of sending
command-ganda = faces recorded under two names that wait for your decision
command-konsol = open the attendance page
command-peran = see, give or end the roles of an employee
command-tangguhkan = close the account of an employee whose phone is lost
command-lepas = let go the account of an employee who changed it or the number
command-batal = stop what is going on
command-bahasa = change the language
command-bantuan = this help
command-start = begin
command-periksa = have the attendance of an employee looked at more closely for a time
command-pin = choose or change the PIN of a check-in without a face
command-lupa-pin = remove the PIN of somebody who forgot it
command-saksi = be the witness of a colleague
command-tarik-persetujuan = withdraw the use of your face
command-data-saya = everything that we keep about you
command-kampanye = coverage of face enrolment: by agency and unit, who is missing, operators' pace
