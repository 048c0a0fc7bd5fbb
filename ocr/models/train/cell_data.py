# SPDX-License-Identifier: MPL-2.0
"""Tiles with labels: those of tests/forge/cell_forge, MNIST as it is, and sets for measuring only."""
import gzip

import numpy as np

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


def as_tile(ink):
    """A picture (0 paper .. 1 ink) as MNIST has it: 20 px, centre of mass in the middle."""
    ys, xs = np.nonzero(ink > 0.2)
    ink = ink[ys.min():ys.max() + 1, xs.min():xs.max() + 1]
    fine = np.kron(ink, np.ones((8, 8)))
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
