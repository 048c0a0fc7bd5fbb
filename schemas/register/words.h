// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "schemas/record/record.h"
#include "schemas/values/address.h"
#include "schemas/values/value.h"

/// What registers answer, as types. Adapters make them and rules take them; between the two, and in
/// stored records, they are record::Facts, which only this folder writes and reads.
///
/// The namespace is `registers`, because `register` is a word of C++.
namespace indgang::registers {

/// Names of registers in questions, verdicts and the configuration.
inline constexpr std::string_view cpr_register = "cpr";
inline constexpr std::string_view income_register = "eindkomst";
inline constexpr std::string_view dwelling_register = "bbr";
inline constexpr std::string_view company_register = "cvr";

/// The words of questions' keys and of facts. They stand in stored records and never change.
namespace words {
inline constexpr const char* cpr = "cpr";
inline constexpr const char* from = "fra";
inline constexpr const char* to = "til";

inline constexpr const char* current_cpr = "gaeldende_cpr";
inline constexpr const char* status = "status";
inline constexpr const char* first_name = "fornavn";
inline constexpr const char* middle_name = "mellemnavn";
inline constexpr const char* last_name = "efternavn";
inline constexpr const char* civil_status = "civilstand";
inline constexpr const char* spouse_cpr = "aegtefaelle_cpr";
inline constexpr const char* lives_there_since = "tilflytningsdato";
inline constexpr const char* municipality = "kommunekode";
inline constexpr const char* is_protected = "adressebeskyttet";

inline constexpr const char* month = "maaned";
inline constexpr const char* a_income = "a_indkomst";
inline constexpr const char* am_contribution = "am_bidrag";
inline constexpr const char* a_tax = "a_skat";

inline constexpr const char* unit = "enhed";
inline constexpr const char* area = "boligareal";
inline constexpr const char* rooms = "vaerelser";
inline constexpr const char* toilet = "toilet";
inline constexpr const char* bath = "bad";
inline constexpr const char* kitchen = "koekken";
inline constexpr const char* use = "anvendelse";

inline constexpr const char* cvr = "cvr";
inline constexpr const char* company_name = "navn";
inline constexpr const char* started = "startdato";
inline constexpr const char* ceased = "ophoersdato";
}  // namespace words

/// The word, kind and place of each part of an address, in facts and in questions.
struct AddressWord {
    const char* word;
    ValueKind kind;
    std::string Address::*part;
    bool is_asked;   ///< stands in a question about a dwelling
    bool is_needed;  ///< without it a dwelling cannot be asked for
};
[[nodiscard]] std::span<const AddressWord> address_words();

/// What a rule asks CPR.
[[nodiscard]] record::Question person_question(const Value& cpr, std::string purpose);
/// What a rule asks eIndkomst: all months from that of `from` to that of `to`.
[[nodiscard]] record::Question income_question(const Value& cpr, Date from, Date to,
                                               std::string purpose);
/// What a rule asks CVR.
[[nodiscard]] record::Question company_question(const Value& cvr, std::string purpose);

}  // namespace indgang::registers
