// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace indgang::desk {

/// In what office a person acts.
enum class Role {
    mailroom_operator,  ///< scans, arranges pages, settles what is doubted
    case_worker,        ///< settles what is doubted
    manager,            ///< gives work to people, and does all that they may
    administrator,      ///< mends the installation: sends and reads again, sees no application
    auditor,            ///< looks, and changes nothing
};
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_of(std::string_view name);
[[nodiscard]] std::span<const Role> roles();

/// What a person may do at the desk.
enum class Act { list, look, correct, retry, reread, close, join, split, move, assign };
[[nodiscard]] std::string_view name_of(Act act);
[[nodiscard]] std::span<const Act> acts();

/// The one table of who may do what.
[[nodiscard]] bool may(Role role, Act act);

/// Who acts, as what, and for what.
struct Actor {
    std::string user;  ///< user id, never a name
    Role role = Role::case_worker;
    std::string purpose;  ///< in the person's own words; may be empty
};
/// Errors: refused "not_permitted"; the message says which roles may.
void check(const Actor& actor, Act act);

}  // namespace indgang::desk
