#!/usr/bin/python3
# SPDX-License-Identifier: MPL-2.0
"""Fits the probabilities of read texts, see ocr/text/text_probability.cpp, and measures them.

    text_calibration.py SIGHTS-FOLDER ocr/text/text_weights.h

SIGHTS-FOLDER holds what tests/accuracy/text_sights wrote of the scans of text_plans.py. Needs
python3-numpy. All models are logistic with a small ridge, by Newton's method.
"""
import json
import pathlib
import sys
import zlib

import numpy

from logistic import newton

CERTAIN = (0.992, 0.992, 2)  # after one look and after two, so that no further one is needed
LOOKS = ("one_look", "two_looks", "all_looks")
MORE = ("{}", "second_features", "all_features")
ACCEPT = 0.99
RIDGE = 0.3
# Scans of script "foreign" hold only names with letters outside the Danish alphabet. One name in a
# hundred is taken to have one: assumed, not measured.
FOREIGN_SHARE = 0.1
# Features of text_probability.h that speak against a reading, by name.
AGAINST = {"changes", "odd", "not_of_kind", "specks", "email_confusable", "short_confusable",
           "touches_edge", "unevenness_beyond", "unevenness", "page_unevenness",
           "unexplained_marks", "missing_marks", "second_disagreements", "second_disagrees",
           "second_symbol", "second_word", "looks_against", "looks_disagreements",
           "least_sure_word", "witness_disagreements", "witness_disagrees", "witness_symbol",
           "witness_word", "rings_among_specks"}


def load(folder):
    sights = []
    for file in sorted(pathlib.Path(folder).glob("*.jsonl")):
        part, script, grade = file.name.split("-")[:3]
        for line in file.read_text().splitlines():
            sights.append(dict(json.loads(line), part=part, script=script, grade=grade))
    return sights


def fit(features, right, names=(), shares=1.0):
    """What speaks against a reading must not count for it: such a feature is left out."""
    against = {k for k, name in enumerate(names) if name in AGAINST}
    x = numpy.column_stack([numpy.ones(len(features)), features])
    kept = list(range(x.shape[1]))
    while True:
        beta = numpy.zeros(x.shape[1])
        beta[kept] = newton(x[:, kept], right, RIDGE, shares)
        wrong = [k for k in kept if k - 1 in against and beta[k] > 0]
        if not wrong:
            return beta
        kept = [k for k in kept if k not in wrong]


def raw(beta, features):
    return beta[0] + features @ beta[1:]


def probability(model, features):
    beta, scale, shift, most = model
    z = scale * raw(beta, features) + shift
    return numpy.minimum(1 / (1 + numpy.exp(-numpy.clip(z, -30, 30))), most)


def calibrated(features, right, scans, names, shares):
    """Fits on all fields, and then a line over the sums that fits on four fifths of the scans give
    for the last fifth. The line may only make the model less sure: mistakes are too few to make it
    more so. No probability may claim to be wrong less often than once in the better half."""
    folds = numpy.array([zlib.crc32(name.encode()) % 5 for name in scans])
    z = numpy.zeros(len(right))
    for fold in range(5):
        z[folds == fold] = raw(fit(features[folds != fold], right[folds != fold], names,
                                   shares[folds != fold]),
                               features[folds == fold])
    line = fit(z[:, None], right, (), shares)
    scale = min(1.0, max(0.5, line[1]))
    beta = fit(features, right, names, shares)
    return beta, scale, min(0.0, line[0]) if scale == 1 else line[0], 1 - 1 / (len(z) / 2 + 2)


def names_of(sights, look):
    """The features after the looks, in the order in which the reader gives them."""
    return list(next(s for s in sights if s.get("steps"))["steps"][look]["features"])


