# SPDX-License-Identifier: MPL-2.0
"""Trains a net for characters in cells on tiles of cell_forge, and writes it as
docs/formats/character_net.md says. General over alphabets: --alphabet is the characters, the labels
after them are reject and empty."""
import argparse
import glob
import hashlib
import os
import struct
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import cell_data
import shipped_state
import tile_changes


def convolution(inputs, outputs, kernel, stride=1):
    return [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm2d(outputs), nn.ReLU()]


class Net(nn.Module):
    """`wide` channels in the last two convolutions, `hidden` numbers between the dense layers."""
    def __init__(self, classes, wide=64, hidden=96):
        super().__init__()
        self.features = nn.Sequential(*self.convolutions(wide))
        self.hidden = nn.Linear(wide * 9, hidden)
        self.drop = nn.Dropout(0.3)
        self.last = nn.Linear(hidden, classes)

    def convolutions(self, wide):
        return [*convolution(1, 32, 5, 2), *convolution(32, 32, 3), *convolution(32, 48, 3),
                nn.MaxPool2d(2), *convolution(48, wide, 3), *convolution(wide, wide, 3),
                nn.MaxPool2d(2)]

    def forward(self, x):
        x = self.features(x).flatten(1)
        return self.last(self.drop(F.relu(self.hidden(x))))


class FineNet(Net):
    """Built otherwise, so that it errs elsewhere: small kernels, and full resolution at the start."""
    def convolutions(self, wide):
        return [*convolution(1, 16, 3), *convolution(16, 24, 3), nn.MaxPool2d(2),
                *convolution(24, 48, 3), *convolution(48, 56, 3), nn.MaxPool2d(2),
                *convolution(56, wide, 3), *convolution(wide, wide, 3), nn.MaxPool2d(2)]


