# Why a video gives no picture of a face: recognition.video.VideoReason.
video-empty = The video we received is empty. Record another round video of about 10 seconds.
video-not-a-video = That is not a video. Record a round video of about 10 seconds with the front camera.
video-too-large-file = The video file is too large. Record a round video in this app, about 10 seconds.
video-too-many-pixels = The picture of the video is too large. Record a round video in this app, about 10 seconds.
video-broken = The video did not arrive whole. Check your phone's connection and record it again.
video-too-short = The video is too short. Record about 10 seconds while slowly turning your head left and right.
video-too-long = The video is too long. Record only about 10 seconds, at most 1 minute.
video-no-face = No face can be seen in the video. Face the camera from beginning to end.
video-several-people = There is more than one person in the video. Record it again with only one person in front of the camera.
video-no-good-frame = No picture in the video is good enough. Record it again in a bright place and hold the phone still.