def arrays(sights, look):
    """Features and rightness after the looks, of the fields in which a letter was seen."""
    chosen = [s for s in sights if s.get("steps") and s["what"] == "text"]
    names = names_of(chosen, look)
    for s in chosen:
        if list(s["steps"][look]["features"]) != names:
            sys.exit("text_calibration: the sights do not all have the same features")
    return (numpy.array([list(s["steps"][look]["features"].values()) for s in chosen]),
            numpy.array([float(s["steps"][look]["right"]) for s in chosen]), chosen)


def train(sights):
    """For print and for handwriting: a model of one look, of two and of all."""
    known = {name for look in range(3) for name in names_of(sights, look)}
    if AGAINST - known:
        sys.exit(f"text_calibration: no such features: {sorted(AGAINST - known)}")
    models = {}
    for is_print in (True, False):
        fitting = [s for s in sights if s["part"] != "test" and s.get("is_print") == is_print]
        for look in range(3):
            features, right, seen = arrays(fitting, look)
            shares = numpy.array([FOREIGN_SHARE if s["script"] == "foreign" else 1.0
                                  for s in seen])
            models[is_print, look] = calibrated(features, right, [s["scan"] for s in seen],
                                                names_of(seen, look), shares)
    return models


def final(models, sights):
    """Gives the probabilities, the rightness of what is read in the end, and how many looks
    (1, 2, 4) each field took."""
    is_print = numpy.array([s["is_print"] for s in sights])
    p, right, looks = numpy.zeros((3, len(sights)))
    is_settled = numpy.zeros(len(sights), bool)
    for look, count in enumerate((1, 2, 4)):
        features, is_right, _ = arrays(sights, look)
        for group in (True, False):
            still = (is_print == group) & ~is_settled
            if still.any():
                p[still] = probability(models[group, look], features[still])
                right[still] = is_right[still]
                looks[still] = count
        is_settled |= p >= CERTAIN[look]
    return p, right, looks


def table(sights, models):
    print("| script, grade | fields | right % | accepted % | wrong and accepted |"
          " two, all looks % | ECE |\n|---|---|---|---|---|---|---|")
    keys = sorted({(s["script"], s["grade"]) for s in sights}) + [("typed", "all")]
    for script, grade in keys:
        chosen = [s for s in sights if s["script"] == script and s["what"] == "text" and
                  (grade in (s["grade"], "all")) and s["truth"]]
        seen = [s for s in chosen if s.get("steps")]
        if not seen:
            continue
        n = len(chosen)
        p, right, looks = final(models, seen)
        accepted = p >= ACCEPT
        wrong = int((accepted & (right < 1)).sum())
        ece = sum(abs(p[b].sum() - right[b].sum()) for b in (
            (p > low) & (p <= high) for low, high in zip(
                numpy.linspace(0, 0.9, 10), numpy.linspace(0.1, 1, 10)))) / len(p)
        print(f"| {script} {grade} | {n} | {100 * right.sum() / n:.2f} |"
              f" {100 * accepted.sum() / n:.1f} | {wrong} |"
              f" {100 * (looks == 2).sum() / n:.0f}, {100 * (looks == 4).sum() / n:.0f} |"
              f" {ece:.4f} |")


def by_kind(sights, models):
    print("\n| typed, kind | fields | right % | accepted % | wrong and accepted |"
          "\n|---|---|---|---|---|")
    typed = [s for s in sights if s["script"] == "typed" and s["what"] == "text" and s["truth"]]
    for kind in sorted({s["kind"] for s in typed}):
        p, right, _ = final(models, [s for s in typed if s["kind"] == kind and s.get("steps")])
        n = sum(s["kind"] == kind for s in typed)
        accepted = p >= ACCEPT
        print(f"| {kind} | {n} | {100 * right.sum() / n:.2f} | {100 * accepted.sum() / n:.1f} |"
              f" {int((accepted & (right < 1)).sum())} |")


