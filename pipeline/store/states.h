// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

/// The states of what the store holds, and the steps between them (docs/architecture.md#states):
///
///   arrival:      received --> read
///                     '-> rejected (bad input)  '-> quarantined (poison: attempts used up)
///                 rejected, quarantined --> received (a person)
///                 rejected, quarantined, read --> closed (a person: there is no application in it)
///                 closed --> received (a person)
///                 read --> received (a person, when all its applications are closed)
///   application:  recorded --> ready --> delivered
///                   |  '-> waiting (a register is down; goes on by itself)
///                   |  '-> parked (a person decides) --> recorded
///                   '-> closed (a person: no application, or part of another) --> recorded
///                 ready '-> dead (the case system refuses; a person decides) --> ready
///   copy:         wanted --> made --> added   wanted --> none (no pages that could be copied)
///                     '-> failed <-' '-> failed --> wanted or made (a person)
namespace indgang::store {

enum class ArrivalState { received, read, rejected, quarantined, closed };
inline constexpr std::array arrival_states = {ArrivalState::received, ArrivalState::read,
                                              ArrivalState::rejected, ArrivalState::quarantined,
                                              ArrivalState::closed};
enum class ItemState { recorded, waiting, parked, ready, delivered, dead, closed };
inline constexpr std::array item_states = {
    ItemState::recorded,  ItemState::waiting, ItemState::parked, ItemState::ready,
    ItemState::delivered, ItemState::dead,    ItemState::closed};
/// Of the searchable copy of a delivered application, on its way into the case that stands already.
enum class CopyState { wanted, made, added, none, failed };
inline constexpr std::array copy_states = {CopyState::wanted, CopyState::made, CopyState::added,
                                           CopyState::none, CopyState::failed};

/// Arrivals that are read apart from each other: documents (XML, JSON), which take milliseconds,
/// scans, which take minutes, and feeds and zips, which are not read but taken apart. Small scans
/// are those of at most `small_scan_pages`, or whose pages nobody has counted yet.
enum class Lane { all, documents, scans, small_scans, feeds };
inline constexpr int small_scan_pages = 10;

[[nodiscard]] std::string_view name_of(ArrivalState state);
[[nodiscard]] std::string_view name_of(ItemState state);
[[nodiscard]] std::string_view name_of(CopyState state);
/// The state of a name; nothing: there is none.
[[nodiscard]] std::optional<ArrivalState> arrival_state_named(std::string_view name);
[[nodiscard]] std::optional<ItemState> item_state_named(std::string_view name);
[[nodiscard]] std::optional<CopyState> copy_state_named(std::string_view name);

}  // namespace indgang::store
