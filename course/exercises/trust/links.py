"""Lesson 01: which certificate did the server forget?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cryptography import x509

from course.exercises.record import Case, Exercise, Mistake, call
from course.exercises.trust.cast import LESSON, bank_chain, harbour_root, long_chain, other_root
from course.pki import issuer_name_of, name_of


def missing_link(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    stored = [anchor.subject for anchor in anchors]
    sent = {certificate.subject: certificate for certificate in chain}
    certificate = chain[0]
    while certificate.issuer not in stored:
        if certificate.issuer not in sent or certificate.issuer == certificate.subject:
            return issuer_name_of(certificate)
        certificate = sent[certificate.issuer]
    return "nothing"


def any_root_will_do(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    known = {certificate.subject: certificate for certificate in (*chain, *anchors)}
    certificate = chain[0]
    while certificate.issuer != certificate.subject:
        if certificate.issuer not in known:
            return issuer_name_of(certificate)
        certificate = known[certificate.issuer]
    return "nothing"


def wants_the_root(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:  # noqa: ARG001
    sent = {certificate.subject: certificate for certificate in chain}
    certificate = chain[0]
    while certificate.issuer in sent and certificate.issuer != certificate.subject:
        certificate = sent[certificate.issuer]
    return issuer_name_of(certificate)


def last_in_the_list(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    last = chain[-1]
    return "nothing" if last.issuer in [anchor.subject for anchor in anchors] else issuer_name_of(last)


def leaf_only(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    known = [certificate.subject for certificate in (*chain, *anchors)]
    return "nothing" if chain[0].issuer in known else issuer_name_of(chain[0])


def forgets_what_was_sent(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    stored = [anchor.subject for anchor in anchors]
    return "nothing" if chain[0].issuer in stored else issuer_name_of(chain[0])


def name_of_the_last_one(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    return "nothing" if missing_link(chain, anchors) == "nothing" else name_of(chain[-1])


def object_for_a_name(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> object:
    stored = [anchor.subject for anchor in anchors]
    sent = {certificate.subject: certificate for certificate in chain}
    certificate = chain[0]
    while certificate.issuer not in stored:
        if certificate.issuer not in sent or certificate.issuer == certificate.subject:
            return certificate.issuer
        certificate = sent[certificate.issuer]
    return "nothing"


def first_anchor_only(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    return missing_link(chain, anchors[:1])


def one_step_up(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    for below, above in zip(chain, [*chain[1:], *anchors], strict=False):
        if below.issuer != above.subject:
            return issuer_name_of(below)
    return "nothing"


def neighbour_above(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    for below, above in pairwise(chain):
        if below.issuer != above.subject:
            return issuer_name_of(below)
    stored = [anchor.subject for anchor in anchors]
    return "nothing" if chain[-1].issuer in stored else issuer_name_of(chain[-1])


def neighbour_unless_stored(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    stored = [anchor.subject for anchor in anchors]
    for below, above in zip(chain, [*chain[1:], None], strict=True):
        if below.issuer in stored:
            return "nothing"
        if above is None or below.issuer != above.subject:
            return issuer_name_of(below)
    return "nothing"


def root_looked_for_first(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    for certificate in chain:
        if certificate.issuer == certificate.subject:
            return "nothing" if certificate in anchors else name_of(certificate)
    return missing_link(chain, anchors)


def every_certificate(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
    known = [certificate.subject for certificate in (*chain, *anchors)]
    for certificate in chain:
        if certificate.issuer not in known:
            return issuer_name_of(certificate)
    return "nothing"


def _missing_link_cases() -> Sequence[Case]:
    leaf, issuing = bank_chain()
    pay, low, policy, quay = long_chain()
    anchors = [other_root(), harbour_root(), quay]
    return [
        call("the bank as it should be", [leaf, issuing], anchors),
        call("the bank, on a phone with one root", [leaf, issuing], [harbour_root()]),
        call("the bank with only its leaf", [leaf], anchors),
        call("a chain of three", [pay, low, policy], anchors),
        call("a chain of three without its middle", [pay, policy], anchors),
        call("a chain of three without its last", [pay, low], anchors),
        call("the bank with a stray certificate", [leaf, issuing, low], anchors),
        call("a chain of three, the upper two in another order", [pay, policy, low], anchors),
        call("a root that is sent and stored", [leaf, issuing, harbour_root()], anchors),
        call("the bank with its root in place of what is between", [leaf, harbour_root()], anchors),
        call("a root that is sent and not stored", [pay, low, policy, quay], [other_root(), harbour_root()]),
    ]


MISSING_LINK = Exercise(
    name="missing-link",
    lesson=LESSON,
    title="What did the server forget?",
    minutes=10,
    solution=missing_link,
    cases=_missing_link_cases,
    wanted="the name of the certificate that is missing, or 'nothing'",
    hints=(
        "Begin with the leaf, `chain[0]`, and ask of each certificate: is its issuer stored? Is it sent? If neither, "
        "you have found the gap.",
        "`certificate.issuer` and `other.subject` are equal if `other` may be the issuer. Go up as long as the issuer "
        "is among the certificates sent; stop with 'nothing' when it is among the anchors.",
        "A dictionary helps: `sent = {c.subject: c for c in chain}`. Then a `while` loop whose condition asks for the "
        "anchors, and in it an `if` that asks for `sent`; `issuer_name_of` gives the name to return. A root is its own "
        "issuer: stop there too, or the loop never ends.",
    ),
    mistakes=(
        Mistake(
            any_root_will_do,
            "You stopped at a root that the client does not store, and called it nothing missing. It was sent, but "
            "anybody can make a root and send it. The way leads to an anchor only if it ends among `anchors`; "
            "if it does not, return that root's name.",
        ),
        Mistake(
            wants_the_root,
            "For the bank as it should be you said that 'Harbour Root CA' is missing. It is not sent, but it need not "
            "be: the phone stores it. Look among `anchors` too.",
        ),
        Mistake(
            last_in_the_list,
            "You looked at the last certificate sent. With a gap in the middle, or in another order, the last one says "
            "nothing about the rest. Begin with the leaf and go up, issuer by issuer.",
        ),
        Mistake(
            leaf_only,
            "You looked for the leaf's issuer and stopped there. In a chain of three the gap can be one step higher: "
            "ask the same question of the issuer, in a loop.",
        ),
        Mistake(
            forgets_what_was_sent,
            "You said that 'Harbour Issuing CA' is missing although the server sent it. If the issuer is not stored, "
            "look among the certificates in `chain` and go on from there.",
        ),
        Mistake(
            name_of_the_last_one,
            "You named the certificate below the gap, which is there. What is missing is its issuer: "
            "`issuer_name_of` instead of `name_of`.",
        ),
        Mistake(
            object_for_a_name,
            "You found the right certificate and returned the issuer as an `x509.Name`. Return its short name as text: "
            "`issuer_name_of(certificate)`.",
        ),
        Mistake(
            first_anchor_only,
            "You compared with the first anchor only. A real phone stores more than a hundred; the right one can stand "
            "anywhere in `anchors`.",
        ),
        Mistake(
            every_certificate,
            "The bank sent a stray certificate too, and you asked for its issuer. It is not on the way from the leaf "
            "up, so nothing is missing. Begin with `chain[0]` and go only where an issuer leads.",
        ),
        Mistake(
            neighbour_above,
            "You compared each certificate with its neighbour in the list. Only the leaf has its place there: the "
            "others may come in any order, with strays among them. Look for the one whose `subject` is the issuer, "
            "wherever it stands.",
        ),
        Mistake(
            neighbour_unless_stored,
            "With the upper two in another order you missed one that was sent: you compared each certificate with its "
            "neighbour in the list. Only the leaf has its place there. Look for the one whose `subject` is the issuer, "
            "wherever it stands.",
        ),
        Mistake(
            root_looked_for_first,
            "The bank sent its leaf and its root, the root is stored, and you said that nothing is missing. A root is "
            "no use if nothing leads up to it. Begin with the leaf; look at a root only when an issuer leads there.",
        ),
        Mistake(
            one_step_up,
            "You compared each certificate with the next one in the list. Servers may send the upper ones in any "
            "order, and anchors have no order at all. Look an issuer up by its name instead.",
        ),
    ),
    correct="You found the gap wherever it was, in any order, and you did not ask for a root that the phone stores.",
    why="The question is always the same: who issued this one, and do I have that certificate, stored or sent? The "
    "first issuer that is in neither place is what the administrator must add to the server's file. A root that is "
    "sent and not stored is no help: it has nobody above it but itself.",
    out_of_scope="Signatures, dates, two issuers of the same name, and two CAs that signed each other.",
    instructor="Ten minutes; after five, show the dictionary of the third hint. Break it live: send the chain in "
    "another order. OpenSSL and phones accept that (TLS 1.3 allows it, RFC 8446 section 4.4.2), and every answer "
    "that goes by position fails.",
)
