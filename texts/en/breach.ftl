# The pack of a data breach: letters to the people and to the agency, a summary for whoever handles it.

breach-letter =
    NOTICE OF A PERSONAL DATA BREACH
    (article 46 of Law 27 of 2022)

    To { $name }
    NIP { $nip }

    We have to tell you that personal data of yours in the attendance service may have become known to others.

    What happened: { $what }
    When: { DAY($since) } { CLOCK($since) } to { DAY($until) } { CLOCK($until) }.
    When we found out: { DAY($at) } { CLOCK($at) }.

    What of yours may be concerned:
    { $lines }

    { $sealed ->
        [yes] Pictures and features of the face are encrypted, and the keys did not leak: without them neither can be read.
       *[no] The keys leaked too, so pictures and features of the face may be readable.
    }

    What we do: access is closed, the keys are replaced, the incident is examined, and the data protection agency is told.
    What you can do: beware of messages in the name of the agency; see your data with /data_saya; you may withdraw the use of your face with /tarik_persetujuan, without any disadvantage.

    Contact: { $contact }.
breach-agency-letter =
    NOTICE OF A PERSONAL DATA BREACH
    (article 46 of Law 27 of 2022)

    To the Personal Data Protection Agency

    What happened: { $what }
    When: { DAY($since) } { CLOCK($since) } to { DAY($until) } { CLOCK($until) }.
    Found out: { DAY($at) } { CLOCK($at) }. To be told by (3 x 24 hours): { DAY($due) } { CLOCK($due) }.

    People concerned: { $total }.
    What may be concerned:
    { $lines }

    { $sealed ->
        [yes] Specific data (pictures and features of the face) are encrypted with AES-256-GCM; the keys did not leak.
       *[no] Specific data (pictures and features of the face) are encrypted with AES-256-GCM, but the keys leaked too.
    }

    Handling and recovery: access is closed; the keys are replaced and everything is sealed anew; the traces of access are examined; everybody concerned is told in writing.

    Contact: { $contact }.
breach-summary =
    SUMMARY OF A DATA BREACH

    What: { $what }
    When: { DAY($since) } { CLOCK($since) } to { DAY($until) } { CLOCK($until) }
    Found out: { DAY($at) } { CLOCK($at) }
    DEADLINE (3 x 24 hours, article 46): { DAY($due) } { CLOCK($due) }

    People concerned: { $total }
    { $lines }
    { $sealed ->
        [yes] The keys did not leak: pictures and features of the face cannot be read.
       *[no] The keys leaked too: take pictures and features of the face for read.
    }

    In this order:
    1. Close the access; replace the keys with presensi keys new and presensi keys rotate (docs/keys.md).
    2. Send surat-lembaga.txt.
    3. Send each person their letter: the folder surat, listed in orang.csv.
    4. Note when they were sent; keep this folder where only { $contact } can read it.
breach-kind-pictures = - pictures of the face: { $count }
breach-kind-templates = - features of the face: { $count }
breach-kind-punches = - records of attendance: { $count }
breach-kind-positions = - locations at check-in: { $count }
breach-kind-accounts = - connected chat accounts: { $count }
breach-kind-profile = - name, NIP and position: { $count } NIP
