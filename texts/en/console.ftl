# The attendance page for operators.

console-link = Attendance page: { $url } (valid for { DURATION($minutes) } and only once; do not pass it on).
