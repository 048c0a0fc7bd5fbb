#!/usr/bin/python3
# SPDX-License-Identifier: MPL-2.0
"""Fits the probabilities of read texts, see ocr/read/text_probability.cpp, and measures them.

    text_calibration.py SIGHTS-FOLDER ocr/read/text_weights.h

SIGHTS-FOLDER holds what tests/accuracy/text_sights wrote of the scans of text_plans.py. Needs
python3-numpy. Both models are logistic with a small ridge, by Newton's method.
"""
import json
import pathlib
import sys
import zlib

import numpy

FIRST = 19  # features of the first reading, as in text_probability.h
CERTAIN = 0.997  # of a first reading that needs no second
ACCEPT = 0.99
RIDGE = 0.3
# Features of text_probability.h that speak against a reading.
AGAINST = {3, 4, 5, 8, 9, 11, 12, 13, 14, 15, 19, 20, 21, 22}


def load(folder):
    sights = []
    for file in sorted(pathlib.Path(folder).glob("*.jsonl")):
        part, script, grade = file.name.split("-")[:3]
        for line in file.read_text().splitlines():
            sights.append(dict(json.loads(line), part=part, script=script, grade=grade))
    return sights


def newton(x, right):
    beta = numpy.zeros(x.shape[1])
    ridge = RIDGE * numpy.eye(x.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(60):
        p = 1 / (1 + numpy.exp(-numpy.clip(x @ beta, -30, 30)))
        gradient = x.T @ (right - p) - ridge @ beta
        hessian = (x.T * (p * (1 - p))) @ x + ridge
        step = numpy.linalg.solve(hessian, gradient)
        beta += step
        if numpy.abs(step).max() < 1e-8:
            break
    return beta


def fit(features, right):
    """What speaks against a reading must not count for it: such a feature is left out."""
    x = numpy.column_stack([numpy.ones(len(features)), features])
    kept = list(range(x.shape[1]))
    while True:
        beta = numpy.zeros(x.shape[1])
        beta[kept] = newton(x[:, kept], right)
        wrong = [k for k in kept if k - 1 in AGAINST and beta[k] > 0 and x.shape[1] > 2]
        if not wrong:
            return beta
        kept = [k for k in kept if k not in wrong]


def raw(beta, features):
    return beta[0] + features @ beta[1:]


def probability(model, features):
    beta, scale, shift, most = model
    z = scale * raw(beta, features) + shift
    return numpy.minimum(1 / (1 + numpy.exp(-numpy.clip(z, -30, 30))), most)


def calibrated(features, right, scans):
    """Fits on all fields, and then a line over the sums that fits on four fifths of the scans give
    for the last fifth. The line may only make the model less sure: mistakes are too few to make it
    more so. No probability may claim to be wrong less often than once in the better half."""
    folds = numpy.array([zlib.crc32(name.encode()) % 5 for name in scans])
    z = numpy.zeros(len(right))
    for fold in range(5):
        z[folds == fold] = raw(fit(features[folds != fold], right[folds != fold]),
                               features[folds == fold])
    line = fit(z[:, None], right)
    scale = min(1.0, max(0.5, line[1]))
    beta = fit(features, right)
    return beta, scale, min(0.0, line[0]) if scale == 1 else line[0], 1 - 1 / (len(z) / 2 + 2)


def arrays(sights, count):
    chosen = [s for s in sights if s.get("features") and s["what"] == "text"]
    return (numpy.array([s["features"][:count] for s in chosen]),
            numpy.array([float(s["right"]) for s in chosen]), chosen)


def train(sights):
    """For print and for handwriting: a model of one reading and one of two."""
    models = {}
    for is_print in (True, False):
        kept = [s for s in sights if s.get("is_print", None) == is_print]
        fitting = [s for s in kept if s["part"] != "test"]
        for name, count in (("one", FIRST), ("two", None)):
            features, right, seen = arrays(fitting, count)
            models[is_print, name] = calibrated(features, right, [s["scan"] for s in seen])
    return models


def final(models, features, sights):
    """Gives the probabilities, and which texts were read twice."""
    is_print = numpy.array([s["is_print"] for s in sights])
    probabilities, twice = numpy.zeros(len(sights)), numpy.zeros(len(sights), bool)
    for group in (True, False):
        chosen = is_print == group
        if chosen.any():
            first = probability(models[group, "one"], features[chosen][:, :FIRST])
            second = probability(models[group, "two"], features[chosen])
            probabilities[chosen] = numpy.where(first >= CERTAIN, first, second)
            twice[chosen] = first < CERTAIN
    return probabilities, twice


def table(sights, models):
    print("| script, grade | fields | right % | accepted % | wrong and accepted | read twice % |"
          " ECE |\n|---|---|---|---|---|---|---|")
    keys = sorted({(s["script"], s["grade"]) for s in sights}) + [("typed", "all")]
    for script, grade in keys:
        chosen = [s for s in sights if s["script"] == script and s["what"] == "text" and
                  (grade in (s["grade"], "all")) and s["truth"]]
        if not chosen:
            continue
        n = len(chosen)
        features, right, seen = arrays(chosen, None)
        p, twice = final(models, features, seen)
        accepted = p >= ACCEPT
        wrong = int((accepted & (right < 1)).sum())
        ece = sum(abs(p[b].sum() - right[b].sum()) for b in (
            (p > low) & (p <= high) for low, high in zip(
                numpy.linspace(0, 0.9, 10), numpy.linspace(0.1, 1, 10)))) / len(p)
        print(f"| {script} {grade} | {n} | {100 * right.sum() / n:.2f} |"
              f" {100 * accepted.sum() / n:.1f} | {wrong} | {100 * twice.sum() / n:.0f} |"
              f" {ece:.4f} |")


def by_kind(sights, models):
    print("\n| typed, kind | fields | right % | accepted % | wrong and accepted |"
          "\n|---|---|---|---|---|")
    typed = [s for s in sights if s["script"] == "typed" and s["what"] == "text" and s["truth"]]
    for kind in sorted({s["kind"] for s in typed}):
        features, right, seen = arrays([s for s in typed if s["kind"] == kind], None)
        p, _ = final(models, features, seen)
        n = sum(s["kind"] == kind for s in typed)
        accepted = p >= ACCEPT
        print(f"| {kind} | {n} | {100 * right.sum() / n:.2f} | {100 * accepted.sum() / n:.1f} |"
              f" {int((accepted & (right < 1)).sum())} |")


def reliability(sights, models):
    features, right, seen = arrays(sights, None)
    p, _ = final(models, features, seen)
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


def numbers(values):
    lines, line = [], "     "
    for value in values:
        text = f"{value:.4f}, "
        if len(line + text) > 96:
            lines.append(line.rstrip())
            line = "     "
        line += text
    return "\n".join(lines + [line.rstrip().rstrip(",")])


def write(models, file, train_count, calibrate_count):
    with open(file, "w") as out:
        out.write(f"""// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/text_calibration.py of {train_count} fields, {calibrate_count} more
// for scale, shift and the highest probability. Figures: ocr/models/text.md.
#pragma once

#include <array>
#include <cstddef>

#include "ocr/read/text_probability.h"

namespace indgang::ocr {{

template <std::size_t count>
struct TextModel {{
    double bias;
    std::array<double, count> weights;
    double scale;
    double shift;
    double most;  ///< no probability is above
}};

// clang-format off
constexpr double certain_probability = {CERTAIN};
""")
        sizes = {"one": "first_features", "two": "first_features + second_features"}
        for (is_print, name), (beta, scale, shift, most) in models.items():
            full_name = ("print" if is_print else "hand") + "_" + name + (
                "_reading" if name == "one" else "_readings")
            out.write(f"constexpr TextModel<{sizes[name]}> {full_name} = {{\n"
                      f"    {beta[0]:.4f},\n    {{\n"
                      f"{numbers(beta[1:])}}},\n    {scale:.4f}, {shift:.4f}, {most:.5f}}};\n")
        out.write("// clang-format on\n\n}  // namespace indgang::ocr\n")


def main():
    sights = load(sys.argv[1])
    models = train(sights)
    counts = [len(arrays([s for s in sights if s["part"] == p], 1)[2])
              for p in ("train", "calibrate")]
    write(models, sys.argv[2], *counts)
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
