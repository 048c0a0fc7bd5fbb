// SPDX-License-Identifier: MPL-2.0
#include "pipeline/configuration/destinations.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "schemas/error/error.h"
#include "schemas/register/person.h"
#include "schemas/register/words.h"

namespace indgang::configuration {
namespace {

/// Each has threads of its own.
constexpr std::size_t destinations_at_most = 16;
constexpr std::size_t routes_at_most = 1'000;
constexpr std::size_t name_bytes = 40;
constexpr std::size_t authority_digits = 8;

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= name_bytes &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") ==
               std::string_view::npos;
}

bool is_authority(std::string_view text) {
    return text.size() == authority_digits &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

void take_that(TableReader& reader, std::string_view key, std::string& target,
               bool (*is_right)(std::string_view), const std::string& wanted) {
    const auto* node = reader.node(key);
    if (node == nullptr) {
        return;
    }
    const auto value = node->value_exact<std::string>();
    if (value && is_right(*value)) {
        target = *value;
    } else {
        reader.complain(*node, "'" + std::string(key) + "' must be " + wanted);
    }
}

void take_date(TableReader& reader, std::string_view key, std::optional<Date>& target) {
    const auto* node = reader.node(key);
    if (node == nullptr) {
        return;
    }
    const auto* value = node->as_date();
    target = value == nullptr ? std::nullopt
                              : Date::of(value->get().year, value->get().month, value->get().day);
    if (!target) {
        reader.complain(*node,
                        "'" + std::string(key) + "' must be a date without quotes: 2027-01-31");
    }
}

stages::Route read_route(TableReader& reader) {
    stages::Route route;
    take(reader, "form", route.form);
    take_that(reader, "municipality", route.municipality, registers::is_municipality,
              "the three digits of a municipality: \"461\"");
    take_that(reader, "authority", route.authority, is_authority,
              "the eight digits of a CVR number");
    take_date(reader, "from", route.from);
    take_date(reader, "until", route.until);
    take(reader, "to", route.to);
    return route;
}

/// Takes: "FILE:LINE:COLUMN".
std::string line_in(const std::string& place) {
    const auto column = place.rfind(':');
    const auto line = place.rfind(':', column - 1) + 1;
    return place.substr(line, column - line);
}

void check_route(const TableReader& root, const toml::node& node,
                 const Configuration& configuration, std::size_t index) {
    const auto& route = configuration.routes[index];
    // What is there and is no text was complained of already.
    const bool is_no_text = route.to.empty() && node.as_table()->contains("to");
    if (!configuration.destinations.contains(route.to) && !is_no_text) {
        root.complain(node, route.to.empty() ? "a route needs to = \"NAME\""
                                             : "no [destinations." + route.to + "] for this route");
    }
    if (route.from && route.until && *route.until < *route.from) {
        root.complain(node, "this route matches nothing: until is before from");
    }
    const bool asks_cpr = configuration.registries.contains(std::string(registers::cpr_register));
    if (!route.municipality.empty() && !asks_cpr) {
        root.complain(node,
                      "this route matches nothing: CPR alone knows the municipality, and there "
                      "is no [registries.cpr]");
    }
    for (std::size_t earlier = 0; earlier < index; ++earlier) {
        if (stages::covers(configuration.routes[earlier], route)) {
            const auto& place = configuration.route_places[earlier];
            root.complain(
                node, "this route is never reached: line " + line_in(place) + " takes all of it");
            return;
        }
    }
}

bool is_asked_about(const form::FormDefinition& form) {
    return std::any_of(form.rules.begin(), form.rules.end(),
                       [](const auto& binding) { return binding.rule == "person_known"; });
}

/// Why no application can match the route; empty: some can.
std::string why_none_matches(const stages::Route& route, const form::FormCatalogue& forms) {
    bool has_form = false, has_authority = false, has_municipality = false;
    for (const auto& form : forms.all()) {
        const bool is_form = route.form.empty() || form.key.form == route.form;
        const bool is_of = route.authority.empty() || form.authority_cvr.has(route.authority);
        has_form |= is_form;
        has_authority |= is_form && is_of;
        has_municipality |=
            is_form && is_of && (route.municipality.empty() || is_asked_about(form));
    }
    if (!has_form) {
        return "there is no form " + route.form;
    }
    if (!has_authority) {
        return "no such form has the authority " + route.authority;
    }
    return has_municipality ? "" : "CPR is asked about no applicant of such a form";
}

}  // namespace

void read_destinations(TableReader& root, const std::filesystem::path& folder,
                       Configuration& configuration) {
    section(root, "casequeue", [&](TableReader& reader) {
        configuration.destinations[std::string(store::first_destination)].server =
            read_server(reader, folder);
    });
    const auto* table = root.table("destinations");
    if (table == nullptr) {
        return;
    }
    if (table->size() > destinations_at_most) {
        root.complain(*table,
                      "more than " + std::to_string(destinations_at_most) + " destinations");
    }
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        if (!is_name(name)) {
            root.complain(value, "a destination's name has at most 40 of a-z, 0-9, _ and -");
            continue;
        }
        if (!value.is_table()) {
            root.complain(value, "'destinations." + name + "' must be a table");
            continue;
        }
        TableReader reader(*value.as_table(), "destinations." + name, root.problems());
        casequeue::Destination destination;
        destination.server = read_server(reader, folder);
        if (const auto* protocol = reader.node("protocol")) {
            destination.protocol = reader.text("protocol");
            const auto all = casequeue::protocols();
            if (std::ranges::none_of(
                    all, [&](const auto& each) { return each.name == destination.protocol; })) {
                reader.complain(*protocol, "unknown protocol");
            }
        }
        reader.done();
        configuration.destinations[name] = std::move(destination);
    }
}

