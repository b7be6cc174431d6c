"""A rotation plan, and who can connect at any date.

A plan says which certificates a server presents and when, which keys each app version pins, how long old versions
stay in use, and which roots each group of phones trusts. Keys are names, the same name the same key:

    plan = Plan(
        certificates=(
            Certificate("leaf 1", ("issuing CA", "root"), starts=..., ends=...),
            Certificate("leaf 2", ("issuing CA", "root"), starts=..., ends=..., presented=...),
        ),
        releases=(Release("1.0", released=..., pins=frozenset({"leaf 1", "leaf 2"})),),
        adoption=Adoption(((30, 0.2), (180, 0))),   # 30 days after a release 20 % are behind it, after 180 nobody
        devices=(Devices("all phones", 1, frozenset({"root"})),),
        users=1_000_000,
    )
    evaluate(plan, at)              # Outcome: groups of version and devices, each with share, users, reason
    first_trouble(plan)             # Trouble or None: at, versions, key, share, worst, worst_at, cause (sentences)
    breaches(plan)                  # the overlap rule, by dates alone: version, devices, key, begins, ends
    timeline(plan, dates)           # arrays dates x versions x devices: shares, users, codes, refused;
                                    # one for each date: broken, broken_users
    plan.presented, plan.in_use     # from when until when: one pair for each certificate, one for each version
    plan_of(Habits(lifetime=100, new_key_every=1, backup=True, release_every=30, old_share=0.2))

An impossible plan raises BadPlan, a ValueError whose sentence says why. Dates are whole seconds with a time zone. A
certificate is valid until the end of its last second. The path on a phone ends at the first key above the leaf that
the phone trusts, and one pinned key in the path is enough. Only leaves have dates: the certificates of CAs are taken
to outlive the plan. Expired pins fail open: the group connects, unprotected.
Cost does not depend on the number of users: they are shares, rounded to whole users once.
"""

from course.operations.rotation.adoption import Adoption
from course.operations.rotation.habits import Habits, plan_of
from course.operations.rotation.moments import BadPlan
from course.operations.rotation.outcome import Group, Outcome, evaluate
from course.operations.rotation.overlap import Breach, breaches
from course.operations.rotation.plan import Certificate, Devices, Plan, Release
from course.operations.rotation.reasons import Reason
from course.operations.rotation.timeline import REASONS, Timeline, timeline
from course.operations.rotation.trouble import Trouble, first_trouble

__all__ = [
    "REASONS",
    "Adoption",
    "BadPlan",
    "Breach",
    "Certificate",
    "Devices",
    "Group",
    "Habits",
    "Outcome",
    "Plan",
    "Reason",
    "Release",
    "Timeline",
    "Trouble",
    "breaches",
    "evaluate",
    "first_trouble",
    "plan_of",
    "timeline",
]
