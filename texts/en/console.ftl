# The attendance page for operators.

console-link = Attendance page: { $url } (valid for { DURATION($minutes) } and only once; do not pass it on).
console-not-allowed = The attendance page is for operators only. Send /status to see your own attendance.
