# SPDX-License-Identifier: MPL-2.0
"""The state of a net from its file (docs/formats/character_net.md), so that training can go on from
what ships. The file has batch normalisation folded in; here it is taken out again: each layer is
normalised by what it gives for some tiles, so that the state computes what the file computes."""
import hashlib
import struct

import numpy as np
import torch
import torch.nn as nn

HEAD = 8 + 4 + 32  # magic, version, digest


def layers_of(path):
    """Calibration (temperature, uniform share) and layers (weights [ky][kx][in][out], bias)."""
    with open(path, "rb") as f:
        data = f.read()
    if data[:8] != b"INDGNET1" or hashlib.sha256(data[HEAD:]).digest() != data[12:HEAD]:
        raise ValueError(path + " is no net")
    at = HEAD

    def number():
        nonlocal at
        at += 4
        return struct.unpack_from("<I", data, at - 4)[0]

    def floats(count):
        nonlocal at
        at += 4 * count
        return torch.from_numpy(np.frombuffer(data, "<f4", count, at - 4 * count).copy())

    for _ in range(number()):
        length = number()
        at += length
    calibration = tuple(floats(2).tolist())
    layers = []
    for _ in range(number()):
        _, kernel, _, inputs, outputs, _ = (number() for _ in range(6))
        weights = floats(kernel * kernel * inputs * outputs)
        layers.append((weights.view(kernel, kernel, inputs, outputs), floats(outputs)))
    return calibration, layers


def fill(net, path, tiles):
    """Gives `net` the weights of the file. `tiles` (n, 28, 28) are some hundred that it is for."""
    calibration, layers = layers_of(path)
    rest = iter(layers)
    x = torch.from_numpy(tiles.astype(np.float32) / 255)[:, None]
    net.eval()
    with torch.no_grad():
        for place, module in enumerate(net.features):
            if isinstance(module, nn.Conv2d):
                weights, bias = next(rest)
                # The file fills convolutions up to 16 outputs.
                inputs, outputs = module.in_channels, module.out_channels
                module.weight.copy_(weights.permute(3, 2, 0, 1)[:outputs, :inputs])
                given, norm = module(x), net.features[place + 1]
                norm.running_mean.copy_(given.mean((0, 2, 3)))
                norm.running_var.copy_(given.var((0, 2, 3)))
                norm.weight.copy_(torch.sqrt(norm.running_var + norm.eps))
                norm.bias.copy_(bias[:outputs] + norm.running_mean)
            x = module(x)
        hidden, last = rest
        classes, inputs = net.last.out_features, outputs
        net.hidden.weight.copy_(
            hidden[0][:, :, :inputs].permute(3, 2, 0, 1).reshape(net.hidden.weight.shape))
        net.hidden.bias.copy_(hidden[1])
        net.last.weight.copy_(last[0][0, 0].t()[:classes])
        net.last.bias.copy_(last[1][:classes])
    return calibration
