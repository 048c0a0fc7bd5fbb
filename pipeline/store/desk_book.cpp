// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/desk_book.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/error/verify.h"

namespace indgang::store {
namespace {

constexpr std::array<std::pair<EntryKind, std::string_view>, 4> entry_kinds = {
    {{EntryKind::value, "value"},
     {EntryKind::agreed, "agreed"},
     {EntryKind::passed, "passed"},
     {EntryKind::withdrawn, "withdrawn"}}};

}  // namespace

std::string_view name_of(EntryKind kind) {
    const auto found =
        std::ranges::find(entry_kinds, kind, &std::pair<EntryKind, std::string_view>::first);
    VERIFY(found != entry_kinds.end());
    return found->second;
}

std::optional<EntryKind> entry_kind_of(std::string_view name) {
    const auto found =
        std::ranges::find(entry_kinds, name, &std::pair<EntryKind, std::string_view>::second);
    return found == entry_kinds.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace indgang::store
