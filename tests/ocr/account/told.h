// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "ocr/read/page_reader.h"

namespace indgang::ocr::told {

/// How many fields of the page have a doubt.
inline std::ptrdiff_t doubted(const PageContent& page) {
    return std::count_if(page.fields.begin(), page.fields.end(),
                         [](const auto& each) { return !each.doubt.empty(); });
}

/// Whether some trace of writing names the field.
inline bool is_named(const PageContent& page, const std::string& id) {
    return std::any_of(page.traces.begin(), page.traces.end(), [&](const record::Trace& trace) {
        return trace.kind == record::TraceKind::writing &&
               std::find(trace.near.begin(), trace.near.end(), id) != trace.near.end();
    });
}

}  // namespace indgang::ocr::told
