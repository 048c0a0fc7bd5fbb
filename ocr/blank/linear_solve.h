// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

namespace indgang::ocr {

template <std::size_t N>
using SquareMatrix = std::array<std::array<double, N>, N>;

/// The solution of `rows` x = `right`: Gauss-Jordan with row pivots. Nothing for a singular matrix.
template <std::size_t N>
[[nodiscard]] std::optional<std::array<double, N>> solve(SquareMatrix<N> rows,
                                                         std::array<double, N> right) {
    constexpr double pivot_least = 1e-12;
    for (std::size_t c = 0; c < N; ++c) {
        std::size_t pivot = c;
        for (std::size_t r = c + 1; r < N; ++r) {
            pivot = std::abs(rows[r][c]) > std::abs(rows[pivot][c]) ? r : pivot;
        }
        if (!(std::abs(rows[pivot][c]) > pivot_least)) {
            return std::nullopt;
        }
        std::swap(rows[c], rows[pivot]);
        std::swap(right[c], right[pivot]);
        for (std::size_t r = 0; r < N; ++r) {
            const double factor = r == c ? 0 : rows[r][c] / rows[c][c];
            for (std::size_t k = c; k < N; ++k) {
                rows[r][k] -= factor * rows[c][k];
            }
            right[r] -= factor * right[c];
        }
    }
    for (std::size_t c = 0; c < N; ++c) {
        right[c] /= rows[c][c];
    }
    return right;
}

}  // namespace indgang::ocr
