// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/person.h"

#include <algorithm>
#include <array>

#include "schemas/register/facts.h"
#include "schemas/register/words.h"

namespace indgang::registers {
namespace {

constexpr std::array all_statuses{PersonStatus::resident,
                                  PersonStatus::resident_special_road,
                                  PersonStatus::greenland,
                                  PersonStatus::greenland_special,
                                  PersonStatus::tax_only,
                                  PersonStatus::annulled,
                                  PersonStatus::deleted_double,
                                  PersonStatus::number_changed,
                                  PersonStatus::missing,
                                  PersonStatus::emigrated,
                                  PersonStatus::dead};

/// Only a plain no opens an address.
Protection protection_of(const record::Facts& facts) {
    const Value* said = find_fact(facts, words::is_protected);
    const bool* is_protected = said == nullptr ? nullptr : said->yes_no();
    return is_protected != nullptr && !*is_protected ? Protection::none
                                                     : Protection::name_and_address;
}

std::optional<CprNumber> number_of(const record::Facts& facts, const char* word) {
    const Value* value = find_fact(facts, word);
    return value == nullptr ? std::nullopt : copied(value->cpr());
}

Home home_of(const record::Facts& facts) {
    Address address;
    for (const AddressWord& each : address_words()) {
        address.*each.part = text_fact(facts, each.word);
    }
    const Value* since = find_fact(facts, words::lives_there_since);
    return {protection_of(facts),
            address == Address{} ? std::nullopt : std::optional(std::move(address)),
            since == nullptr ? std::nullopt : copied(since->date()),
            text_fact(facts, words::municipality)};
}

void put_home(record::Facts& facts, const Home& home) {
    if (const Address* address = home.to_compare()) {
        for (const AddressWord& each : address_words()) {
            put_text(facts, each.word, each.kind, address->*each.part);
        }
    }
    put_value(facts, words::lives_there_since, home.since_to_compare());
    put_text(facts, words::municipality, ValueKind::text, home.municipality_to_route());
    facts.insert_or_assign(words::is_protected, Value::of_yes_no(home.is_protected()));
}

}  // namespace

std::string_view code_of(PersonStatus status) {
    switch (status) {
        case PersonStatus::resident:
            return "01";
        case PersonStatus::resident_special_road:
            return "03";
        case PersonStatus::greenland:
            return "05";
        case PersonStatus::greenland_special:
            return "07";
        case PersonStatus::tax_only:
            return "20";
        case PersonStatus::annulled:
            return "30";
        case PersonStatus::deleted_double:
            return "50";
        case PersonStatus::number_changed:
            return "60";
        case PersonStatus::missing:
            return "70";
        case PersonStatus::emigrated:
            return "80";
        case PersonStatus::dead:
            return "90";
    }
    VERIFY(false);
    return {};
}

std::optional<PersonStatus> person_status_of(std::string_view code) {
    const auto* const found =
        std::find_if(all_statuses.begin(), all_statuses.end(),
                     [&](PersonStatus status) { return code_of(status) == code; });
    return found == all_statuses.end() ? std::nullopt : std::optional(*found);
}

std::span<const PersonStatus> person_statuses() {
    return all_statuses;
}

bool is_municipality(std::string_view text) {
    constexpr std::size_t digits = 3;
    return text.size() == digits && text.front() != '0' &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

Person person_of(const record::Facts& facts) {
    return {.number = number_of(facts, words::cpr),
            .current = number_of(facts, words::current_cpr),
            .name = {text_fact(facts, words::first_name), text_fact(facts, words::middle_name),
                     text_fact(facts, words::last_name)},
            .status = person_status_of(text_fact(facts, words::status)),
            .relations = {civil_status_of(text_fact(facts, words::civil_status)),
                          number_of(facts, words::spouse_cpr)},
            .home = home_of(facts)};
}

record::Facts facts_of(const Person& person) {
    record::Facts facts;
    put_value(facts, words::cpr, person.number);
    put_value(facts, words::current_cpr, person.current);
    put_text(facts, words::first_name, ValueKind::name, person.name.first);
    put_text(facts, words::middle_name, ValueKind::name, person.name.middle);
    put_text(facts, words::last_name, ValueKind::name, person.name.last);
    if (person.status) {
        put_text(facts, words::status, ValueKind::text, code_of(*person.status));
    }
    if (person.relations.civil_status) {
        put_text(facts, words::civil_status, ValueKind::text,
                 name_of(*person.relations.civil_status));
    }
    put_value(facts, words::spouse_cpr, person.relations.spouse);
    put_home(facts, person.home);
    return facts;
}

record::Facts facts_to_keep(const record::Facts& facts) {
    Person person = person_of(facts);
    if (!person.home.is_protected()) {
        return facts;
    }
    person.home = Home(person.home.protection(), std::nullopt, std::nullopt);
    return facts_of(person);
}

}  // namespace indgang::registers
