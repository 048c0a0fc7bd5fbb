#!/usr/bin/python3
# SPDX-License-Identifier: MPL-2.0
"""Fits the probability of a field of digits or of capitals, see ocr/comb/digit_field.cpp and
letter_field.cpp, and measures it.

    field_calibration.py digits SIGHTS-FOLDER ocr/comb/digit_weights.h
    field_calibration.py letters SIGHTS-FOLDER ocr/comb/letter_weights.h

SIGHTS-FOLDER holds what tests/accuracy/digit_sights wrote of scans of writers and of print for
calibration (calibrate-GRADE.jsonl, calibrate-typed_GRADE.jsonl) and for tests (test-...). Needs
python3-numpy. Logistic with a small ridge, by Newton's method; all weights are at least 0. Numbers
in print have a bias of their own, and the weights of hands times one factor, fitted on all such
fields, whoever wrote them: print has too few mistakes for weights of its own. Capitals have one
feature, the odds, and a bend at LETTER_KNEE. The tables show the probabilities that stand in the
sights, so look again after the header has changed.
"""
import json
import pathlib
import sys

import numpy

from logistic import newton

ACCEPT = 0.99
RIDGE = 0.05
LETTER_KNEE = 2  # limits::letter_knee of ocr/comb/comb_limits.h
LONG = 8  # digits and more: the fields that decide whether a case can be opened


def load(folder, part):
    grades = {}
    for file in sorted(pathlib.Path(folder).glob(f"{part}-*.jsonl")):
        grades[file.stem.split("-")[1]] = [json.loads(x) for x in file.read_text().splitlines()]
    return grades


def fit(features, right):
    kept = list(range(features.shape[1] + 1))
    while True:
        x = numpy.column_stack([numpy.ones(len(features)), features])
        beta = numpy.zeros(features.shape[1] + 1)
        beta[kept] = newton(x[:, kept], right, RIDGE)
        negative = [k for k in kept if k > 0 and beta[k] < 0]
        if not negative:
            return beta
        kept.remove(negative[0])


def stretched(beta, features, right):
    """A bias of its own, and the same weights times the factor that fits best."""
    score = features @ beta[1:]
    bias, factor = newton(numpy.column_stack([numpy.ones(len(score)), score]), right, RIDGE)
    return numpy.concatenate([[bias], factor * beta[1:]])


def arrays(sights):
    chosen = [s for s in sights if s.get("features")]
    right = numpy.array([float(s["candidates"][0][0] == s["truth"]) for s in chosen])
    return numpy.array([s["features"] for s in chosen]), right, chosen


def measure(name, p, right):
    accepted = p >= ACCEPT
    edges = [0, .5, .8, .9, .95, .99, .999, 1.01]
    bins = [(p >= a) & (p < b) for a, b in zip(edges, edges[1:])]
    ece = sum(abs(right[b].mean() - p[b].mean()) * b.mean() for b in bins if b.any())
    order = numpy.argsort(-p, kind="stable")
    wrong = numpy.cumsum(1 - right[order])
    # The most fields that can be taken while at most one in a thousand is wrong.
    within = numpy.nonzero(wrong <= 0.001 * numpy.arange(1, len(p) + 1))[0]
    most = 100 * (within[-1] + 1) / len(p) if len(within) else 0
    print(f"| {name} | {len(p)} | {100 * right.mean():.2f} | {100 * accepted.mean():.1f} | "
          f"{int((1 - right[accepted]).sum())} | {most:.1f} | {ece:.4f} |")


def models_of_digits(fitting):
    models = {}
    for name, is_print in (("hand_digit", False), ("print_digit", True)):
        features, right, _ = arrays([s for s in fitting if s.get("is_print", False) == is_print])
        beta = stretched(models["hand_digit"][0], features, right) if models else fit(features, right)
        models[name] = beta, len(right)
    return models


def models_of_letters(fitting):
    odds, right, _ = arrays(fitting)
    bent = numpy.maximum(0, odds - LETTER_KNEE)
    return {"letter": (fit(numpy.column_stack([odds, bent]), right), len(right))}


def main():
    what, folder, header = sys.argv[1:4]
    fitting = [s for sights in load(folder, "calibrate").values() for s in sights]
    models = models_of_digits(fitting) if what == "digits" else models_of_letters(fitting)
    lines = pathlib.Path(header).read_text().split("\n")
    for i, line in enumerate(lines):
        for name, (beta, count) in models.items():
            if f" {name}_model = " in line:
                weights = ", ".join(f"{weight:.4f}" for weight in beta[1:])
                lines[i] = line[:line.index("=")] + (f"= {{{beta[0]:.4f}, {{{weights}}}, "
                                                     f"{1 - 1 / (count / 2 + 2):.5f}}};")
        if line.startswith("// Written by"):
            counts = " and ".join(f"{count} ({name})" for name, (_, count) in models.items())
            lines[i] = f"// Written by ocr/models/train/field_calibration.py of fields: {counts}."
    pathlib.Path(header).write_text("\n".join(lines))

    print("| fields | n | right % | accepted % | of these wrong | within 0.1 % wrong: % | ECE |")
    print("|---|---|---|---|---|---|---|")
    for part in ("calibrate", "test"):
        for grade, sights in load(folder, part).items():
            features, right, seen = arrays(sights)
            p = numpy.array([s["candidates"][0][1] for s in seen])
            measure(f"{part} {grade}, all", p, right)
            long = numpy.array([len(s["truth"]) >= LONG for s in seen])
            measure(f"{part} {grade}, 8 to 10 digits", p[long], right[long])


if __name__ == "__main__":
    main()
