// SPDX-License-Identifier: MPL-2.0
#include "schemas/error/reason.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "schemas/error/reason_rows_desk.h"
#include "schemas/error/reason_rows_identity.h"
#include "schemas/error/reason_rows_intake.h"
#include "schemas/error/reason_rows_scans.h"
#include "schemas/error/reason_rows_store.h"
#include "schemas/error/reason_rows_values.h"
#include "schemas/error/reason_rows_world.h"
#include "schemas/error/reason_rows_xml.h"
#include "schemas/error/reason_rows_zip.h"
#include "schemas/error/verify.h"

namespace indgang {
namespace {

constexpr std::array groups{
    ReasonGroup{"Scans and other files that came in", reasons_of_scans},
    ReasonGroup{"XML documents and JSON", reasons_of_xml},
    ReasonGroup{"Taking in", reasons_of_intake},
    ReasonGroup{"Zip files", reasons_of_zip},
    ReasonGroup{"Registers, the case system, HTTP", reasons_of_world},
    ReasonGroup{"Who a person is", reasons_of_identity},
    ReasonGroup{"Store, disk and installation", reasons_of_store},
    ReasonGroup{"Applications and what people do with them", reasons_of_desk},
    ReasonGroup{"What a text is, where it is no value of its field", reasons_of_values},
};

constexpr std::size_t row_count() {
    std::size_t count = 0;
    for (const ReasonGroup& group : groups) {
        count += group.rows.size();
    }
    return count;
}

constexpr std::array<const ReasonRow*, row_count()> make_rows() {
    std::array<const ReasonRow*, row_count()> all{};
    std::size_t at = 0;
    for (const ReasonGroup& group : groups) {
        for (const ReasonRow& row : group.rows) {
            all[at++] = &row;
        }
    }
    return all;
}
constexpr auto rows = make_rows();

constexpr bool has_each_enumerator_once_in_order() {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (rows[at]->reason != static_cast<Reason>(at)) {
            return false;
        }
    }
    return true;
}
static_assert(has_each_enumerator_once_in_order());
static_assert(rows.size() == static_cast<std::size_t>(Reason::text_too_long) + 1,
              "the last one has no row");

constexpr bool has_unique_codes() {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        for (std::size_t other = 0; other < at; ++other) {
            if (rows[at]->code == rows[other]->code) {
                return false;
            }
        }
    }
    return true;
}
static_assert(has_unique_codes());

/// The letters at the end of a family's code that stand for any digit; 0: no family.
constexpr std::size_t open_digits(std::string_view code) {
    return code.size() - 1 - code.find_last_not_of('N');
}

constexpr std::size_t number_digits = 3;  // of an HTTP status

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The same but for digits where the family has an N.
bool is_of_family(std::string_view code, std::string_view family) {
    return open_digits(family) > 0 &&
           std::equal(code.begin(), code.end(), family.begin(), family.end(),
                      [](char c, char f) { return f == 'N' ? is_digit(c) : c == f; });
}

}  // namespace

std::span<const ReasonGroup> reason_groups() {
    return groups;
}

const ReasonRow& row_of(Reason reason) {
    return *rows.at(static_cast<std::size_t>(reason));
}

std::string_view code_of(Reason reason) {
    return row_of(reason).code;
}

std::string code_of(Reason family, int number) {
    std::string code(code_of(family));
    const std::string written = std::to_string(number);
    VERIFY(open_digits(code) > 0);
    if (written.size() == number_digits) {
        code.replace(code.size() - number_digits, number_digits, written);
    }
    return code;
}

std::optional<Reason> reason_of(std::string_view code) {
    // A code of its own comes before its family, and a narrow family before a wide one.
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const ReasonRow* each) {
        return each->code == code || is_of_family(code, each->code);
    });
    return row == rows.end() ? std::nullopt : std::optional((*row)->reason);
}

}  // namespace indgang
