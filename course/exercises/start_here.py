"""Lesson 00: what happens when an app says https?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import requests

from course.exercises.record import Case, Exercise, Gives, Mistake, question
from course.lab import Lab, Server, attempt
from course.pinning import PinningAdapter
from course.pki import Pin

LESSON = "00_start_here"
LOGIN = "https://api.bank.test/login"

STRANGER = question(
    name="stranger-in-between",
    lesson=LESSON,
    title="Predict: somebody in between",
    minutes=1,
    answer_name="mallory_unknown",
    right="refused",
    wrong={
        "accepted": "You expect that the app logs in. Run the next cell, and look for the words 'unknown authority' "
        "in what the app says.",
    },
    hints=(
        "Mallory's certificate has the bank's name on it. What else did the phone ask of the bank's certificate?",
        "The phone keeps a list of authorities. Who issued Mallory's certificate, and is that one on the list?",
    ),
    correct="Yes. Her certificate has the right name, but nobody whom the phone trusts has issued it.",
    instructor="Let people vote before anybody runs the cell. Ask those who say accepted what the lock in the "
    "address bar means; ask the others who keeps the list.",
)


# As text and without annotations, as the stub has it: nothing in the notebook imports their names.
PINNED_APP = """\
def pinned_app(lab, bank):
    return lab.app(pins={"api.bank.test": [bank.pin]})"""


def no_pins(lab: Lab, bank: Server) -> requests.Session:  # noqa: ARG001  # that it isn't used is the mistake
    return lab.app()


def another_servers_pin(lab: Lab, bank: Server) -> requests.Session:  # noqa: ARG001  # as above
    return lab.app(pins={"api.bank.test": ["sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M="]})


def mallorys_pin(lab: Lab, bank: Server) -> requests.Session:  # noqa: ARG001  # as above
    return lab.app(pins={"api.bank.test": [lab.interceptor().authority.pin]})


def mallorys_pin_too(lab: Lab, bank: Server) -> requests.Session:
    return lab.app(pins={"api.bank.test": [bank.pin, lab.interceptor().authority.pin]})


def pin_of_the_authority(lab: Lab, bank: Server) -> requests.Session:
    return lab.app(pins={"api.bank.test": [Pin.of(bank.chain[1])]})


def pins_without_a_host(lab: Lab, bank: Server) -> requests.Session:
    return lab.app(pins=[bank.pin])  # type: ignore[arg-type]  # the missing host is the mistake


def only_the_pins(lab: Lab, bank: Server) -> object:  # noqa: ARG001  # as above
    return {"api.bank.test": [bank.pin]}


def an_outcome(lab: Lab, bank: Server) -> object:
    return attempt(lab.app(pins={"api.bank.test": [bank.pin]}), LOGIN)


def plain_requests(lab: Lab, bank: Server) -> requests.Session:  # noqa: ARG001  # as above
    return requests.Session()


def _log_in(app: object) -> object:
    """How the login ended; an answer that is no app of the laboratory never reaches a network."""
    if app is None or app is ...:
        return app  # the two answers that `check` has words of its own for
    if not isinstance(app, requests.Session):
        return f"no app, but an object of type {type(app).__name__}"
    adapter = app.get_adapter(LOGIN)
    if not isinstance(adapter, PinningAdapter):
        return "an app that does not know the laboratory"
    outcome = attempt(app, LOGIN, "POST", json={"user": "ada", "password": "correct horse"})
    pinned = "with" if adapter.policy.pins_of("api.bank.test") else "without"
    return f"accepted, {pinned} pins" if outcome.accepted else f"refused at step {outcome.step}"


def _through_mallory(answer: Callable[[Lab, Server], object]) -> object:
    with Lab() as lab:
        mallory = lab.interceptor()
        lab.phone.trust(mallory.authority)
        mallory.intercept(lab.bank.host)
        outcome = _log_in(answer(lab, lab.bank))
        if outcome is None or outcome is ...:
            return outcome
        return f"{outcome}, and Mallory read {'the login' if mallory.read else 'nothing'}"


def _straight_to_the_bank(answer: Callable[[Lab, Server], object]) -> object:
    with Lab() as lab:
        return _log_in(answer(lab, lab.bank))


def _to_another_key(answer: Callable[[Lab, Server], object]) -> object:
    with Lab() as lab:
        app = answer(lab, lab.bank)
        lab.bank.rekey()
        return _log_in(app)


def _cases() -> Sequence[Case]:
    # The attack must fail and the honest way must stay open; either alone is easy.
    return [
        Case("the login through Mallory's network", _through_mallory, Gives.OUTCOME),
        Case("the login straight to the bank", _straight_to_the_bank, Gives.OUTCOME),
        Case("a server with another key from the bank's own authority", _to_another_key, Gives.OUTCOME),
    ]


PIN_THE_BANK = Exercise(
    name="pin-the-bank",
    lesson=LESSON,
    title="Pin the bank",
    minutes=4,
    solution=PINNED_APP,
    cases=_cases,
    wanted="an app that is refused in Mallory's network, before a request is sent, and accepted by the bank",
    hints=(
        "`lab.app()` makes an app without pins. Which argument of it takes a dictionary of pins?",
        'The key of the dictionary is the host name, "api.bank.test". The value is a list, and the bank\'s pin is '
        "`bank.pin`.",
        "`pins={...}` with one entry goes between the parentheses of `lab.app(...)`. Put `return` in front.",
    ),
    mistakes=(
        Mistake(
            no_pins,
            "Mallory read the password: your app has no pin for api.bank.test, so it trusted her certificate. "
            'Give `lab.app` the argument `pins`, and use "api.bank.test" as the key, letter for letter.',
        ),
        Mistake(
            another_servers_pin,
            "Mallory read nothing, but your app refused the bank as well: the pin in it is not the bank's. Was it "
            "typed or copied? Take the bank's own, `bank.pin`.",
        ),
        Mistake(
            mallorys_pin,
            "You pinned Mallory's key, so your app trusts her and refuses the bank. A pin that was taken while "
            "somebody sat in between is theirs. Use `bank.pin`.",
        ),
        Mistake(
            mallorys_pin_too,
            "Mallory read the password, although the bank's pin is there: one of your pins is hers, and one match "
            "is enough. Keep `bank.pin` only.",
        ),
        Mistake(
            pin_of_the_authority,
            "Mallory read nothing. But you pinned an authority, so your app also accepts every other key that this "
            "authority certifies for the name. That can be a choice (lesson 05); here, take `bank.pin`.",
        ),
        Mistake(
            pins_without_a_host,
            "Your pins are a list, and nobody can tell for which host they are. `pins` is a dictionary from a host "
            'name to a list: `{"api.bank.test": [...]}`.',
        ),
        Mistake(
            only_the_pins,
            "You returned the pins, and they are the right ones, but nobody uses them yet. Hand them to "
            "`lab.app(pins=...)`, and return the app that you get.",
        ),
        Mistake(
            an_outcome,
            "You returned the outcome of one attempt. The check makes the attempts itself: return the app.",
        ),
        Mistake(
            plain_requests,
            "Your app never reached anybody: a plain `requests.Session()` does not know this laboratory. Make the "
            "app with `lab.app(...)`, which knows the way to api.bank.test.",
        ),
    ),
    correct="Through Mallory's network your app was refused before a request was sent, and straight to the bank it "
    "got through.",
    why="The dictionary says which key is allowed for which host. At each new connection the app validates the "
    "certificate as before, then compares the key, and only then sends the request. So an authority that is "
    "trusted by mistake no longer suffices.",
    out_of_scope="What a pin is made of (lesson 03), a second pin for the next key (lesson 06), pinning an authority.",
    instructor="Three minutes for most. Show live what happens when the host name has a typing mistake: the app is "
    "silently unpinned, and Mallory reads on. Ask how they would notice that at work.",
)

EXERCISES = (STRANGER, PIN_THE_BANK)
