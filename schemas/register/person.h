// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schemas/record/record.h"
#include "schemas/register/civil_status.h"
#include "schemas/values/address.h"
#include "schemas/values/cpr_number.h"
#include "schemas/values/date.h"

namespace indgang::registers {

/// What CPR says of a number and its owner. Source: SF1520.
enum class PersonStatus {
    resident,               ///< 01
    resident_special_road,  ///< 03
    greenland,              ///< 05
    greenland_special,      ///< 07
    tax_only,               ///< 20
    annulled,               ///< 30
    deleted_double,         ///< 50
    number_changed,         ///< 60
    missing,                ///< 70
    emigrated,              ///< 80
    dead,                   ///< 90
};
/// The two digits of CPR: "01". They stand in facts and records.
[[nodiscard]] std::string_view code_of(PersonStatus status);
[[nodiscard]] std::optional<PersonStatus> person_status_of(std::string_view code);
[[nodiscard]] std::span<const PersonStatus> person_statuses();

/// CPR law, section 28: a person may have name and address protected. An address that is protected
/// is used to compare and shown to nobody.
enum class Protection { none, name_and_address };

/// Where a person lives, and whether anybody may know it. Whatever a register tells of the place
/// stands in here, so that protecting it protects all of it.
class Home {
  public:
    /// Nothing is known, so nothing may be shown.
    Home() = default;
    Home(Protection protection, std::optional<Address> address, std::optional<Date> since,
         std::string municipality = {})
        : protection_(protection),
          address_(std::move(address)),
          since_(since),
          municipality_(std::move(municipality)) {}

    [[nodiscard]] Protection protection() const { return protection_; }
    [[nodiscard]] bool is_protected() const { return protection_ != Protection::none; }
    /// The address to compare with another, and for nothing else; nullptr: not known.
    [[nodiscard]] const Address* to_compare() const { return address_ ? &*address_ : nullptr; }
    /// The address to write or show; nullptr: not known or protected.
    [[nodiscard]] const Address* to_show() const { return is_protected() ? nullptr : to_compare(); }
    /// Since when the person lives there, to be handled as the address.
    [[nodiscard]] std::optional<Date> since_to_compare() const { return since_; }
    /// The municipality that the person's application belongs to, three digits, to choose its
    /// destination and for nothing else; empty: not known.
    [[nodiscard]] const std::string& municipality_to_route() const { return municipality_; }

  private:
    Protection protection_ = Protection::name_and_address;
    std::optional<Address> address_;
    std::optional<Date> since_;
    std::string municipality_;
};

/// Whether a text is a municipality's number as CPR has them: "461".
[[nodiscard]] bool is_municipality(std::string_view text);

/// As registered; a part that the person does not have is "".
struct PersonName {
    std::string first;
    std::string middle;
    std::string last;
};

struct Relations {
    std::optional<CivilStatus> civil_status;
    std::optional<CprNumber> spouse;
};

/// A person as CPR knows one. What the register leaves empty, and what this version has no word
/// for, is nothing.
struct Person {
    std::optional<CprNumber> number;   ///< as asked
    std::optional<CprNumber> current;  ///< the number in force; differs when it was changed
    PersonName name;
    std::optional<PersonStatus> status;
    Relations relations;
    Home home;
};

[[nodiscard]] Person person_of(const record::Facts& facts);
/// With the address, protected or not: for adapters, whose answers rules compare.
[[nodiscard]] record::Facts facts_of(const Person& person);

/// Facts of CPR as they may be kept: those of a protected person without the home, and without
/// whatever this version has no word for.
[[nodiscard]] record::Facts facts_to_keep(const record::Facts& facts);

}  // namespace indgang::registers
