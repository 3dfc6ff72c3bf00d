#!/usr/bin/env python3
"""Writes the pictures of the face tests, and the boxes in which OpenCV's Haar detectors find a face in them. The results are committed; run this again to check or to change them:

    sudo apt-get install --no-install-recommends python3-opencv opencv-data python3-skimage
    /usr/bin/python3 eng/face-pictures.py

The pictures are those of scikit-image: astronaut (NASA, public domain), camera (Lav Varshney, CC0), chelsea, a cat (Stefan van der Walt, CC0), coffee (Rachel Michetti, CC0).
"""
import json
import pathlib

import cv2

PICTURES = pathlib.Path("/usr/lib/python3/dist-packages/skimage/data")
CASCADES = pathlib.Path("/usr/share/opencv4/haarcascades")
NEIGHBORS = 5  # with 3, the detector of profiles also sees one in the whole head, from the other side

folder = pathlib.Path(__file__).resolve().parent.parent / "tests/Cascade.Avatar.Tests/Pictures"
folder.mkdir(parents=True, exist_ok=True)
front = cv2.CascadeClassifier(str(CASCADES / "haarcascade_frontalface_default.xml"))
profile = cv2.CascadeClassifier(str(CASCADES / "haarcascade_profileface.xml"))


def boxes(picture):
    """Faces from the front, and where there are none, in profile to either side; the detector of profiles knows one side only."""
    width = picture.shape[1]
    found = [tuple(box) for box in front.detectMultiScale(picture, 1.1, NEIGHBORS)]
    if not found:
        found += [tuple(box) for box in profile.detectMultiScale(picture, 1.1, NEIGHBORS)]
        found += [(width - x - w, y, w, h) for x, y, w, h in profile.detectMultiScale(cv2.flip(picture, 1), 1.1, NEIGHBORS)]
    return [[int(value) for value in box] for box in found]


result = {}
for name in ["astronaut", "camera", "chelsea", "coffee"]:
    file = folder / f"{name}.jpg"
    cv2.imwrite(str(file), cv2.imread(str(PICTURES / f"{name}.png")), [cv2.IMWRITE_JPEG_QUALITY, 90])
    result[name] = boxes(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE))
lines = [f'  "{name}": {json.dumps(found)}' for name, found in result.items()]
(folder / "haar.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
print((folder / "haar.json").read_text(), end="")
