// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Who a person at the desk is. Two vouch for people: a file of accounts of this machine
/// (local_accounts.h), and an identity provider by OpenID Connect (open_id.h). What a person may do
/// is decided elsewhere, by roles and units.
namespace indgang::identity {

/// A person as the one who vouches for him says.
struct Identity {
    std::string user;  ///< what acts are written down with: `is_user_id`; never a name
    std::string name;  ///< for the screen of that person alone; empty: not told
    std::vector<std::string> roles;  ///< of `role_names`, at least one, each once
    std::vector<std::string> units;  ///< of the organisation; empty: of all
};

/// "operator", "verifier", "case_worker", "contact_centre", "manager", "designer", "administrator",
/// "auditor".
[[nodiscard]] std::span<const std::string_view> role_names();
[[nodiscard]] bool is_role(std::string_view name);

/// 1 to 64 of a-z, 0-9, full stop, underscore, @ and hyphen.
[[nodiscard]] bool is_user_id(std::string_view text);

/// One line of UTF-8, 1 to 64 bytes, without blanks at its ends.
[[nodiscard]] bool is_unit(std::string_view text);

/// A name for the screen: 0 to 200 bytes of UTF-8, one line that does nothing to a screen.
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace indgang::identity
