# The challenge before the camera: what is asked, why an answer cannot be used yet, and what is still missing.
# Nobody who reads it is ever told that anything is suspected.

challenge-prompt-photos = { $direction ->
    [in] Check-in
   *[out] Check-out
    }: send 2 photos: (1) face straight, (2) { $action }. Then press Share location. This is so that a printed photo cannot be used. Valid for { DURATION($minutes) }.
challenge-prompt-video = { $direction ->
    [in] Check-in
   *[out] Check-out
    }: send 1 round video of about 8 seconds: face straight first, then { $action }. After that press Share location. This is so that a printed photo or an old video cannot be used. Valid for { DURATION($minutes) }.
challenge-step-photos = One more step makes your attendance complete. Send 2 new photos: (1) face straight, (2) { $action }. { $rest } This is so that a printed photo cannot be used. Valid for { DURATION($minutes) }.
challenge-step-video = One more step makes your attendance complete. Send 1 round video of about 8 seconds: face straight first, then { $action }. { $rest } This is so that a printed photo or an old video cannot be used. Valid for { DURATION($minutes) }.
challenge-after = { $why } { $challenge }
challenge-why-face = The face you sent does not match your enrolled face yet. Find light from the front, take off a mask or sunglasses.
challenge-why-mirrored = Left and right are swapped in that video, as in a mirror.
challenge-then-location = Then press Share location.
challenge-time-kept = The time of what you sent first is the one that counts.

challenge-needs-photos = Your location was received { CLOCK($at, precision: "second") }. Now send 2 photos: (1) face straight, (2) { $action }.
challenge-needs-posed = The first photo was received { CLOCK($at, precision: "second") }. Now send the second photo: { $action }.
challenge-needs-video = Your attendance began { CLOCK($at, precision: "second") }. Now send 1 round video: face straight first, then { $action }.

challenge-again-photos = { $advice } Send both photos again: (1) face straight, (2) { $action }.
challenge-again-posed = { $advice } Send the second photo again: { $action }.
challenge-again-video = { $advice } Send the round video again: face straight first, then { $action }.

challenge-refused-before-photos = That photo was sent before our instruction arrived, so it does not answer it. Send 2 photos now: (1) face straight, (2) { $action }.
challenge-refused-before-video = That was sent before our instruction arrived, so it does not answer it. Send 1 round video now: face straight first, then { $action }.
challenge-refused-answered-before = You have answered that instruction already, and each one can be answered only once. If the location is still missing, press Share location; to start anew, press Check in or Check out.
challenge-refused-too-late = That answer came after the limit of { DURATION($minutes) }. Press Check in or Check out to get a new instruction.
challenge-refused-not-video = This attendance needs a video, not a photo or a document. Hold the camera button in this chat, record a round video as the instruction says, and send it.
challenge-refused-not-photo = This attendance needs 2 photos, not a video. Take them with the camera as the instruction says, and send them as ordinary photos.
challenge-refused-video-gone = We could not fetch that video; it may be too large. Record a round video of about 8 seconds and send it again.

# Actions: recognition.challenge.actions.Action. Left and right are the person's own.
challenge-action-look-left = turn your head to your left
challenge-action-look-right = turn your head to your right
challenge-action-look-up = look up
challenge-action-look-down = look down
challenge-action-open-mouth = open your mouth wide
challenge-action-close-eyes = close both eyes
challenge-then = { $first }, then { $next }

# Advice when an answer cannot be used yet: recognition.challenge.finding.ChallengeProblem.
challenge-problem-unreadable = What you sent cannot be opened as moving pictures.
challenge-problem-too-short = That video is too short. Record about 8 seconds and do each movement calmly.
challenge-problem-too-long = That video is too long. Record about 8 seconds only.
challenge-problem-too-few-frames = The pictures of that video are too far apart. Record it in this chat, not in another app.
challenge-problem-no-face = No face is to be seen. Turn your face to the camera with light from the front.
challenge-problem-face-lost = The face left the picture or was covered. Hold the phone at the height of your face and keep the whole face in view.
challenge-problem-several-faces = There is more than one face. Make sure that only you are to be seen.
challenge-problem-not-neutral = A straight face with open eyes and closed mouth is not to be seen yet.
challenge-problem-not-done = The movement is not clearly to be seen yet. Do it a little more strongly.