void read_routes(TableReader& root, Configuration& configuration) {
    const auto* node = root.node("routes");
    if (node == nullptr) {
        return;
    }
    configuration.routes.clear();
    const auto* array = node->as_array();
    if (array == nullptr) {
        root.complain(*node, "routes must be written [[routes]]");
        return;
    }
    if (array->size() > routes_at_most) {
        root.complain(*node, "more than " + std::to_string(routes_at_most) + " routes");
        return;
    }
    for (const auto& entry : *array) {
        stages::Route route;
        if (const auto* table = entry.as_table()) {
            TableReader reader(*table, "routes", root.problems());
            route = read_route(reader);
            reader.done();
        } else {
            root.complain(entry, "routes must be written [[routes]]");
        }
        configuration.routes.push_back(std::move(route));
        configuration.route_places.push_back(root.problems().place(place_of(entry)));
    }
}

void check_destinations(TableReader& root, const Configuration& configuration) {
    const auto* short_form = root.node("casequeue");
    const auto* destinations = root.node("destinations");
    const auto* routes = root.node("routes");
    if (short_form != nullptr && destinations != nullptr) {
        root.complain(*short_form,
                      "casequeue is the short form of one destination: write "
                      "[destinations.casequeue] beside the others");
        return;
    }
    if (routes != nullptr && destinations == nullptr) {
        root.complain(*routes, "routes need destinations: [destinations.NAME]");
        return;
    }
    if (destinations != nullptr && routes == nullptr) {
        root.complain(*destinations,
                      "destinations need routes: [[routes]] with to = \"NAME\" takes everything");
        return;
    }
    const auto* array = routes == nullptr ? nullptr : routes->as_array();
    for (std::size_t i = 0; array != nullptr && i < configuration.routes.size(); ++i) {
        check_route(root, *array->get(i), configuration, i);
    }
}

void check_routes(const Configuration& configuration, const form::FormCatalogue& forms) {
    std::string problems;
    for (std::size_t i = 0; i < configuration.route_places.size(); ++i) {
        const auto why = why_none_matches(configuration.routes[i], forms);
        if (!why.empty()) {
            problems += (problems.empty() ? "" : "\n") + configuration.route_places[i] +
                        ": this route matches nothing: " + why;
        }
    }
    if (!problems.empty()) {
        throw Error(Reason::configuration_invalid, problems,
                    problems.substr(0, problems.find(": ")));
    }
}

std::string text_of(const stages::Route& route) {
    std::string text;
    const auto add = [&](const char* name, const std::string& value) {
        text += value.empty() ? "" : std::string(name) + "=" + value + " ";
    };
    add("form", route.form);
    add("municipality", route.municipality);
    add("authority", route.authority);
    add("from", route.from ? route.from->iso() : "");
    add("until", route.until ? route.until->iso() : "");
    return (text.empty() ? "everything " : text) + "-> " + route.to;
}

}  // namespace indgang::configuration