def fitting_net(state):
    """A net of the kind and the widths that a saved state has."""
    kind = FineNet if state["features.0.weight"].shape[-1] == 3 else Net
    hidden, inputs = state["hidden.weight"].shape
    net = kind(state["last.weight"].shape[0], inputs // 9, hidden)
    net.load_state_dict(state)
    return net


def widened(state, wide, hidden, seed):
    """A state of more channels that computes nearly the same: channels are doubled, what follows
    takes a random share of either, and a little noise lets the twins part."""
    rng = np.random.default_rng(seed)
    new = {k: v.clone() for k, v in state.items()}

    def doubled(own, names, then, count, spread=1):
        old = len(new[own])
        source = np.concatenate([np.arange(old), rng.choice(old, count - old, replace=False)])
        shares = np.ones(count)
        for i in range(old, count):
            shares[i] = rng.uniform(0.3, 0.7)
            shares[source[i]] = 1 - shares[i]
        for name in [own, *names]:
            new[name] = new[name][torch.from_numpy(source)]
        noise = torch.from_numpy(rng.normal(0, 0.1, tuple(new[own].shape)).astype(np.float32))
        noise[:old] = 0
        new[own] = new[own] * (1 + noise)
        # Of a flattened picture each channel has `spread` numbers.
        at = (source[:, None] * spread + np.arange(spread)).ravel()
        gain = torch.from_numpy(np.repeat(shares, spread).astype(np.float32))
        gain = gain.view(1, -1, *[1] * (new[then].dim() - 2))
        new[then] = new[then][:, torch.from_numpy(at)] * gain

    for conv, then, spread in ((10, "features.13.weight", 1), (13, "hidden.weight", 9)):
        norm = [f"features.{conv + 1}.{n}" for n in ("weight", "bias", "running_mean",
                                                      "running_var")]
        doubled(f"features.{conv}.weight", norm, then, wide, spread)
    doubled("hidden.weight", ["hidden.bias"], "last.weight", hidden)
    return new


def said_by(teachers, tiles, labels, characters, cache):
    """What to learn of the tiles: their labels, and by half what the teachers say (as a panel) of
    characters that they read as labelled: they know how doubtful a tile is. Kept in `cache`."""
    told = F.one_hot(torch.from_numpy(labels), characters + 2).half()
    if not teachers:
        return told
    # The name says who was asked and of what: the tiles of a folder grow, and nets are replaced.
    asked_of = hashlib.sha256(tiles.tobytes())
    for net, _ in teachers:
        for value in net.state_dict().values():
            asked_of.update(value.contiguous().numpy().tobytes())
    path = f"{cache}/said-{asked_of.hexdigest()[:12]}.npy"
    if not os.path.exists(path):
        said = np.zeros((len(labels), characters + 2), np.float16)
        of = np.flatnonzero(labels < characters)
        for at in range(0, len(of), 10000):
            some = of[at:at + 10000]
            p = [calibrated(logits_of(t, tiles[some]), *c).numpy() for t, c in teachers[:1]]
            for t, c in teachers[1:]:
                asked = p[0].max(1) < 0.995
                p.append(p[0].copy())
                p[1][asked] = calibrated(logits_of(t, tiles[some][asked]), *c).numpy()
            said[some] = panel(*p) if len(p) > 1 else p[0]
        np.save(path, said)
    said = torch.from_numpy(np.load(path))
    is_agreed = said.float().argmax(1) == torch.from_numpy(labels)
    is_agreed &= torch.from_numpy(labels < characters)
    return torch.where(is_agreed[:, None], (0.5 * told.float() + 0.5 * said.float()).half(), told)


def taught_loss(logits, told, characters, reject_weight):
    weight = torch.where(told[:, characters] > 0.9, reject_weight, 1.0)
    return (-(told * F.log_softmax(logits, 1)).sum(1) * weight).mean()


def update_mean(kept, net, step):
    """Takes the state after this step into the running mean of the states."""
    keep = min(0.999, (step + 1) / (step + 10))
    with torch.no_grad():
        for k, v in net.state_dict().items():
            if v.dtype.is_floating_point:
                kept[k].lerp_(v, 1 - keep)
            else:
                kept[k].copy_(v)


def taught_by(path, classes, tiles):
    """A teacher and its calibration, from a file of a shipped net or a state."""
    if not path.endswith(".bin"):
        return fitting_net(torch.load(path)), (1.0, 0.0)
    _, layers = shipped_state.layers_of(path)
    wide, hidden = layers[-2][0].shape[2:]
    net = (FineNet if layers[0][0].shape[0] == 3 else Net)(classes, wide, hidden)
    return net, shipped_state.fill(net, path, tiles[:2000])


def mixed(start, state, share, tiles):
    """The mean of two states, one trained on from the other, `share` of it the former: between them
    is a net that has learnt nearly as much and forgotten less. The statistics of batch
    normalisation fit neither half, so they are taken anew."""
    net = fitting_net({k: share * start[k] + (1 - share) * v if v.dtype.is_floating_point else v
                       for k, v in state.items()})
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None
    net.train()
    with torch.no_grad():
        for some in np.split(tiles, range(250, len(tiles), 250)):
            net(torch.from_numpy(some.astype(np.float32) / 255)[:, None])
    return {k: v.clone() for k, v in net.state_dict().items()}


def folded(net):
    """The layers with batch normalisation folded in: (kind, kernel, stride, weights, bias, flags).
    Convolutions are filled up to a multiple of 16 outputs with ones that are always 0."""
    layers, pad_inputs = [], 0
    modules = list(net.features)
    for i, m in enumerate(modules):
        if not isinstance(m, nn.Conv2d):
            continue
        norm = modules[i + 1]
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        weight = (m.weight * gain[:, None, None, None]).permute(2, 3, 1, 0)
        bias = norm.bias - norm.running_mean * gain
        pad = -m.out_channels % 16
        weight, bias = F.pad(weight, (0, pad, 0, pad_inputs)), F.pad(bias, (0, pad))
        pad_inputs = pad
        pools = i + 3 < len(modules) and isinstance(modules[i + 3], nn.MaxPool2d)
        layers.append((1, m.kernel_size[0], m.stride[0], weight, bias, 3 if pools else 1))
    hidden = net.hidden.weight.view(len(net.hidden.weight), -1, 3, 3).permute(2, 3, 1, 0)
    layers.append((2, 3, 1, hidden, net.hidden.bias, 1))
    pad = -net.last.out_features % 8
    last = F.pad(net.last.weight.t(), (0, pad))[None, None]
    layers.append((2, 1, 1, last, F.pad(net.last.bias, (0, pad)), 0))
    return layers


def write(net, names, temperature, uniform, path):
    def floats(t):
        return t.detach().contiguous().numpy().astype("<f4").tobytes()
    out = struct.pack("<I", len(names))
    for name in names:
        text = name.encode()
        out += struct.pack("<I", len(text)) + text
    out += struct.pack("<ff", temperature, uniform)
    layers = folded(net)
    out += struct.pack("<I", len(layers))
    for kind, kernel, stride, weight, bias, flags in layers:
        out += struct.pack("<6I", kind, kernel, stride, weight.shape[2], weight.shape[3], flags)
        out += floats(weight) + floats(bias)
    with open(path, "wb") as f:
        f.write(b"INDGNET1" + struct.pack("<I", 1) + hashlib.sha256(out).digest() + out)


def logits_of(net, tiles):
    net.eval()
    with torch.no_grad():
        return torch.cat([net(torch.from_numpy(tiles[i:i + 250].astype(np.float32) / 255)[:, None])
                          for i in range(0, len(tiles), 250)])


def calibrated(logits, temperature, uniform):
    return (1 - uniform) * F.softmax(logits / temperature, 1) + uniform / logits.shape[1]


def calibrate(net, sets):
    """Temperature and share of the uniform distribution with the best likelihood."""
    logits = torch.cat([logits_of(net, tiles) for _, tiles in sets])
    labels = torch.from_numpy(np.concatenate([labels for labels, _ in sets]))
    best = (1e9, 1.0, 0.0)
    for temperature in np.arange(0.6, 2.01, 0.05):
        for uniform in (0, 0.0005, 0.001, 0.002, 0.004, 0.007, 0.01):
            p = calibrated(logits, float(temperature), uniform)
            loss = -torch.log(p[torch.arange(len(labels)), labels]).mean().item()
            best = min(best, (loss, float(temperature), float(uniform)))
    return best[1:]


def panel(first, second):
    """What ocr/net/net_panel.h makes of two nets' probabilities."""
    is_asked = first.max(1) < 0.995
    first[is_asked] = (first[is_asked] + second[is_asked]) / 2
    return first


def report(name, nets, labels, has_ink, tiles, characters):
    """`nets` are one or two nets, each with its calibration."""
    said = [calibrated(logits_of(net, tiles), *calibration).numpy() for net, calibration in nets]
    p = panel(*said) if len(said) > 1 else said[0]
    p[~has_ink] = 0
    p[~has_ink, characters + 1] = 1
    top, conf = p.argmax(1), p.max(1)
    is_character = labels < characters
    text = f"{name:16s} n {is_character.sum():6d}"
    hit, confident = (top == labels)[is_character], conf[is_character].copy()
    confident[top[is_character] >= characters] = 0
    wrong = ~hit & (top[is_character] < characters)
    text += f"  error {100 * (~hit).mean():5.2f} (wrong character {100 * wrong.mean():5.2f})"
    order = np.argsort(-confident, kind="stable")
    for share in (0.01, 0.03, 0.05, 0.1):
        kept = order[:int(len(order) * (1 - share))]
        text += f"  at {100 * share:.0f}%: {100 * wrong[kept].mean():.3f}"
    caught = top >= characters
    for label, word in ((characters, "struck"), (characters + 100, "overwritten"),
                        (characters + 1, "empty")):
        if (labels == label).any():
            missed = ~caught[labels == label]
            sure = missed & (conf[labels == label] > 0.99)
            text += f"  {word} caught {100 * (1 - missed.mean()):.1f} (surely read {100 * sure.mean():.1f})"
    labels = labels % 100
    ece = 0.0
    edges = [0, .5, .6, .7, .8, .9, .95, .98, .99, .995, .999, 1.0001]
    right = top == labels
    for low, high in zip(edges, edges[1:]):
        b = (conf >= low) & (conf < high)
        if b.any():
            ece += abs(right[b].mean() - conf[b].mean()) * b.mean()
    print(text + f"  ECE {ece:.4f}", flush=True)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--tiles", required=True, help="folder with train-*, calibrate-*, test-*.bin")
    a.add_argument("--measure", action="store_true", help="no training: measure --start")
    a.add_argument("--mnist", help="digits only: folder of MNIST with the writers of QMNIST")
    a.add_argument("--usps")
    a.add_argument("--alphabet", default="0123456789")
    a.add_argument("--samples", type=int, default=600000)
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--start", help="a state or a net (.bin) to continue from; a narrower state is "
                   "widened")
    a.add_argument("--second", help="a net (.bin) that is asked too when it is measured")
    a.add_argument("--fine", action="store_true", help="the kind of digits.second.bin")
    a.add_argument("--wide", type=int, default=64, help="channels of the last convolutions")
    a.add_argument("--hidden", type=int, default=96, help="numbers between the dense layers")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--bend", type=float, default=0.5, help="how far tiles are bent, in pixels")
    a.add_argument("--plain", type=float, default=0.2, help="share of MNIST as it is in a batch")
    a.add_argument("--pens", help="UNIPEN: strokes of digits")
    a.add_argument("--pen-share", type=float, default=0.15, help="of it as it is in a batch")
    a.add_argument("--without", default="ibm,aga,uqb", help="contributors to UNIPEN not learnt")
    a.add_argument("--teachers", nargs="*", default=[],
                   help="one or two nets or states that are learned from too")
    a.add_argument("--over", type=float, default=0.0, help="share of a batch that is written over "
                   "by its neighbour")
    a.add_argument("--keep-start", type=float, default=0.0, help="share of the weights at the "
                   "start in those at the end; --start is a net (.bin)")
    a.add_argument("--reject-weight", type=float, default=1.0)
    a.add_argument("--reject-shift", type=float, default=0.0,
                   help="taken off the logit of reject at the end: training has more rejects")
    a.add_argument("--most", type=int, default=10**9, help="cells of a set that are measured")
    a.add_argument("--reference", help="writes printed tiles of test and their logits here")
    a.add_argument("--out", help="the net; beside it the state as .pt")
    o = a.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(o.seed)
    characters = len(o.alphabet)
    names = list(o.alphabet) + ["reject", "empty"]

    without = o.without.split(",")
    pens = cell_data.pens(o.pens, "train", o.alphabet, without) if o.pens else None

    def gather():
        """Forged tiles, then MNIST and UNIPEN as they are; looked up anew, the forge may still be running."""
        parts = [cell_data.forged(p) for p in sorted(glob.glob(o.tiles + "/train-*.bin"))]
        labels = np.concatenate([l[k] for l, k, _ in parts]) % 100
        tiles = np.concatenate([t[k] for _, k, t in parts])
        pools = [np.arange(len(labels))]
        if o.mnist:
            more, _, plain = cell_data.mnist(o.mnist, "train")
            pools.append(np.arange(len(labels), len(labels) + len(more)))
            labels, tiles = np.concatenate([labels, more]), np.concatenate([tiles, plain])
        if pens:
            pools.append(np.arange(len(labels), len(labels) + len(pens[0])))
            labels, tiles = np.concatenate([labels, pens[0]]), np.concatenate([tiles, pens[2]])
        print("tiles", [len(p) for p in pools], np.bincount(labels), flush=True)
        return labels, tiles, pools

    labels, tiles, pools = gather()
    net = (FineNet if o.fine else Net)(len(names), o.wide, o.hidden)
    calibration = None
    if o.start and o.start.endswith(".bin"):
        calibration = shipped_state.fill(net, o.start, tiles[:2000])
        begun = {k: v.clone() for k, v in net.state_dict().items()}
        with torch.no_grad():
            net.last.bias[characters] += 0 if o.measure else o.reject_shift
    elif o.start:
        net = fitting_net(torch.load(o.start))
        if not o.fine and o.wide > net.features[13].out_channels:
            net = fitting_net(widened(net.state_dict(), o.wide, o.hidden, o.seed))
    net = net.to(memory_format=torch.channels_last)
    kept = {k: v.clone() for k, v in net.state_dict().items()}
    teachers = [taught_by(p, len(names), tiles) for p in o.teachers]
    told = said_by(teachers, tiles, labels, characters, o.tiles)
    optimiser = torch.optim.AdamW(net.parameters(), lr=o.rate, weight_decay=0.03)
    batch, plain_share = 128, o.plain if o.mnist else 0.0
    steps = 0 if o.measure else o.samples // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, o.rate, total_steps=max(steps, 1), pct_start=0.05 if o.start else 0.15,
        div_factor=10, final_div_factor=300)
    orders = [rng.permutation(p) for p in pools]
    at = [0] * len(pools)
    shards = len(glob.glob(o.tiles + "/train-*.bin"))
    begin, total = time.time(), 0.0
    for step in range(steps):
        plain = int(batch * plain_share)
        drawn = int(batch * o.pen_share) if pens else 0
        counts = [batch - plain - drawn, plain, drawn][:len(pools)]
        found = len(glob.glob(o.tiles + "/train-*.bin")) if step % 300 == 0 else shards
        if found != shards:
            labels, tiles, pools = gather()
            told = said_by(teachers, tiles, labels, characters, o.tiles)
            shards = found
            orders, at = [rng.permutation(p) for p in pools], [0] * len(pools)
        chosen = []
        for i, count in enumerate(counts):
            if at[i] + count > len(orders[i]):
                orders[i], at[i] = rng.permutation(pools[i]), 0
            chosen.append(orders[i][at[i]:at[i] + count])
            at[i] += count
        index = np.concatenate(chosen)
        x = torch.from_numpy(tiles[index].astype(np.float32) / 255)[:, None]
        y = told[index].float()
        over = int(batch * o.over)
        if over:
            # The neighbour in the file is of the same row, by the same hand through the same scan.
            beside = index[:over] + np.where(index[:over] + 1 < len(pools[0]), 1, -1)
            other = torch.from_numpy(tiles[beside].astype(np.float32) / 255)[:, None]
            is_over, both = tile_changes.written_over(
                x[:over], other, torch.from_numpy(labels[index[:over]]),
                torch.from_numpy(labels[beside]), characters)
            x[:over][is_over] = both[is_over]
            y[:over][is_over] = F.one_hot(torch.tensor(characters), characters + 2).float()
        x = tile_changes.moved(x, o.bend).contiguous(memory_format=torch.channels_last)
        net.train()
        loss = taught_loss(net(x), y, characters, o.reject_weight)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        total += loss.item()
        update_mean(kept, net, step)
        if (step + 1) % 500 == 0:
            print(f"{step + 1}/{steps} loss {total / 500:.4f} "
                  f"{(step + 1) * batch / (time.time() - begin):.0f}/s", flush=True)
            total = 0.0
    if not o.measure:
        calibration = None
        kept["last.bias"][characters] -= o.reject_shift
        if o.keep_start:
            kept = mixed(begun, kept, o.keep_start, tiles[rng.permutation(pools[0])[:6000]])
        net.load_state_dict(kept)
        torch.save(kept, o.out + ".pt")

    sets = {}
    for p in sorted(glob.glob(o.tiles + "/calibrate-*.bin") + glob.glob(o.tiles + "/test-*.bin")):
        sets[p.rsplit("/", 1)[1][:-4]] = cell_data.forged(p)
    if o.mnist:
        for part in ("calibrate", "test"):
            sets[part + "-mnist"] = cell_data.mnist(o.mnist, part)
    if o.pens:
        for only in without[1:]:  # the first is left out for its labels
            sets["unseen-" + only] = cell_data.pens(o.pens, "all", o.alphabet, (), [only])
        sets["test-pens-plain"] = cell_data.pens(o.pens, "test", o.alphabet, without)
    if o.usps:
        sets["other-usps"] = cell_data.usps(o.usps)
    # Not those of which most are no digit: what is struck is as rare as in the others.
    fitting = [(l[k] % 100, t[k]) for n, (l, k, t) in sets.items()
               if n.startswith("calibrate") and n not in ("calibrate-once", "calibrate-over")]
    sets = {n: (l[:o.most], k[:o.most], t[:o.most]) for n, (l, k, t) in sets.items()}
    # A net that is measured keeps the calibration of its file.
    calibration = calibration or (calibrate(net, fitting) if fitting else (1.0, 0.001))
    print("temperature %.2f uniform %.4f" % calibration)
    nets = [(net, calibration)]
    if o.second:
        other = FineNet(len(names), 80, 128)
        nets.append((other, shipped_state.fill(other, o.second, tiles[:2000])))
    for name, (l, k, t) in sets.items():
        report(name, nets, l, k, t, characters)
    if o.measure:
        return
    write(net, names, *calibration, o.out)
    if o.reference:
        tiles = sets["test-print"][2][sets["test-print"][1]][:16]
        with open(o.reference, "w") as f:
            for tile, row in zip(tiles, logits_of(net, tiles).tolist()):
                f.write(tile.tobytes().hex() + "".join(f" {v:.5f}" for v in row) + "\n")


if __name__ == "__main__":
    main()
