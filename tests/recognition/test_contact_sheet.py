"""Several pictures in one."""

import cv2
import numpy as np
import pytest

from recognition.contact_sheet import GAP, GREY, HEIGHT, PER_ROW, SQUARE, contact_sheet, numbered_sheet


def picture(width: int, height: int, grey: int = 200) -> bytes:
    _, jpeg = cv2.imencode(".jpg", np.full((height, width, 3), grey, np.uint8))
    return jpeg.tobytes()


def size(sheet: bytes | None) -> tuple[int, int]:
    assert sheet is not None
    height, width, _ = cv2.imdecode(np.frombuffer(sheet, np.uint8), cv2.IMREAD_COLOR).shape
    return width, height


@pytest.mark.parametrize(("count", "columns", "rows"), [(1, 1, 1), (2, 2, 1), (3, 2, 2), (5, 3, 2)])
def test_they_stand_side_by_side_and_from_the_third_on_in_two_rows(count: int, columns: int, rows: int) -> None:
    sheet = contact_sheet([picture(480, 640)] * count)
    assert size(sheet) == (columns * (480 + GAP), rows * (HEIGHT + GAP))


def test_a_large_picture_is_scaled_and_a_small_one_is_not_blown_up() -> None:
    assert size(contact_sheet([picture(1920, 2560)])) == (480 + GAP, HEIGHT + GAP)
    assert size(contact_sheet([picture(200, 200)])) == (200 + GAP, HEIGHT + GAP)


def test_what_cannot_be_decoded_is_left_out() -> None:
    assert size(contact_sheet([b"no picture", picture(480, 640)])) == (480 + GAP, HEIGHT + GAP)
    assert contact_sheet([b"no picture", b""]) is None
    assert contact_sheet([]) is None


@pytest.mark.parametrize(("count", "columns", "rows"), [(1, 1, 1), (3, 3, 1), (4, 3, 2), (9, 3, 3)])
def test_numbered_ones_stand_in_the_order_they_are_named(count: int, columns: int, rows: int) -> None:
    sheet = numbered_sheet([picture(480, 640)] * count)
    assert size(sheet) == (columns * (SQUARE + GAP), rows * (SQUARE + GAP))
    assert columns <= PER_ROW


def test_one_that_is_gone_keeps_its_place_in_grey() -> None:
    sheet = numbered_sheet([None, picture(400, 400, grey=255)])
    assert sheet is not None
    shown = cv2.imdecode(np.frombuffer(sheet, np.uint8), cv2.IMREAD_GRAYSCALE)
    middle = SQUARE // 2
    assert abs(int(shown[middle, middle]) - GREY) < 5
    assert shown[middle, SQUARE + GAP + middle] > 250


def test_nothing_to_number_is_no_sheet() -> None:
    assert numbered_sheet([None, b"no picture"]) is None
