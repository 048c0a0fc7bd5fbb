# SPDX-License-Identifier: MPL-2.0
"""Logistic regression with a ridge on all weights but the first, by Newton's method."""
import numpy


def newton(x, right, strength, shares=1.0):
    """Weights of the columns of `x`, the first of them the ones; `right` is 0 or 1. `shares` is how
    much each row counts."""
    beta = numpy.zeros(x.shape[1])
    ridge = strength * numpy.eye(x.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(60):
        p = 1 / (1 + numpy.exp(-numpy.clip(x @ beta, -30, 30)))
        hessian = (x.T * (shares * p * (1 - p))) @ x + ridge
        step = numpy.linalg.solve(hessian, x.T @ (shares * (right - p)) - ridge @ beta)
        beta += step
        if numpy.abs(step).max() < 1e-9:
            break
    return beta
