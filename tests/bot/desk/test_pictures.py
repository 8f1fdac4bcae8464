"""The pictures beside a child's questions: all are drawn, the child picks the world, and nothing else changes."""

import re
from itertools import product
from xml.etree import ElementTree as ET

from bot.browser.pictures import Pictured, face_of
from dialogs.pictures import Face, Picture, World
from tests.bot.browser.phone import Phone
from tests.bot.desk.place import Place
from tests.bot.desk.test_sittings import leo_is_asked, passed

SMALL = 700
"""Bytes: a picture is a few lines."""


def test_every_part_is_drawn_in_every_world_and_every_face_too() -> None:
    drawn = [Pictured(world, about).drawing or "" for world, about in product(World, Picture)]
    drawn += map(face_of, Face)
    assert len(set(drawn)) == len(World) * len(Picture) + len(Face), "no two are the same"
    for shapes in drawn:
        assert 0 < len(shapes) < SMALL
        is_a_plain_drawing(shapes)


def is_a_plain_drawing(shapes: str) -> None:
    """Well-formed, nothing but shapes, and nothing from elsewhere."""
    found = list(ET.fromstring(f"<svg>{shapes}</svg>").iter())
    assert {shape.tag for shape in found} <= {"svg", "g", "path", "circle"}
    attributes = {name for shape in found for name in shape.attrib}
    assert attributes <= {"d", "cx", "cy", "r", "fill", "stroke"}


def seen(phone: Phone) -> list[str]:
    """What the picture beside the question shows, as it is read out."""
    return re.findall(r'<svg class="picture"[^>]*aria-label="([^"]*)"', phone.html)


async def at_the_pictures(place: Place) -> Phone:
    phone = await passed(place, await leo_is_asked(place))
    await phone.taps("Start")
    for label in ("Go on", "OK, go on", "OK, go on", "OK, go on", "Not now", "No one else"):
        await phone.presses(label)
    assert "Which pictures would you like?" in phone.text
    return phone


async def test_the_child_picks_the_pictures_and_each_part_has_its_own(place: Place) -> None:
    phone = await at_the_pictures(place)
    assert phone.html.count("<svg") == len(World), "one beside each, and none beside: no pictures"
    await phone.presses("A train")
    assert seen(phone) == [], "where to start is no part"
    await phone.presses("Good things")
    assert seen(phone) == ["A train. The sun shines."]
    await phone.presses("All parts")
    assert "<svg" not in phone.html
    await phone.presses("Worries")
    assert seen(phone) == ["A train. A cloud with rain."]
    await phone.presses("All parts")
    await phone.presses("Feeling OK at home")
    assert seen(phone) == ["A train. Steps that go up."]
    assert phone.html.count('class="with-picture"') == len(Face)
    assert "Very sad" in [button.label for button in phone.page.buttons], "the label says it without the face"
    await phone.says("he hits me when he has been drinking")
    assert "<svg" not in phone.html, "beside help stands nothing cheerful"


async def test_no_pictures_are_no_pictures_and_faces_to_tap_stay(place: Place) -> None:
    phone = await at_the_pictures(place)
    await phone.presses("No pictures")
    await phone.presses("Good things")
    assert "<svg" not in phone.html
    assert {"I don't know", "Not today", "Skip"} <= {button.label for button in phone.page.buttons}
    await phone.presses("All parts")
    await phone.presses("Feeling OK at home")
    assert phone.html.count("<svg") == len(Face)
