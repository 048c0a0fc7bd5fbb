// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/permission.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::desk {
namespace {

using enum Role;

struct NamedRole {
    Role role;
    std::string_view name;
};
constexpr NamedRole named_roles[] = {
    {mailroom_operator, "operator"},    {verifier, "verifier"}, {case_worker, "case_worker"},
    {contact_centre, "contact_centre"}, {manager, "manager"},   {designer, "designer"},
    {administrator, "administrator"},   {auditor, "auditor"}};
constexpr std::array all_roles = {mailroom_operator, verifier, case_worker,   contact_centre,
                                  manager,           designer, administrator, auditor};

struct Permission {
    Act act;
    std::string_view name;
    std::span<const Role> roles;
};
constexpr std::array who_lists = {mailroom_operator, verifier,      case_worker, contact_centre,
                                  manager,           administrator, auditor};
constexpr std::array who_looks = {mailroom_operator, verifier, case_worker,
                                  contact_centre,    manager,  auditor};
constexpr std::array who_searches = {mailroom_operator, case_worker, contact_centre, manager,
                                     auditor};
constexpr std::array who_sees_mail = {mailroom_operator, case_worker, manager, auditor};
constexpr std::array who_settles = {mailroom_operator, verifier, case_worker, manager};
constexpr std::array who_arranges = {mailroom_operator, case_worker, manager};
constexpr std::array who_goes_on = {mailroom_operator, case_worker, manager, administrator};
constexpr std::array who_applies = {contact_centre};
constexpr std::array who_leads = {manager};
constexpr std::array who_audits = {manager, auditor};
constexpr Permission permissions[] = {
    {Act::list, "list", who_lists},        {Act::look, "look", who_looks},
    {Act::search, "search", who_searches}, {Act::apply, "apply", who_applies},
    {Act::mail, "mail", who_sees_mail},    {Act::correct, "correct", who_settles},
    {Act::retry, "retry", who_goes_on},    {Act::reread, "reread", who_goes_on},
    {Act::close, "close", who_arranges},   {Act::join, "join", who_arranges},
    {Act::split, "split", who_arranges},   {Act::move, "move", who_arranges},
    {Act::turn, "turn", who_arranges},     {Act::assign, "assign", who_leads},
    {Act::audit, "audit", who_audits},     {Act::figures, "figures", who_leads},
};
constexpr std::array all_acts = {Act::list,  Act::look,    Act::search, Act::apply,
                                 Act::mail,  Act::correct, Act::retry,  Act::reread,
                                 Act::close, Act::join,    Act::split,  Act::move,
                                 Act::turn,  Act::assign,  Act::audit,  Act::figures};

const Permission& permission_of(Act act) {
    const auto* found = std::find_if(std::begin(permissions), std::end(permissions),
                                     [&](const Permission& each) { return each.act == act; });
    VERIFY(found != std::end(permissions));
    return *found;
}

}  // namespace

std::string_view name_of(Role role) {
    const auto* found = std::find_if(std::begin(named_roles), std::end(named_roles),
                                     [&](const NamedRole& each) { return each.role == role; });
    VERIFY(found != std::end(named_roles));
    return found->name;
}

std::optional<Role> role_of(std::string_view name) {
    const auto* found = std::find_if(std::begin(named_roles), std::end(named_roles),
                                     [&](const NamedRole& each) { return each.name == name; });
    return found == std::end(named_roles) ? std::nullopt : std::optional(found->role);
}

std::span<const Role> roles() {
    return all_roles;
}

std::string_view name_of(Act act) {
    return permission_of(act).name;
}

std::span<const Act> acts() {
    return all_acts;
}

bool may(Role role, Act act) {
    const auto& allowed = permission_of(act).roles;
    return std::find(allowed.begin(), allowed.end(), role) != allowed.end();
}

void check(const Actor& actor, Act act) {
    if (may(actor.role, act)) {
        return;
    }
    std::string allowed;
    for (const Role role : permission_of(act).roles) {
        allowed += (allowed.empty() ? "" : ", ") + std::string(name_of(role));
    }
    throw Error(Reason::not_permitted, "a person in the role " + std::string(name_of(actor.role)) +
                                           " may not " + std::string(name_of(act)) +
                                           "; these may: " + allowed);
}

void check_form(const Actor& actor, std::string_view form) {
    if (actor.forms && std::ranges::find(*actor.forms, form) == actor.forms->end()) {
        throw Error(Reason::of_another_unit,
                    "the application is of a unit to which the person does not belong");
    }
}

}  // namespace indgang::desk