def reliability(sights, models):
    p, right, _ = final(models, [s for s in sights if s.get("steps") and s["what"] == "text"])
    print("\n| said | fields | right % |\n|---|---|---|")
    edges = [0, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.0001]
    for low, high in zip(edges, edges[1:]):
        b = (p >= low) & (p < high)
        if b.sum():
            print(f"| {low} to {min(high, 1)} | {b.sum()} | {100 * right[b].mean():.2f} |")


def empties_and_marks(sights):
    empty = [s for s in sights if s["what"] == "text" and not s["truth"]]
    wrong = [s for s in empty if not s["right"]]
    print(f"\nempty text fields: {len(empty)}, read as text: {len(wrong)}")
    print("\n| marks of | boxes | wrong | sure (>= 0.99 either way) % | wrong and sure |"
          "\n|---|---|---|---|---|")
    for key in sorted({(s["script"], s["grade"]) for s in sights}):
        marks = [s for s in sights if s["what"] == "mark" and (s["script"], s["grade"]) == key]
        wrong = [s for s in marks if (s["probability"] > 0.5) != s["truth"]]
        sure = [s for s in marks if abs(s["probability"] - 0.5) >= ACCEPT - 0.5]
        print(f"| {key[0]} {key[1]} | {len(marks)} | {len(wrong)} |"
              f" {100 * len(sure) / max(1, len(marks)):.2f} | "
              f"{sum((s['probability'] > 0.5) != s['truth'] for s in sure)} |")
    signatures = [s for s in sights if s["what"] == "signature"]
    wrong = [s for s in signatures if (s["text"] == "present") != s["truth"]]
    print(f"\nsignature boxes: {len(signatures)}, wrong: {len(wrong)}, wrong and sure: "
          f"{sum(s['probability'] >= ACCEPT for s in wrong)}")


def weights(names, values):
    return "".join(f'    {{"{name}", {value:.4f}}},\n' for name, value in zip(names, values))


def write(models, names, file, train_count, calibrate_count):
    with open(file, "w") as out:
        out.write(f"""// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/text_calibration.py of {train_count} fields, {calibrate_count} more
// for scale, shift and the highest probability. Figures: ocr/models/text.md.
#pragma once

#include <array>

#include "ocr/text/text_probability.h"

namespace indgang::ocr {{

// clang-format off
""")
        for (is_print, look), model in models.items():
            name = ("print_" if is_print else "hand_") + LOOKS[look]
            out.write(f"inline constexpr auto {name} = std::to_array<FeatureWeight>({{\n"
                      f"{weights(names[look], model[0][1:])}}});\n"
                      f"static_assert(follow({name}, {MORE[look]}));\n")
        out.write("inline constexpr TextCalibration tesseract_calibration = {\n")
        for is_print in (True, False):
            out.write("    {\n")
            for look in range(3):
                beta, scale, shift, most = models[is_print, look]
                name = ("print_" if is_print else "hand_") + LOOKS[look]
                out.write(f"        {{{beta[0]:.4f}, {name}, {scale:.4f}, {shift:.4f},"
                          f" {most:.5f}}},\n")
            out.write("    },\n")
        out.write(f"    {CERTAIN[0]}, {CERTAIN[1]}}};\n"
                  "// clang-format on\n\n}  // namespace indgang::ocr\n")


def main():
    sights = load(sys.argv[1])
    models = train(sights)
    counts = [len(arrays([s for s in sights if s["part"] == p], 0)[2])
              for p in ("train", "calibrate")]
    write(models, [names_of(sights, look) for look in range(3)], sys.argv[2], *counts)
    for part in ("train", "calibrate", "test"):
        chosen = [s for s in sights if s["part"] == part]
        if chosen:
            print(f"\n## {part}\n")
            table(chosen, models)
    chosen = [s for s in sights if s["part"] == "test"]
    if chosen:
        by_kind(chosen, models)
        reliability(chosen, models)
        empties_and_marks(chosen)


if __name__ == "__main__":
    main()
