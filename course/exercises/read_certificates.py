"""Lesson 02: what is in a certificate?"""

from __future__ import annotations

from course.exercises import der_elements, key_by_hand, pem_text
from course.exercises.part_order import PARTS_IN_ORDER
from course.exercises.record import Exercise, question

LESSON = "02_read_certificates"

WHOSE_PASSWORD = question(
    name="what-interception-needed",
    lesson=LESSON,
    title="Before you start: what interception needed",
    minutes=1,
    answer_name="interception_needed",
    right="an authority that the phone trusts",
    wrong={
        "a broken cipher": "No cipher was broken: the app made a good encrypted connection, to Mallory. Go back to "
        "lesson 00, section 'One authority too many', and look for the line that changed everything.",
        "the bank's private key": "With that key she could have posed as the bank anywhere, but she never had it. She "
        "made a key of her own, and somebody vouched for it. Who?",
    },
    hints=(
        "In lesson 00 the first attempt to intercept failed. Which single line stood before the second one?",
        "That line began with `lab.phone.trust`.",
    ),
    correct="Mallory needed one authority on the phone's list. Every authority there can issue a certificate for "
    "the bank's name.",
    instructor="Ask for the answer from memory, before anybody scrolls. Who says 'a broken cipher' has learnt the "
    "wrong thing from films; let another learner explain.",
)

NOT_SENT = question(
    name="what-is-not-sent",
    lesson=LESSON,
    title="Before you start: what the server does not send",
    minutes=1,
    answer_name="usually_not_sent",
    right="the root",
    wrong={
        "the leaf": "The leaf is the server's own certificate, and without it there is nothing to validate. It is sent "
        "first. Which of the three has the phone already?",
        "the intermediate": "The phone does not know the intermediate, so the server has to send it; servers that "
        "forget it are refused by many apps. Which of the three has the phone already?",
    },
    hints=(
        "A chain has a leaf, an intermediate and a root. Which of them is on the phone before any connection?",
        "What is on the phone's own list needs no sending.",
    ),
    correct="The root is on the phone already. So a pin of the root is compared with the path as validated, not "
    "with the chain as sent.",
    instructor="Lesson 01 in one question. Let somebody draw the three certificates and say where each comes from.",
)

WHICH_NAME = question(
    name="which-name-counts",
    lesson=LESSON,
    title="Before you start: which name counts",
    minutes=1,
    answer_name="name_that_counts",
    right="a subject alternative name",
    wrong={
        "the common name": "Clients stopped looking there: RFC 9525 says that the common name is not to be used. A "
        "certificate may have any common name and still be right. Where are the host names today?",
        "the issuer's name": "That one says who vouches for the certificate, not whose it is. Where are the host "
        "names?",
    },
    hints=(
        "The app asks for api.bank.test. With what in the certificate does it compare that?",
        "It is an extension, and it can hold many names.",
    ),
    correct="The host is compared with the subject alternative names, and with nothing else. You will see that "
    "field in its bytes in a moment.",
    instructor="Many still set only the common name in home-made certificates, and then wonder why nothing connects.",
)

REWRAPPED = question(
    name="rewrapped-pem",
    lesson=LESSON,
    title="Predict: the text changes",
    minutes=1,
    answer_name="rewrapped",
    right="the same certificate",
    wrong={
        "another certificate": "You expect that other text means another certificate. The text only carries the "
        "bytes. Run the next cell, and compare the bytes.",
        "a broken file": "You expect that a note and other line ends break the file. Readers of PEM pass over what "
        "stands outside the markers, and over line ends. Run the next cell.",
    },
    hints=(
        "Where in the file are the bytes of the certificate, and which characters of the text count for them?",
        "Base64 is read without its line ends, and what stands before BEGIN is not read at all.",
    ),
    correct="The bytes are the same, so it is the same certificate. Two files may differ in every line and hold one "
    "certificate.",
    instructor="Ask what would happen to an app that compares the two files as text. Lesson 04 is about "
    "that app.",
)

PEM_TO_DER = Exercise(
    name="pem-to-der",
    lesson=LESSON,
    title="From PEM to DER",
    minutes=8,
    solution=pem_text.pem_to_der,
    cases=pem_text.cases,
    wanted="the bytes of the first certificate",
    hints=(
        "Which part of the text is base64, and what stands before and behind it?",
        "`text.split(marker)` cuts a text at a marker. What stands behind the first BEGIN marker is the second part; "
        "what stands before the END marker is the first part of that.",
        "Split at `-----BEGIN CERTIFICATE-----` and take part 1; split that at `-----END CERTIFICATE-----` and take "
        "part 0; hand the rest to `base64.b64decode`.",
    ),
    mistakes=pem_text.MISTAKES,
    correct="Notes, a second certificate, a private key in the same file and the line ends of Windows: the first "
    "certificate's bytes came out of all of them.",
    why="PEM is a way to send bytes as text: base64 between two marker lines. Everything outside the markers, and "
    "every line end inside, is packing. So the first thing to do with a PEM file is to unpack it.",
    out_of_scope="Encrypted keys, PKCS#7, files with a damaged marker: `load_certificates` reads or explains those.",
    instructor="Let two learners swap files: one adds text above the block, one joins two certificates. Break it live: "
    "decode the whole text, and ask why there is no error. Look out for `splitlines()[1:-1]`.",
)

