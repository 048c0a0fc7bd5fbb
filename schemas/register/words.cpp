// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/words.h"

#include <array>
#include <utility>

namespace indgang::registers {
namespace {

constexpr std::array<AddressWord, 6> address{
    {{"vejnavn", ValueKind::street, &Address::street, true, true},
     {"husnummer", ValueKind::house_number, &Address::house_number, true, true},
     {"etage", ValueKind::floor, &Address::floor, true, false},
     {"doer", ValueKind::door, &Address::door, true, false},
     {"postnummer", ValueKind::postcode, &Address::postcode, true, true},
     {"bynavn", ValueKind::city, &Address::city, false, false}}};

}  // namespace

std::span<const AddressWord> address_words() {
    return address;
}

record::Question person_question(const Value& cpr, std::string purpose) {
    return {std::string(cpr_register), {{words::cpr, cpr}}, std::move(purpose)};
}

record::Question income_question(const Value& cpr, Date from, Date to, std::string purpose) {
    return {std::string(income_register),
            {{words::cpr, cpr}, {words::from, Value::of(from)}, {words::to, Value::of(to)}},
            std::move(purpose)};
}

record::Question company_question(const Value& cvr, std::string purpose) {
    return {std::string(company_register), {{words::cvr, cvr}}, std::move(purpose)};
}

}  // namespace indgang::registers
