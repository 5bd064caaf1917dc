# Check-ins that a human should look at. The words are neutral: what was seen, not what somebody did.

suspicion-none = In the last { $window } days there is no group of check-ins that should be looked at.
suspicion-list =
    Check-ins of the last { $window } days that should be looked at, those with most evidence first:
    { $lines }
    { $more ->
    [0] These are hints, not verdicts: open one, look at the evidence, then ask the people concerned.
   *[other] There are { $more } more. These are hints, not verdicts: open one, look at the evidence, then ask the people concerned.
    }
suspicion-line =
    { $number }. { $people } employees, { $traces } messages, since { DAY($since) } { CLOCK($since) } within { DURATION($minutes) }{ $sites ->
    [unknown] {""}
   *[other] {" "}at { $sites }
    }.
    { $seen }
suspicion-seen-reused = Pictures that were sent before: { $count }.
suspicion-seen-spoof = Perhaps a print or a screen: { $count }.
suspicion-seen-unpassed = Challenges not answered as asked: { $count }.
suspicion-seen-odd-way = Odd ways of sending: { $count }.
suspicion-seen-scene = The backgrounds are alike.
suspicion-seen-other-scenes = The backgrounds differ, as far as a machine can see.
suspicion-open = Look at { $number }
suspicion-opened =
    To be looked at: { $people } employees, { $traces } messages, since { DAY($since) } { CLOCK($since) } within { DURATION($minutes) }{ $sites ->
    [unknown] {""}
   *[other] {" "}at { $sites }
    }.
    { $seen }
    { $pieces }
    { $others ->
    [0] These are hints, not a verdict. Ask the people concerned first.
   *[other] And { $others } more messages. These are hints, not a verdict. Ask the people concerned first.
    }
suspicion-piece =
    • { $name }{ $nip ->
    [unknown] {""}
   *[other] {", NIP "}{ $nip }
    }, { DAY($at) } { CLOCK($at, precision: "second") }{ $site ->
    [unknown] {""}
   *[other] {" "}at { $site }
    }{ $pictures ->
    [unknown] {""}
   *[other] {" "}(picture { $pictures })
    }:
    { $words }
suspicion-sign-reused =
    a picture that was sent before{ $bits ->
    [unknown] {""}
   *[other] {" "}(fingerprints differ by { $bits } of 256 bits)
    }
suspicion-sign-spoof =
    perhaps a print or a screen{ $live ->
    [unknown] {""}
   *[other] {" "}(liveness { $live } of 100)
    }
suspicion-sign-unpassed = a challenge that was not answered as asked
suspicion-sign-scene = a background like that of another picture here
suspicion-first = first from { $name }, { DAY($at) } { CLOCK($at) }
suspicion-way-forwarded = forwarded from another chat
suspicion-way-via-bot = sent through another service
suspicion-way-scheduled = scheduled or automatic
suspicion-way-business = from a business account
suspicion-way-edited = changed after it was sent
suspicion-way-album = several pictures at once
suspicion-way-story = a story
suspicion-way-live-photo = a moving picture
suspicion-way-sender-chat = in the name of a channel or group
suspicion-way-external-reply = in answer to a message of another chat
suspicion-way-guest = called up from somebody else's chat
suspicion-way-paid-media = paid content
suspicion-way-document = a picture as a document
suspicion-pictures = Pictures 1 to { $count }. Grey: deleted already. For this review only; neither photograph nor pass them on.
suspicion-gone = That group is not there any more. Send /curiga to see how it stands now.
