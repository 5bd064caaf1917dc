# The enrolment drive: coverage, who is missing, the operators' pace, reminders.

campaign-lines = { $lines }
campaign-card =
    { $head }
    { $lines }
    { $operators }
campaign-nobody = There is nobody within the scope of your role today. If this is wrong, ask the admin of the regency to check the list of employees and your role.
campaign-title-all = Face enrolment in { $agencies } agencies
campaign-title-agency = Face enrolment at { $name }
campaign-figures = { $enrolled } of { $wanted } employees are enrolled ({ $percent } %), as of { DAY($at) } { CLOCK($at) }.
campaign-rest = Missing: { $missing }{ $unreachable ->
    [0] {""}
   *[other] , of whom { $unreachable } have no account yet and are to be called by an operator
    }.{ $waiting ->
    [0] {""}
   *[other] {" "}Waiting for a decision: { $waiting }.
    }{ $without_face ->
    [0] {""}
   *[other] {" "}Without a face (need not be enrolled): { $without_face }.
    }
campaign-deadline = Deadline: { DAY($ends) }, { $days ->
    [0] today
   *[other] { $days } days left
    }. To be in time, { $expected } % are enrolled by this evening.
campaign-deadline-later = Deadline: { DAY($ends) }. The campaign starts on { DAY($starts) }.
campaign-deadline-over = The deadline has passed: { DAY($ends) }.
campaign-no-deadline = No deadline has been set. Whoever runs the system can set one as a rule "campaign" with the command presensi import.
campaign-finish = Present pace { $pace } people an hour: done about { DAY($at) } { CLOCK($at) }.
campaign-finish-late = Present pace { $pace } people an hour: done only about { DAY($at) } { CLOCK($at) }, after the deadline. Add operators, or invite employees to send /rekam_saya.
campaign-finish-unknown = Nobody was enrolled in the last 3 hours, so the end cannot be estimated yet.
campaign-place = { $name }: { $enrolled }/{ $wanted } ({ $percent } %), missing { $missing }
campaign-place-by = { $name }: { $enrolled }/{ $wanted } ({ $percent } %), missing { $missing }, deadline { DAY($ends) }
campaign-no-unit = Without a unit
campaign-others = and { $count } other agencies with better coverage.
campaign-other-units = and { $count } other units with better coverage.
campaign-no-operators = No operator has enrolled anybody yet.
campaign-operators = Pace of the operators:
campaign-operator = { $name }: { $today } today, { $total } in all, { $pace } an hour
campaign-themselves = Employees themselves (/rekam_saya)
campaign-other-operators = and { $count } other operators, see the XLSX.
campaign-missing-title = Not enrolled at { $agency }: { $count } people
campaign-missing-title-unit = Not enrolled in { $unit }, { $agency }: { $count } people
campaign-person = { $name } ({ $nip })
campaign-person-without-account = { $name } ({ $nip }), no account yet
campaign-label-place = { $name } { $percent } %
campaign-label-missing = Who is missing ({ $count })
campaign-label-unit = { $name } ({ $count })
campaign-button-next = Next
campaign-button-back = Back to the agency
campaign-button-picture = Picture
campaign-button-workbook = XLSX
campaign-caption-picture = Coverage of face enrolment by agency, { DAY($at) } { CLOCK($at) }.
campaign-caption-workbook = Coverage of face enrolment, { DAY($at) } { CLOCK($at) }. This file holds names and NIPs: do not pass it on to others, and delete it after use. That you took it is on record.
campaign-reminder = Your face is not enrolled for attendance yet. The deadline is { DAY($ends) }. { $self ->
    [yes] Send /rekam_saya and follow the instructions, or see the operator at your workplace.
   *[no] See the operator at your workplace; it takes a few minutes.
    } If you do not want your face to be used, tell the operator: attendance works with a PIN and a witness too.
campaign-sheet-agencies = Summary by agency
campaign-sheet-units = By unit
campaign-sheet-missing = Missing
campaign-sheet-operators = Operators
campaign-column-agency = Agency
campaign-column-unit = Unit
campaign-column-headcount = Employees
campaign-column-without-face = Without a face
campaign-column-wanted = To be enrolled
campaign-column-enrolled = Enrolled
campaign-column-waiting = Waiting for a decision
campaign-column-missing = Missing
campaign-column-unreachable = Missing, no account
campaign-column-share = Coverage
campaign-column-deadline = Deadline
campaign-column-name = Name
campaign-column-nip = NIP
campaign-column-account = Has an account
campaign-column-operator = Operator
campaign-column-today = Today
campaign-column-total = In all
campaign-column-pace = An hour (last 3 hours)
campaign-total = In all
campaign-yes = yes
campaign-no = no
campaign-chart-title = Coverage of face enrolment
campaign-chart-figures = { $enrolled } of { $wanted }
campaign-chart-line = due today: { $expected } %
campaign-chart-deadline = Deadline { DAY($ends) }
campaign-chart-no-deadline = No deadline has been set
campaign-chart-others = { $count } other agencies
