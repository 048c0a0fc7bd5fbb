// SPDX-License-Identifier: MPL-2.0
// Trees are made of the text, so that there is one writing of each piece.
#include <nlohmann/json.hpp>

#include "schemas/record/json.h"
#include "schemas/record/json_parts.h"

namespace indgang::record {
namespace {

template <typename Piece>
nlohmann::ordered_json tree_of(const Piece& piece) {
    JsonWriter out;
    write(out, piece);
    return nlohmann::ordered_json::parse(out.take());
}

}  // namespace

nlohmann::ordered_json json_of(const Candidate& candidate) {
    return tree_of(candidate);
}

nlohmann::ordered_json json_of(const Finding& finding) {
    return tree_of(finding);
}

nlohmann::ordered_json json_of(const ApplicationRecord& record) {
    return tree_of(record);
}

nlohmann::ordered_json json_of(const SettledRecord& settled) {
    return nlohmann::ordered_json::parse(to_json(settled));
}

}  // namespace indgang::record
