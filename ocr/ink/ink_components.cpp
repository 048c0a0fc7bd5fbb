// SPDX-License-Identifier: MPL-2.0
// Connected components by runs and union-find: a run joins each run of the row above that it
// touches. A comb row of 60 x 10 mm has about 2,000 runs; the cost is that of looking at its pixels
// once.
#include "ocr/ink/ink_components.h"

#include <algorithm>
#include <numeric>

#include "ocr/ink/ink_limits.h"

namespace indgang::ocr {
namespace {

int root_of(std::vector<int>& parent, int i) {
    while (parent[static_cast<std::size_t>(i)] != i) {
        parent[static_cast<std::size_t>(i)] =
            parent[static_cast<std::size_t>(parent[static_cast<std::size_t>(i)])];
        i = parent[static_cast<std::size_t>(i)];
    }
    return i;
}

}  // namespace

InkComponents find_components(const InkPicture& picture, double px_per_mm) {
    InkComponents result;
    result.width = picture.width;
    std::vector<InkRun>& runs = result.runs;
    std::vector<int> parent;
    std::size_t above_begin = 0, above_end = 0;
    for (int y = 0; y < picture.height; ++y) {
        const std::size_t row_begin = runs.size();
        std::size_t above = above_begin;
        picture.kept.for_each_run(y, [&](int x, int end) {
            const int id = static_cast<int>(runs.size());
            runs.push_back({y, x, end, 0, -1});
            parent.push_back(id);
            while (above < above_end && runs[above].end < x) {
                ++above;
            }
            for (std::size_t i = above; i < above_end && runs[i].begin <= end; ++i) {
                const int a = root_of(parent, static_cast<int>(i));
                const int b = root_of(parent, id);
                parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
            }
        });
        above_begin = row_begin;
        above_end = runs.size();
    }
    std::vector<int> number(runs.size(), -1);
    std::vector<int> last_run;
    std::vector<std::int64_t> near_line;
    std::vector<std::int64_t> row_count;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto root = static_cast<std::size_t>(root_of(parent, static_cast<int>(i)));
        if (number[root] < 0) {
            number[root] = static_cast<int>(result.components.size());
            result.components.push_back({static_cast<int>(i), 0, false, false});
            last_run.push_back(-1);
            near_line.push_back(0);
        }
        const auto id = static_cast<std::size_t>(number[root]);
        runs[i].component = static_cast<int>(id);
        if (last_run[id] >= 0) {
            runs[static_cast<std::size_t>(last_run[id])].next = static_cast<int>(i);
        }
        last_run[id] = static_cast<int>(i);
        if (runs[i].y == 0 || runs[i].y + 1 == picture.height) {
            result.components[id].touches_edge = true;
        }
        result.components[id].pixels += runs[i].end - runs[i].begin;
        near_line[id] += picture.near_form.count(runs[i].y, runs[i].begin, runs[i].end);
    }
    for (std::size_t id = 0; id < result.components.size(); ++id) {
        InkComponent& component = result.components[id];
        if (static_cast<double>(near_line[id]) <
            limits::line_rest_share * static_cast<double>(component.pixels)) {
            continue;
        }
        int left = picture.width, right = 0, top = picture.height, bottom = 0;
        for (int r = component.first_run; r >= 0; r = runs[static_cast<std::size_t>(r)].next) {
            const InkRun& run = runs[static_cast<std::size_t>(r)];
            left = std::min(left, run.begin);
            right = std::max(right, run.end);
            top = std::min(top, run.y);
            bottom = std::max(bottom, run.y + 1);
        }
        const int thickness = std::min(right - left, bottom - top);
        component.is_line_rest = thickness <= limits::line_rest_thickness_mm * px_per_mm;
    }
    return result;
}

}  // namespace indgang::ocr
