# SPDX-License-Identifier: MPL-2.0
"""Trains the net for letters on tiles of cell_forge --letters and writes it as
docs/formats/character_net.md says. It tells digits from letters too, but half of the letters are
learnt as if there were no digits: a field of letters only asks among these, and the net shall be as
good at that as at the mixture (ocr/comb/comb_reader.h, Alphabet)."""
import argparse
import glob
import os
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import cell_data
import shipped_state
import train_net

ALPHABET = list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ-.")
DIGITS, REJECT, EMPTY = 10, len(ALPHABET), len(ALPHABET) + 1
MASKED = -1e4


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        def conv(i, o, k):
            return [nn.Conv2d(i, o, k, 1, k // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU()]
        self.features = nn.Sequential(
            *conv(1, 32, 5), nn.MaxPool2d(2),
            *conv(32, 48, 3), *conv(48, 48, 3), nn.MaxPool2d(2),
            *conv(48, 80, 3), *conv(80, 96, 3), nn.MaxPool2d(2))
        self.hidden = nn.Linear(96 * 9, 128)
        self.drop = nn.Dropout(0.25)
        self.last = nn.Linear(128, EMPTY + 1)

    def forward(self, x):
        x = self.features(x).flatten(1)
        return self.last(self.drop(F.relu(self.hidden(x))))


def bent(tiles):
    """The moves of the digits, and slow waves: hands differ more in letters than in digits."""
    n = len(tiles)
    turn, shear = (torch.rand(2, n) - 0.5) * 0.24
    wide, high = 1 + (torch.rand(2, n) - 0.5) * 0.24
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = wide * torch.cos(turn)
    theta[:, 0, 1] = -torch.sin(turn) + shear
    theta[:, 1, 0] = torch.sin(turn)
    theta[:, 1, 1] = high * torch.cos(turn)
    theta[:, :, 2] = (torch.rand(n, 2) - 0.5) * 0.12
    grid = F.affine_grid(theta, tiles.shape, align_corners=False)
    waves = torch.randn(n, 2, 4, 4) * 0.03 * torch.rand(n, 1, 1, 1)
    waves = F.interpolate(waves, size=tiles.shape[2:], mode="bilinear", align_corners=True)
    return F.grid_sample(tiles, grid + waves.permute(0, 2, 3, 1), align_corners=False)


def probabilities(logits, calibration, letters_only):
    """As ocr/comb/comb_reader.cpp: the share of a class among those that the field allows."""
    p = train_net.calibrated(logits, *calibration)
    if letters_only:
        p[:, :DIGITS] = 0
        p = p / p.sum(1, keepdim=True)
    return p


def calibrate(net, sets):
    """Temperature and uniform share with the best likelihood, asked as letters and as both."""
    logits = torch.cat([train_net.logits_of(net, tiles) for _, tiles in sets])
    labels = torch.from_numpy(np.concatenate([labels for labels, _ in sets]))
    is_no_digit = labels >= DIGITS
    best = (1e9, 1.0, 0.0)
    for temperature in np.arange(0.6, 3.01, 0.1):
        for uniform in (0, 0.0005, 0.001, 0.002, 0.004, 0.007, 0.01, 0.02, 0.03):
            loss = 0.0
            for chosen, only in ((slice(None), False), (is_no_digit, True)):
                p = probabilities(logits[chosen], (float(temperature), float(uniform)), only)
                right = p[torch.arange(len(p)), labels[chosen]]
                loss -= torch.log(right.clamp_min(1e-9)).mean().item()
            best = min(best, (loss, float(temperature), float(uniform)))
    return best[1:]


def report(name, net, calibration, labels, has_ink, tiles, details):
    all_logits = train_net.logits_of(net, tiles)
    for letters_only in (True, False):
        p = probabilities(all_logits, calibration, letters_only).numpy()
        p[~has_ink] = 0
        p[~has_ink, EMPTY] = 1
        asked = labels < REJECT
        if letters_only:
            asked &= labels >= DIGITS
        top, sure = p.argmax(1), p.max(1)
        hit = (top == labels)[asked]
        wrong = ~hit & (top[asked] < REJECT)
        confident = np.where(top[asked] < REJECT, sure[asked], 0)
        order = np.argsort(-confident, kind="stable")
        text = f"{name:18s} {'letters' if letters_only else 'both   '} n {asked.sum():6d}"
        text += f" error {100 * (~hit).mean():5.2f} wrong {100 * wrong.mean():5.2f}"
        for share in (0.05, 0.10, 0.20):
            kept = order[:int(len(order) * (1 - share))]
            text += f" at {100 * share:.0f}% {100 * wrong[kept].mean():.2f}"
        for least in (0.9, 0.99):
            kept = confident >= least
            text += f" >={least}: {100 * kept.mean():.1f}% wrong {100 * wrong[kept].mean():.2f}"
        for label, word in ((REJECT, "struck"), (EMPTY, "empty")):
            chosen = labels == label
            if chosen.any():
                text += f" {word} caught {100 * (top[chosen] >= REJECT).mean():.1f}"
        counted, ece = asked | (labels >= REJECT) & (labels < 100), 0.0
        right = (top == labels)[counted]
        said = sure[counted]
        edges = [0, .5, .6, .7, .8, .9, .95, .98, .99, .995, .999, 1.0001]
        for low, high in zip(edges, edges[1:]):
            b = (said >= low) & (said < high)
            if b.any():
                ece += abs(right[b].mean() - said[b].mean()) * b.mean()
        print(text + f" ECE {ece:.4f}", flush=True)
        if details and letters_only:
            by_letter(labels[asked], top[asked])


def by_letter(labels, top):
    names = ALPHABET + ["reject", "empty"]
    parts = []
    for label in np.unique(labels):
        own = top[labels == label]
        others = {names[t]: int((own == t).sum()) for t in np.unique(own) if t != label}
        others = sorted(others.items(), key=lambda o: -o[1])[:4]
        parts.append(f"{names[label]} {100 * (own != label).mean():.1f} ("
                     + " ".join(f"{n}:{c}" for n, c in others) + ")")
    print("    " + "; ".join(parts), flush=True)


def train(net, o, rng):
    def gather():
        """Looked up anew, the forge may still be running."""
        parts = [cell_data.forged(p) for p in sorted(glob.glob(o.tiles + "/train-*.bin"))]
        labels = np.concatenate([l[k] for l, k, _ in parts])
        tiles = np.concatenate([t[k] for _, k, t in parts])
        print("tiles", len(labels), np.bincount(labels % 100), flush=True)
        return labels % 100, tiles

    pens = None
    if o.pens:
        pens = cell_data.pens(o.pens, "train", ALPHABET, o.without.split(","))
    labels, tiles = gather()
    optimiser = torch.optim.AdamW(net.parameters(), lr=o.rate, weight_decay=0.03)
    batch = 128
    steps = o.samples // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, o.rate, total_steps=max(steps, 1), pct_start=0.05 if o.start else 0.15,
        div_factor=10, final_div_factor=300)
    kept = {k: v.clone() for k, v in net.state_dict().items()}
    order, at = rng.permutation(len(labels)), 0
    shards = len(glob.glob(o.tiles + "/train-*.bin"))
    begin, total = time.time(), 0.0
    for step in range(steps):
        found = len(glob.glob(o.tiles + "/train-*.bin")) if step % 300 == 0 else shards
        if at + batch > len(order) or found != shards:
            labels, tiles = gather() if found != shards else (labels, tiles)
            shards, order, at = found, rng.permutation(len(labels)), 0
        drawn = int(batch * o.pen_share) if pens else 0
        index = order[at:at + batch - drawn]
        at += batch - drawn
        y, x = labels[index], tiles[index]
        if drawn:
            index = rng.integers(0, len(pens[0]), drawn)
            y, x = np.concatenate([y, pens[0][index]]), np.concatenate([x, pens[2][index]])
        x = bent(torch.from_numpy(x.astype(np.float32) / 255)[:, None])
        y = torch.from_numpy(y)
        net.train()
        logits = net(x.contiguous(memory_format=torch.channels_last))
        hidden = (y >= DIGITS) & (torch.rand(batch) < 0.5)
        mask = torch.zeros_like(logits)
        mask[hidden, :DIGITS] = MASKED
        loss = F.cross_entropy(logits + mask, y)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        total += loss.item()
        train_net.update_mean(kept, net, step)
        if (step + 1) % 500 == 0:
            print(f"{step + 1}/{steps} loss {total / 500:.4f} "
                  f"{(step + 1) * batch / (time.time() - begin):.0f}/s", flush=True)
            total = 0.0
            torch.save(kept, o.out + ".part")
    net.load_state_dict(kept)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--tiles", required=True, help="folder with train-*, calibrate-*, ... .bin")
    a.add_argument("--measure", action="store_true", help="no training: measure --start")
    a.add_argument("--samples", type=int, default=1000000)
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--start", help="a state or a net (.bin) to continue from")
    a.add_argument("--pens", help="UNIPEN: strokes of capitals")
    a.add_argument("--pen-share", type=float, default=0.2, help="of it as it is in a batch")
    a.add_argument("--without", default="ibm,aga,kai", help="contributors to UNIPEN not learnt")
    a.add_argument("--most", type=int, default=10**9, help="cells of a set that are measured")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--details", action="store_true", help="the errors by letter")
    a.add_argument("--sets", default="calibrate test people", help="what is measured")
    a.add_argument("--reference", help="writes printed tiles of test and their logits here")
    a.add_argument("--out", help="the net; beside it the state as .pt")
    o = a.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    net = Net()
    calibration = None
    if o.start and o.start.endswith(".bin"):
        some = sorted(glob.glob(o.tiles + "/*.bin"))[0]
        calibration = shipped_state.fill(net, o.start, cell_data.forged(some)[2][:2000])
    elif o.start:
        net.load_state_dict(torch.load(o.start))
    net = net.to(memory_format=torch.channels_last)
    if not o.measure:
        train(net, o, np.random.default_rng(o.seed))
        torch.save(net.state_dict(), o.out + ".pt")
        calibration = None

    fitting = [cell_data.forged(p) for p in sorted(glob.glob(o.tiles + "/calibrate-*.bin"))]
    # A net that is measured keeps the calibration of its file.
    calibration = calibration or calibrate(net, [(l[k] % 100, t[k]) for l, k, t in fitting])
    print("temperature %.2f uniform %.4f" % calibration)
    for part in o.sets.split():
        for p in sorted(glob.glob(f"{o.tiles}/{part}*.bin")):
            cells = [part[:o.most] for part in cell_data.forged(p)]
            report(os.path.basename(p)[:-4], net, calibration, *cells, o.details)
    if o.pens:
        for only in o.without.split(",")[1:]:  # the first is left out for its labels
            cells = cell_data.pens(o.pens, "all", ALPHABET, (), [only])
            report("unseen-" + only, net, calibration, *[c[:o.most] for c in cells], o.details)
    if o.measure:
        return
    train_net.write(net, ALPHABET + ["reject", "empty"], *calibration, o.out)
    if o.reference:
        _, k, tiles = cell_data.forged(o.tiles + "/test-print.bin")
        with open(o.reference, "w") as f:
            for tile, row in zip(tiles[k][:16], train_net.logits_of(net, tiles[k][:16]).tolist()):
                f.write(tile.tobytes().hex() + "".join(f" {v:.5f}" for v in row) + "\n")


if __name__ == "__main__":
    main()
