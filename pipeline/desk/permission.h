// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::desk {

/// In what office a person acts.
enum class Role {
    mailroom_operator,  ///< scans, arranges pages, settles what is doubted
    verifier,           ///< settles what is doubted, and arranges nothing
    case_worker,        ///< settles what is doubted, and looks for persons and their cases
    contact_centre,     ///< looks for a person who is on the telephone
    manager,            ///< gives work to people, and does all that they may
    designer,           ///< makes forms; sees no application
    administrator,      ///< mends the installation: sends and reads again, sees no application
    auditor,            ///< looks, also at who looked, and changes nothing
};
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_of(std::string_view name);
[[nodiscard]] std::span<const Role> roles();

/// What a person may do at the desk.
enum class Act {
    list,     ///< of applications, by what is not personal
    look,     ///< at one application and its pages
    search,   ///< for a person
    apply,    ///< on a citizen's behalf
    mail,     ///< what came in, file by file
    correct,  ///< also: take applications that wait, one after the other
    retry,
    reread,
    close,
    join,
    split,
    move,
    turn,  ///< pages that lie the wrong way round
    assign,
    audit,    ///< who looked at a person, when and why
    figures,  ///< of a whole unit
};
[[nodiscard]] std::string_view name_of(Act act);
[[nodiscard]] std::span<const Act> acts();

/// The one table of who may do what.
[[nodiscard]] bool may(Role role, Act act);

/// Who acts, as what, and for what.
struct Actor {
    std::string user;  ///< user id, never a name
    Role role = Role::case_worker;
    std::string purpose = {};  ///< in the person's own words; may be empty
    /// Of the units to which the person belongs; nothing: of all.
    std::optional<std::vector<std::string>> forms = {};
};
/// Errors: refused "not_permitted"; the message says which roles may.
void check(const Actor& actor, Act act);
/// Errors: refused "of_another_unit".
void check_form(const Actor& actor, std::string_view form);

}  // namespace indgang::desk
