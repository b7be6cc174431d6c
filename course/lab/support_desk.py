"""The morning on which some customers of the bank cannot log in."""

from __future__ import annotations

from course.lab.attempt import Attempt, attempt
from course.lab.lab import Lab
from course.lab.phone import Phone

_BALANCE = "https://api.bank.test/balance"


def support_desk() -> dict[str, Attempt]:
    """What two customers report. Their app pins the root key, as it was on the day of the release.

    Returns:
      From the customer's phone to how the app's connection ended. What has happened at the bank is to be found out.
    """
    with Lab() as lab:
        root_2 = lab.authority("Harbour Root CA 2", "Harbour Bank")
        leaf = root_2.intermediate(lab.issuing.name).issue(lab.bank.host, key=lab.bank.leaf.key)
        lab.bank.present((*leaf.chain, lab.root.cross_sign(root_2)), leaf.key)
        pins = {lab.bank.host: [lab.root.pin]}
        phones = {"old phone": Phone([lab.root]), "new phone": Phone([lab.root, root_2])}
        return {name: attempt(lab.app(pins, phone=phone), _BALANCE) for name, phone in phones.items()}