READ_ELEMENT = Exercise(
    name="read-an-element",
    lesson=LESSON,
    title="Read an element",
    minutes=9,
    solution=der_elements.read_element,
    cases=der_elements.cases,
    wanted="three numbers: the tag, where the content starts, where the element ends",
    hints=(
        "The second byte decides. What does it mean below `0x80`, and what from `0x80` on?",
        'From `0x80` on, subtract `0x80`, which is 128: so many bytes of length follow. `int.from_bytes(..., "big")` '
        "makes a number of them, and the content starts behind them.",
        "Keep three variables: the tag, the length, and where the content starts, at first `start + 2`. In the long "
        "form read the length anew and move the content on. The end is the content's start plus the length.",
    ),
    mistakes=der_elements.MISTAKES,
    correct="Short form, long form, no content at all, and 66,000 bytes of it: you can walk through any DER now.",
    why="An element says how long it is before it says anything else, so that a reader can step over what it does not "
    "understand. Below `0x80` the length is one byte; from `0x80` on that byte counts the bytes of the length.",
    out_of_scope="Tags of more than one byte, which certificates do not use; the indefinite form, which DER forbids; "
    "data that ends too early.",
    instructor="Write `30 82 01 db` on the board and ask for the length before anybody types. Half will say 130. Break "
    'it live: swap "big" for "little", and let the room explain the number. Fast learners: refuse a length that is '
    "written longer than needed.",
)

FIND_PUBLIC_KEY = Exercise(
    name="find-the-public-key",
    lesson=LESSON,
    title="Find the bug",
    minutes=7,
    solution=key_by_hand.find_public_key,
    cases=key_by_hand.cases,
    wanted="the bytes of the SubjectPublicKeyInfo, header included",
    hints=(
        "Open the router's certificate in the explorer. With which field does its signed part begin, and with which "
        "does the bank's?",
        "The version has a tag of its own, a0. If the first field has that tag, there is one more to step over.",
        "Look at the first field before the loop: if its tag is 0xA0, go on to the next. Then five more steps lead "
        "from the serial number to the key.",
    ),
    mistakes=key_by_hand.MISTAKES,
    correct="The keys of the old router and of an old printer are found, the bank's and a shop's still are, and so are "
    "those of all the roots in certifi.",
    why="The version is optional: RFC 5280 gives it the default 1, and DER leaves out what equals its default. A "
    "certificate of version 1 therefore begins with its serial number. Tags exist so that a reader can tell.",
    out_of_scope="The unique numbers behind the key, which nobody uses; data that is no certificate at all.",
    instructor="Ask who would have found this bug with the roots of certifi as tests: nobody, all of them have version "
    "3. Where do old certificates live? In devices, test rigs, and the private networks that get pinned.",
)

CUT_OFF = question(
    name="how-long-it-should-be",
    lesson=LESSON,
    title="How long it should be",
    minutes=2,
    answer_name="how_it_knew",
    right="from its first four bytes",
    wrong={
        "from the END line": "This file is DER: it has no END line, and no text at all. What does every element say "
        "about itself, before its content begins?",
        "from the signature": "The signature stands at the end, and the end is what is missing. What does every "
        "element say about itself, before its content begins?",
        "from the size of other certificates": "Certificates have no common size: those in certifi have from 442 to "
        "2,007 bytes. What does every element say about itself, before its content begins?",
    },
    hints=(
        "The end of the file is missing. So the number must stand in what is left.",
        "Which bytes did you read first, in 'Tag, length, content'?",
    ),
    correct="The first four bytes are `30 82 01 db`: 4 bytes of header and 475 of content make 479. So a reader "
    "notices a file that was cut off at once.",
    instructor="Cut the PEM instead of the DER, and ask what changes: there the missing END line gives it away.",
)

KEY_IN_THE_FILE = question(
    name="key-in-the-file",
    lesson=LESSON,
    title="What the file was",
    minutes=2,
    answer_name="what_now",
    right="make a new key",
    wrong={
        "rename the file": "The name was never the matter. The file holds a secret that has now travelled by mail. Who "
        "can read it can be the bank.",
        "convert it to DER": "The encoding was never the matter. A private key in DER is still the private key, and it "
        "has now travelled by mail. Who can read it can be the bank.",
        "ask for the certificate": "Your colleague sent the key instead of the certificate, so you need the "
        "certificate, that is true. But the key has travelled by mail, lies in at least two mailboxes, "
        "and counts as leaked. What has to happen before anybody makes a certificate or a pin of it?",
    },
    hints=(
        "The message says two things: what the file is, and where that belongs.",
        "What can somebody do who has read this mail? What makes that impossible?",
    ),
    correct="Your colleague sent the private key instead of the certificate, and a key that has left its server counts "
    "as leaked. So first a new key, then a new certificate for it, and the old pin has to go. Lesson 06 shows how "
    "to prepare for that day.",
    instructor="This happens: in mails, in tickets, in public repositories. Ask who has seen one. The reflex to train "
    "is to treat the key as leaked first, and to look for the certificate second.",
)

EXERCISES = (
    WHOSE_PASSWORD,
    NOT_SENT,
    WHICH_NAME,
    REWRAPPED,
    PEM_TO_DER,
    PARTS_IN_ORDER,
    READ_ELEMENT,
    FIND_PUBLIC_KEY,
    CUT_OFF,
    KEY_IN_THE_FILE,
)
