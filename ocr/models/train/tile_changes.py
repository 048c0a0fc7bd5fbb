# SPDX-License-Identifier: MPL-2.0
"""What happens to a tile before a net sees it again: it is bent and moved, and written over."""
import torch
import torch.nn.functional as F


def bent(tiles, most_px):
    """Smooth bends of up to about `most_px` (one standard deviation), for each tile anew."""
    n, side = len(tiles), tiles.shape[-1]
    bends = F.interpolate(torch.randn(n, 2, 5, 5), size=side, mode="bicubic", align_corners=True)
    bends = bends * (torch.rand(n, 1, 1, 1) * most_px * 2 / side)
    return bends.permute(0, 2, 3, 1)


def moved(tiles, bend_px=0.5):
    """Small turns, shears, stretches, shifts and bends: what the forge varies, once more for each
    epoch."""
    n = len(tiles)
    turn, shear = (torch.rand(2, n) - 0.5) * 0.2
    wide, high = 1 + (torch.rand(2, n) - 0.5) * 0.16
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = wide * torch.cos(turn)
    theta[:, 0, 1] = -torch.sin(turn) + shear
    theta[:, 1, 0] = torch.sin(turn)
    theta[:, 1, 1] = high * torch.cos(turn)
    theta[:, :, 2] = (torch.rand(n, 2) - 0.5) * 0.12
    grid = F.affine_grid(theta, tiles.shape, align_corners=False)
    return F.grid_sample(tiles, grid + bent(tiles, bend_px), align_corners=False)


def written_over(tiles, other, kinds, others, characters):
    """Characters written over others, for as many pairs as show ink of both: which are, and the
    tiles. A pair of which one hides the other would look like that one, and a 1 like a stroke."""
    upper = moved(other, 0.5)
    both = torch.maximum(tiles, upper)

    def shown(ink, cover):
        near = F.max_pool2d(cover, 3, 1, 1)
        return (ink * (near < 0.4)).sum((1, 2, 3)) / ink.sum((1, 2, 3)).clamp(min=1)

    is_clear = (shown(tiles, upper) > 0.25) & (shown(upper, tiles) > 0.25)
    is_pair = (kinds != others) & (kinds < characters) & (others < characters)
    return is_clear & is_pair & (kinds != 1) & (others != 1), both
