// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/open_id.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "adapters/identity/provider_wire.h"
#include "adapters/identity/token/base64_url.h"
#include "adapters/identity/token/token.h"
#include "schemas/core/harmless_text.h"
#include "schemas/core/utf8.h"

namespace indgang::identity {
namespace {

using nlohmann::json;

// A key that a provider withdrew is believed for this long.
constexpr std::chrono::hours kept{1};
// Whoever sends tokens with made-up keys makes us ask no more often.
constexpr std::chrono::seconds between_questions{60};
constexpr std::size_t name_bytes_most = 200;

bool is_younger(UtcTime then, std::chrono::milliseconds age, UtcTime now) {
    return now >= then && now - then < age;
}

/// A member by its name, else by a path with full stops; null: there is none.
const json* member_of(const json& claims, const std::string& name) {
    if (const auto found = claims.find(name); found != claims.end()) {
        return &*found;
    }
    const json* at = &claims;
    for (std::size_t begin = 0; begin <= name.size();) {
        const auto end = std::min(name.find('.', begin), name.size());
        const auto found = at->is_object() ? at->find(name.substr(begin, end - begin)) : at->end();
        if (found == at->end()) {
            return nullptr;
        }
        at = &*found;
        begin = end + 1;
    }
    return at;
}

/// The texts of a claim: a list of them, or one. Others in the list are left out.
std::vector<std::string> texts_of(const json& claims, const std::string& name) {
    const json* member = member_of(claims, name);
    std::vector<std::string> texts;
    if (member == nullptr) {
        return texts;
    }
    const json list = member->is_array() ? *member : json::array({*member});
    for (const json& each : list) {
        if (each.is_string()) {
            texts.push_back(each.get<std::string>());
        }
    }
    return texts;
}

std::vector<std::string> roles_of(const json& claims, const ProviderSettings& settings) {
    std::vector<std::string> roles;
    for (const std::string& group : texts_of(claims, settings.roles_claim)) {
        const auto found = settings.roles.find(group);
        if (found != settings.roles.end() &&
            std::ranges::find(roles, found->second) == roles.end()) {
            roles.push_back(found->second);
        }
    }
    if (roles.empty()) {
        throw token_refused(settings.roles_claim, "it gives no role at the desk");
    }
    std::ranges::sort(roles);
    return roles;
}

/// Nobody becomes a member of all units because something is missing.
std::vector<std::string> units_of(const json& claims, const ProviderSettings& settings) {
    if (settings.units_claim.empty()) {
        return {};
    }
    auto units = texts_of(claims, settings.units_claim);
    if (!settings.all_units.empty() &&
        std::ranges::find(units, settings.all_units) != units.end()) {
        return {};
    }
    std::erase_if(units, [](const std::string& unit) { return !is_unit(unit); });
    if (units.empty()) {
        throw token_refused(settings.units_claim, "it gives no unit");
    }
    std::ranges::sort(units);
    units.erase(std::ranges::unique(units).begin(), units.end());
    return units;
}

Identity identity_of(const json& claims, const ProviderSettings& settings) {
    Identity identity;
    const json* user = member_of(claims, settings.user_claim);
    if (user == nullptr || !user->is_string() || !is_user_id(user->get<std::string>())) {
        throw token_refused(settings.user_claim, "it is no user id");
    }
    identity.user = user->get<std::string>();
    if (const auto name = claims.find("name"); name != claims.end() && name->is_string()) {
        identity.name = cut_utf8(harmless(name->get<std::string>()), name_bytes_most);
    }
    identity.roles = roles_of(claims, settings);
    identity.units = units_of(claims, settings);
    return identity;
}

}  // namespace

std::optional<std::string> trouble_in(const ProviderSettings& settings) {
    if (!is_safe_url(settings.issuer) || settings.issuer.find('?') != std::string::npos) {
        return "'issuer' is no https address (http of this machine is taken, too)";
    }
    if (settings.client_id.empty()) {
        return "'client_id' is missing";
    }
    if (settings.user_claim.empty() || settings.roles_claim.empty()) {
        return "'user_claim' and 'roles_claim' name a claim";
    }
    if (settings.roles.empty()) {
        return "'roles' gives nobody a role";
    }
    for (const auto& [group, role] : settings.roles) {
        if (!is_role(role)) {
            return "'roles' has '" + role + "', which is no role";
        }
    }
    if (std::ranges::find(settings.scopes, "openid") == settings.scopes.end()) {
        return "'scopes' lacks \"openid\"";
    }
    return std::nullopt;
}

struct OpenIdProvider::State {
    State(ProviderSettings given, Clock given_clock, IdSource given_ids)
        : settings(std::move(given)),
          clock(std::move(given_clock)),
          ids(std::move(given_ids)),
          wire(settings) {}

