"""Skin is redder and yellower than grey, in every complexion; screens turn it blue or green, prints pale.

A camera's white balance shifts what is alive and what is not alike, so this tells little across cameras, and more
within one.
"""

import cv2
import numpy as np

from recognition.images import Picture

INNER_FACE = np.s_[28:108, 24:88]
"""Rows and columns of the aligned chip from brows to chin."""

COLOURLESS = 1.0
"""Mean chroma of a picture without colours, of which nothing can be told: real cameras in real light have more."""

PALE = 4.0
"""Of the weaker of both, red and yellow, in units of CIE Lab: between the living faces of nuaa/ (5.7 on average) and
their prints (2.1)."""
SPAN = 48.0


def skin(chip: Picture) -> float | None:
    """0.5 for a pale face, 1 and 0 for one that is 24 units warmer or colder. None for a picture without colours.

    `chip` is the aligned face, (112, 112, 3) BGR.
    """
    lab = cv2.cvtColor(np.ascontiguousarray(chip[INNER_FACE]), cv2.COLOR_BGR2Lab)
    reds, yellows = (lab[:, :, channel].astype(np.float32) - 128 for channel in (1, 2))
    if np.hypot(reds, yellows).mean() < COLOURLESS:
        return None
    warmth = min(float(reds.mean()), float(yellows.mean()))
    return float(np.clip(0.5 + (warmth - PALE) / SPAN, 0, 1))
