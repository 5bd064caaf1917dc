"""The sample people."""

import io

import pytest
from PIL import Image

from demo import portraits
from demo.portraits import PortraitsMissing, Sitter, portrait, require_portraits


@pytest.mark.parametrize("sitter", ["astronaut", "hopper"])
def test_a_variation_is_always_the_same_picture_and_another_one_another(sitter: Sitter) -> None:
    assert portrait(sitter, 4) == portrait(sitter, 4)
    assert len({portrait(sitter, number) for number in range(10)}) == 10


@pytest.mark.parametrize("sitter", ["astronaut", "hopper"])
def test_every_variation_is_a_photo_that_a_phone_would_send(sitter: Sitter) -> None:
    for number in range(10):
        with Image.open(io.BytesIO(portrait(sitter, number))) as picture:
            assert picture.format == "JPEG"
            assert min(picture.size) >= 400


def test_a_missing_wheel_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    require_portraits()
    monkeypatch.setattr(portraits, "_SOURCES", {"astronaut": ("no_such_wheel", "data/astronaut.png")})
    with pytest.raises(PortraitsMissing, match="no_such_wheel, which is missing; run: uv sync"):
        require_portraits()
