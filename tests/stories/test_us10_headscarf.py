"""US-10: 31 women with tight hijab. What people wear on their heads is no fault of a picture, and never asked off."""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from presensi.bench.people import as_sent
from presensi.main import main
from recognition.evaluate.occluders import Draw, hijab, mask
from recognition.evaluate.pictures import Sample, picture, samples
from recognition.evaluate.quality import PASS, judged
from recognition.faces import find_faces
from recognition.landmarks import landmarks
from recognition.networks import NetworkSet
from tests.stories.drive import SET, Drive, name_of, nip_of
from tests.talk import Talk