    /// Asked anew when it is old. Nobody waits for what another thread asks.
    Discovery discovery();
    std::optional<PublicKey> key(const Discovery& discovery, const std::string& id);

    const ProviderSettings settings;
    const Clock clock;
    const IdSource ids;
    const ProviderWire wire;

    std::mutex mutex;  // of everything below
    std::optional<Discovery> known;
    UtcTime known_since{};
    std::vector<PublicKey> keys;
    std::optional<UtcTime> keys_since;  ///< nothing: never read
    UtcTime keys_asked{};
};

Discovery OpenIdProvider::State::discovery() {
    const UtcTime now = clock();
    {
        const std::lock_guard lock(mutex);
        if (known && is_younger(known_since, kept, now)) {
            return *known;
        }
    }
    auto said = wire.discover();
    const std::lock_guard lock(mutex);
    known = said;
    known_since = now;
    return said;
}

std::optional<PublicKey> OpenIdProvider::State::key(const Discovery& discovery,
                                                    const std::string& id) {
    const UtcTime now = clock();
    const auto find = [&]() -> std::optional<PublicKey> {
        const auto found = std::ranges::find(keys, id, &PublicKey::id);
        return found == keys.end() ? std::nullopt : std::optional(*found);
    };
    {
        const std::lock_guard lock(mutex);
        if (keys_since && is_younger(*keys_since, kept, now)) {
            auto found = find();
            if (found || is_younger(keys_asked, between_questions, now)) {
                return found;
            }
        }
        keys_asked = now;
    }
    auto fresh = keys_of(wire.key_set(discovery));
    const std::lock_guard lock(mutex);
    keys = std::move(fresh);
    keys_since = now;
    return find();
}

OpenIdProvider::OpenIdProvider(ProviderSettings settings, Clock clock, IdSource ids) {
    if (const auto trouble = trouble_in(settings)) {
        throw Error(Reason::provider_invalid, "identity: " + *trouble);
    }
    state_ = std::make_unique<State>(std::move(settings), std::move(clock), std::move(ids));
}

OpenIdProvider::~OpenIdProvider() = default;

OpenIdProvider::Begun OpenIdProvider::begin(const std::string& redirect_uri) {
    const auto& settings = state_->settings;
    const auto discovery = state_->discovery();
    Begun begun;
    begun.state = state_->ids();
    begun.nonce = state_->ids();
    // RFC 7636, 4.1: 43 to 128 characters; an id has 26.
    begun.verifier = state_->ids() + state_->ids();
    std::string scope;
    for (const std::string& each : settings.scopes) {
        scope += (scope.empty() ? "" : " ") + each;
    }
    begun.url = with_query(discovery.authorization_url,
                           {{"response_type", "code"},
                            {"client_id", settings.client_id},
                            {"redirect_uri", redirect_uri},
                            {"scope", scope},
                            {"state", begun.state},
                            {"nonce", begun.nonce},
                            {"code_challenge", sha256_base64_url(begun.verifier)},
                            {"code_challenge_method", "S256"}});
    return begun;
}

Identity OpenIdProvider::finish(const Begun& begun, const std::string& redirect_uri,
                                const std::string& code) {
    const auto& settings = state_->settings;
    const auto discovery = state_->discovery();
    const auto token = state_->wire.token_for(discovery, code, begun.verifier, redirect_uri);
    const auto claims =
        checked_claims(token, {settings.issuer, settings.client_id, begun.nonce, state_->clock()},
                       [&](const std::string& id) { return state_->key(discovery, id); });
    return identity_of(claims, settings);
}

std::optional<std::string> OpenIdProvider::logout_url(const std::string& redirect_uri) {
    const auto discovery = state_->discovery();
    if (!discovery.end_session_url) {
        return std::nullopt;
    }
    return with_query(*discovery.end_session_url, {{"client_id", state_->settings.client_id},
                                                   {"post_logout_redirect_uri", redirect_uri}});
}

}  // namespace indgang::identity
