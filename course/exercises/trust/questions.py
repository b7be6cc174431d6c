"""Lesson 01: the order of a path, the cause of an error, the place of a name."""

from __future__ import annotations

from course.exercises.record import Case, Exercise, Mistake, question, value
from course.exercises.trust.cast import LESSON

PATH_NAMES = ["shop.test", "Market TLS CA", "Market Root CA"]
_PRINTED = {"Market Mail CA", *PATH_NAMES}


def _spelling(answer: object) -> str:
    names = answer if isinstance(answer, list | tuple) else []
    for name in names:
        if isinstance(name, str) and name not in _PRINTED:
            return f"{name!r} is not among those that the cell above printed"
    return "each is among those that the cell above printed"


PATH_IN_ORDER = Exercise(
    name="path-in-order",
    lesson=LESSON,
    title="Put the path in order",
    minutes=2,
    solution=f"path_up = {PATH_NAMES!r}".replace("'", '"'),
    cases=lambda: [Case("the names in your list", _spelling), value("your path")],
    wanted="a list of three names, leaf first",
    hints=(
        "Start with the leaf: it is the one that issued nobody. Who issued it?",
        "Read the right column of the leaf's line, find that name in the left column, and do the same again. "
        "A root is where both columns have the same name.",
        "Three names. The mail CA has issued none of the two below the root, so it is not on the way.",
    ),
    mistakes=(
        Mistake(
            PATH_NAMES[::-1],
            "Every link is right, but you started at the root. Chains and paths are written leaf first, as servers "
            "send them. Turn the list around.",
        ),
        Mistake(
            PATH_NAMES[:2],
            "Your list stops at 'Market TLS CA', which the client does not store. Its issuer is the root: go one "
            "step further. The path includes the trust anchor, although the server need not send it.",
        ),
        Mistake(
            PATH_NAMES[1:],
            "Your list has no leaf. A path begins with the certificate of the server itself, 'shop.test'.",
        ),
        Mistake(
            ["shop.test", "Market Root CA"],
            "You went from the leaf to the root in one step, but the leaf's line names another issuer. Whose name "
            "stands there?",
        ),
        Mistake(
            ["shop.test", "Market Mail CA", "Market Root CA"],
            "The same root issued 'Market Mail CA', but that one did not issue 'shop.test'. Read the leaf's issuer "
            "once more.",
        ),
        Mistake(
            ["shop.test", "Market TLS CA", "Market Mail CA", "Market Root CA"],
            "Each certificate of a path was issued by the next one. 'Market TLS CA' was issued by the root, not by "
            "'Market Mail CA', so leave the mail CA out.",
        ),
    ),
    correct="Leaf, intermediate, root: each was issued by the next, and the mail CA is not on the way.",
    why="A path follows one question from the leaf up: who issued you? It ends at a certificate that the client "
    "stores. What does not answer the question is not part of it, even if a trusted root issued it.",
    out_of_scope="Two paths for one leaf, and checking the signatures.",
    instructor="Hand the names out on cards and let people stand in line. Then give somebody a card of a second root "
    "with the same name, and ask how to tell the two apart: by the key.",
)


CAUSE = question(
    name="browser-yes-app-no",
    lesson=LESSON,
    title="Read a real error",
    minutes=2,
    answer_name="cause",
    right="the server does not send its intermediate",
    wrong={
        "the certificate has expired": "Then OpenSSL would have said so: its words for that are 'certificate has "
        "expired'. And the browser would refuse too. Read the error's last two words: what could it not find?",
        "the certificate is for another host": "Then the error would name the host: 'Hostname mismatch'. And the "
        "browser would refuse too. Read the error's last two words: what could it not find?",
        "the phone does not trust the root": "Almost: the error would be the same. But the other host has its "
        "certificate from the same authority, and this app opens it, so the root is there. What lies between the "
        "leaf and the root?",
        "somebody intercepts the connection": "That would give the same words on the phone. But then the app would "
        "fail in this network only, and it fails for everybody since the move. What did the move change?",
    },
    hints=(
        "The issuer of which certificate could not be found? The phone stores the root, so begin below it.",
        "Only the server was moved. Of the three certificates of the path, which does the phone not store?",
    ),
    correct="Yes. The root is on the phone, the leaf was sent, and what leads from one to the other is missing. Most "
    "browsers find it elsewhere, so the person who tests with a browser sees nothing.",
    instructor="The commonest certificate fault of all. Ask who has met it, and what was blamed first. Web servers "
    "take a file with the whole chain; certbot calls it fullchain.pem, and cert.pem is the trap beside it.",
)


WRONG_PLACE = question(
    name="name-in-the-wrong-place",
    lesson=LESSON,
    title="Predict: a name in the wrong place",
    minutes=1,
    answer_name="wrong_place",
    right="refused: the host",
    wrong={
        "accepted": "You expect that the common name counts. It did, long ago; today's clients read the subject "
        "alternative names. Run the next cell and look at what OpenSSL says.",
        "refused: the authority": "The client trusts this authority, and it made a proper signature. An authority that "
        "makes a mistake is as trusted as before. Run the next cell: what does the client object to?",
        "refused: the dates": "The dates are trustme's usual ones, from the year 2000 to the year 3000. Run the next "
        "cell: what does the client object to?",
    },
    hints=(
        "There are two places for a name here. Which of them does a client read?",
        "The common name is a title for people. Clients compare the host with the subject alternative names.",
    ),
    correct="Yes. The common name says api.bank.test and nobody looks there; the subject alternative names say "
    "www.bank.test, and that is another host.",
    instructor="Half of the room will say accepted, from the days when the common name counted. RFC 2818 allowed it in "
    "2000; RFC 6125 deprecated it; Chrome 58 (2017) and Go 1.15 (2020) dropped it; RFC 9525 forbids it.",
)
