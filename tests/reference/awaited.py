"""Decisions that the reference follows and the program is still to follow: till then either meaning is taken."""

from itertools import product
from unittest import mock

# of each decision, what is put in its place: the meaning before it
BEFORE = (
    lambda: mock.patch("versions.Version._while_in_force", lambda version, deed: deed),  # 61
)


def left(found, again):
    """The differences that are there in each mixture of old and new; `again` compares anew."""
    for chosen in product((False, True), repeat=len(BEFORE)):
        keys = {d[0] for d in found}
        if not keys:
            break
        patches = [make() for make, is_chosen in zip(BEFORE, chosen) if is_chosen]
        for patch in patches:
            patch.start()
        found = [d for d in again() if d[0] in keys] if patches else found
        for patch in patches:
            patch.stop()
    return found
