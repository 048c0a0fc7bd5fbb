# SPDX-License-Identifier: MPL-2.0
"""Tiles with labels: those of tests/forge/cell_forge, MNIST as it is, and sets for measuring only."""
import gzip

import numpy as np
from PIL import Image, ImageDraw

RECORD = 4 + 28 * 28
PARTS = 10  # of ten writers, number 0 is for tests, number 1 for calibrating


def forged(path):
    """Labels, has_ink and tiles (n, 28, 28) of one file of cell_forge; what is overwritten instead
    of struck out gets its label plus 100."""
    data = np.fromfile(path, np.uint8).reshape(-1, RECORD)
    labels = data[:, 0].astype(np.int64) + 100 * (data[:, 1] > 1)
    return labels, data[:, 2] > 0, data[:, 4:].reshape(-1, 28, 28)


def mnist(folder, part):
    with gzip.open(folder + "/train-images-idx3-ubyte.gz") as f:
        tiles = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(folder + "/train-labels-idx1-ubyte.gz") as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8).astype(np.int64)
    with gzip.open(folder + "/qmnist-train-labels.tsv.gz", "rt") as f:
        writers = np.array([int(line.split("\t")[2]) for line in f])
    slot = writers % PARTS
    chosen = {"test": slot == 0, "calibrate": slot == 1, "train": slot > 1}[part]
    return labels[chosen], np.ones(chosen.sum(), bool), tiles[chosen]


def as_tile(ink, magnification=8):
    """A picture (0 paper .. 1 ink) as MNIST has it: 20 px, centre of mass in the middle."""
    ys, xs = np.nonzero(ink > 0.2)
    ink = ink[ys.min():ys.max() + 1, xs.min():xs.max() + 1]
    fine = np.kron(ink, np.ones((magnification, magnification)))
    scale = 20.0 / max(fine.shape)
    mass = fine.sum()
    cy = (fine.sum(1) * (np.arange(fine.shape[0]) + 0.5)).sum() / mass
    cx = (fine.sum(0) * (np.arange(fine.shape[1]) + 0.5)).sum() / mass
    y, x = np.mgrid[0:fine.shape[0], 0:fine.shape[1]]
    ty = np.floor((y + 0.5 - cy) * scale + 14).astype(int)
    tx = np.floor((x + 0.5 - cx) * scale + 14).astype(int)
    ok = (ty >= 0) & (ty < 28) & (tx >= 0) & (tx < 28)
    tile = np.zeros((28, 28))
    np.add.at(tile, (ty[ok], tx[ok]), fine[ok] * scale * scale)
    top = np.sort(tile.ravel())[-25]
    tile *= np.clip(1 / max(top, 0.05), 1, 2.2)
    return np.rint(np.clip(tile, 0, 1) * 255).astype(np.uint8)


def usps(path):
    with gzip.open(path, "rt") as f:
        rows = np.array([[float(v) for v in line.split()] for line in f])
    tiles = np.stack([as_tile((row[1:].reshape(16, 16) + 1) / 2) for row in rows])
    return rows[:, 0].astype(np.int64), np.ones(len(rows), bool), tiles


def pen_tile(strokes, pen):
    """Strokes of a pen, "x,y x,y|x,y", drawn `pen` wide in shares of the longer side."""
    side = 80
    lines = [np.array([[float(v) for v in p.split(",")] for p in s.split()])
             for s in strokes.split("|") if s]
    every = np.concatenate(lines)
    low, high = every.min(0), every.max(0)
    scale = side * 0.8 / max((high - low).max(), 1)
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    half = pen * side * 0.4
    for line in lines:
        at = (line - (low + high) / 2) * scale
        at = np.stack([side / 2 + at[:, 0], side / 2 - at[:, 1]], 1)
        draw.line([tuple(p) for p in at], fill=255, width=max(1, round(2 * half)), joint="curve")
        for x, y in (at[0], at[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return as_tile(np.asarray(image, np.float32) / 255, 1)


def pens(path, part, alphabet, without, only=(), seed=1):
    """UNIPEN as it is, drawn with a pen of its own each time. For training each writer counts alike:
    who wrote more is thinned, who wrote less is drawn again. `part` "all" takes everybody."""
    rng = np.random.default_rng(seed)
    writers = {}
    with gzip.open(path, "rt") as f:
        for number, line in enumerate(f):
            if line.startswith("#"):
                continue
            writer, contributor, label, _, suspect, strokes = line.rstrip("\n").split("\t")
            if suspect != "0" or contributor in without or only and contributor not in only:
                continue
            # The writers of `val` are hidden in one number; runs stand for them, never for tests.
            writer = 10 * (1000 + number // 48) + 5 if contributor == "val" else int(writer)
            slot = {"test": 0, "calibrate": 1}.get(part)
            if part == "all" or (writer % PARTS == slot if slot is not None else writer % PARTS > 1):
                writers.setdefault(writer, []).append((alphabet.index(label), strokes))
    labels, tiles = [], []
    for own in writers.values():
        if part == "train":
            each = 60
            own = [own[i] for _ in range(-(-each // len(own))) for i in rng.permutation(len(own))]
            own = own[:each]
        for label, strokes in own:
            labels.append(label)
            tiles.append(pen_tile(strokes, rng.uniform(0.05, 0.16)))
    return np.array(labels), np.ones(len(labels), bool), np.stack(tiles)
