# Reasons and advice in a sentence or two, put into other answers. Nothing the machine measured is ever told.

# Why a check-in is examined by a person or refused: attendance.checkin.evidence.Reason.
reason-face-different = The face in the selfie does not match your enrolment yet.
reason-face-unsure = The machine could not be sure about the face in your selfie.
reason-face-held = An earlier selfie for this shift is still being examined by a person.
reason-not-enrolled = Your face has not been recorded.
reason-tries-exhausted = Several selfies in a row could not be matched.
reason-outside = You are outside the limits of your place of work.
reason-place-uncertain = Your location is not certain enough.
reason-no-site = No place of work has been set for you yet.
reason-static-position = The location came as a point and not as a live location.
reason-live-position-due = The live location we asked for has not arrived.
reason-spoof-suspected = The selfie needs to be looked at by a person.
reason-liveness-not-assessed = The machine could not examine the selfie completely.
reason-challenge-due = The additional photo that is needed is missing.
reason-challenge-failed = The additional photo or video needs to be looked at by a person.
reason-challenge-not-assessed = Our machine could not examine the additional photo or video.
reason-challenge-exempt = Your attendance is looked at by a person, as laid down for you.
reason-picture-reused = The same photo was sent before.
reason-already-in = Your check-in is already on record.
reason-early-out = You have not confirmed checking out before the end of work.
reason-our-fault = Something went wrong on our side while examining it.
reason-face-withdrawn = The use of your face was withdrawn while this was under way.
reason-pin-missing = You have not chosen a PIN.
reason-pin-locked = The PIN was wrong several times in a row.
reason-witness-due = There is no witness yet.
reason-not-witnessed = Nobody has witnessed that you are there.
reason-witness-denied = The witness could not confirm that you are there.

# Advice on the quality of a photo: recognition.quality.QualityProblem.
quality-no-face = No face can be seen in the photo. Hold the phone upright and show the face itself, whole and without a mask.
quality-several-faces = There is more than one face in the photo. Make sure that only one person is in the picture.
quality-face-too-small = The face is too far away. Move closer until it fills about a third of the photo.
quality-face-cut-off = The face is cut off. Move the camera until the whole face is in the picture.
quality-blurred = The photo is not sharp. Clean the lens and hold the phone still.
quality-too-dark = The photo is too dark. Find a brighter place with light from the front.
quality-too-bright = The photo is too bright. Keep out of direct sunlight and glaring lamps.
quality-turned-away = The face is turned too far. Look straight at the camera.
quality-mask = A mask covers the face. Take it off for a moment and take the photo again. A headscarf stays on.
quality-sunglasses = Dark glasses cover the eyes. Take them off and take the photo again. Clear glasses may stay on.
quality-drawn = That looks like a painting or a cartoon. Take a photo of the face itself with the camera.

# Why a file is no usable picture: recognition.images.ImageReason.
image-empty = The photo we received is empty. Take a new one with the camera.
image-too-large-file = The picture is too large. Take it with the phone's camera and send it as an ordinary photo.
image-too-many-pixels = The picture is too large. Take it with the phone's camera and send it as an ordinary photo.
image-not-an-image = That is not a photo. Take one with the camera.
image-truncated = The photo did not arrive whole. Check the connection of your phone and take a new one.
image-animated = A moving picture cannot be used. Take an ordinary photo with the camera.
image-too-small = The photo is too small. Take one directly with the camera.
