"""Pictures say in words what they show."""

from __future__ import annotations

import base64
import io
import re

import pytest
from matplotlib.image import imread

from course.lab import Scene
from course.views import Picture, two_certificates, who_could_read
from course.views.picture import blank, picture
from tests.views.certificates import issue, rsa_certificate

SCENES = [
    Scene("quiet", "accepted", read_by_bank=1),
    Scene("unknown", "validate", read_by_bank=0, read_between=0),
    Scene("read along", "accepted", read_by_bank=1, read_between=1),
    Scene("pinned", "compare", read_by_bank=0, read_between=0),
]


def png_of(shown: Picture) -> bytes:
    """The picture inside the HTML, as a browser would take it."""
    match = re.search(r'src="data:image/png;base64,([^"]+)"', shown.html)
    assert match
    return base64.b64decode(match[1])


def test_a_picture_shows_as_html_with_its_words() -> None:
    """The alternative text is the sentence, and quotes in it cannot end the attribute."""
    shown = Picture('a "quoted" <word>', b"png", 100)
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"] == 'a "quoted" <word>'
    assert 'alt="a &quot;quoted&quot; &lt;word&gt;"' in bundle["text/html"]
    assert repr(shown) == shown.words


def test_the_same_drawing_gives_the_same_bytes() -> None:
    """A picture depends on its data only, so a rerun changes nothing in the notebook."""
    assert who_could_read(SCENES).png == who_could_read(SCENES).png


def test_a_picture_is_drawn_sharper_than_it_is_shown() -> None:
    """The stored picture has two pixels for each pixel of the page."""
    shown = picture(blank(2, 1), "empty")
    assert shown.width == 160
    assert shown.png.startswith(b"\x89PNG")


def test_readers_are_named_for_every_scene() -> None:
    """The words say who could read, row by row, and say nobody where nobody could."""
    assert who_could_read(SCENES).words == (
        "Who could read the login. quiet: the bank; unknown: nobody, not trusted; "
        "read along: Mallory and the bank; pinned: nobody, wrong key."
    )


def test_the_picture_changes_with_the_data() -> None:
    """Another reader, another picture: the drawing comes from the scenes."""
    changed = [Scene("quiet", "accepted", read_by_bank=0, read_between=1), *SCENES[1:]]
    assert who_could_read(changed).png != who_could_read(SCENES).png


def test_a_picture_has_something_on_it() -> None:
    """The drawn card is not empty: it holds more than its own background."""
    pixels = imread(io.BytesIO(png_of(who_could_read(SCENES))))
    assert (abs(pixels - pixels[0, 0]).max(axis=2) > 0.2).mean() > 0.01


def test_two_certificates_name_what_a_renewal_changes() -> None:
    """After a renewal with the same key the words list the changed parts and say that the key stayed."""
    words = two_certificates(issue(serial=1000), issue(serial=2000, day=60)).words
    assert "these parts changed: serial number, validity and signature." in words
    assert "These stayed: version, algorithm, issuer, subject, SubjectPublicKeyInfo" in words
    assert re.search(r"The SubjectPublicKeyInfo of the second one has 91 bytes from byte \d+\.$", words)


def test_two_certificates_with_two_keys() -> None:
    """With a new key the words say so."""
    words = two_certificates(issue(serial=1000), issue(serial=1000, key=7)).words
    changed, stayed = words.split(". ")[:2]
    assert "SubjectPublicKeyInfo" in changed
    assert "SubjectPublicKeyInfo" not in stayed


def test_two_certificates_say_why_a_signature_grows() -> None:
    """Where it has another length, both lengths are named; where it has not, nothing is said."""
    words = {two_certificates(issue(), issue(day=day)).words for day in range(1, 9)}
    said = [re.search(r"The signature has (\d+) bytes before and (\d+) after\.", each) for each in words]
    assert {bool(each) for each in said} == {True, False}
    assert all(each[1] != each[2] for each in said if each)


def test_two_certificates_of_other_layouts_have_labels_each() -> None:
    """Where the parts stand in other places, the lower bar has labels of its own."""
    words = two_certificates(issue(), rsa_certificate()).words
    assert "SubjectPublicKeyInfo" in words.split(". ")[0]
    assert "has 294 bytes from byte" in words


def test_a_certificate_and_itself() -> None:
    """Equal certificates are called equal."""
    assert "the same, byte for byte" in two_certificates(issue(), issue()).words


@pytest.mark.parametrize("day", [0, 60])
def test_two_certificates_draw_what_differs(day: int) -> None:
    """A changed part is drawn in another way, so the pictures differ exactly when the certificates do."""
    same = two_certificates(issue(), issue()).png
    assert (two_certificates(issue(), issue(day=day)).png != same) == bool(day)
