// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/address.h"

#include <algorithm>
#include <string_view>

#include "schemas/values/blanks.h"
#include "schemas/values/danish_text.h"

namespace indgang {
namespace {

std::string without_leading_zeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? "0" : std::string(digits.substr(first));
}

std::string without_blanks(std::string_view text) {
    std::string joined = single_blanks(text);
    std::erase(joined, ' ');
    return joined;
}

/// "012b", "12 B" -> "12B". What has no such shape stays, with single blanks.
std::string normal_house_number(std::string_view text) {
    std::string joined = without_blanks(text);
    const std::size_t digits = joined.find_first_not_of("0123456789");
    if (digits == 0 || joined.empty()) {
        return single_blanks(text);
    }
    std::string number = without_leading_zeros(std::string_view(joined).substr(0, digits));
    if (digits == std::string::npos) {
        return number;
    }
    for (const char c : std::string_view(joined).substr(digits)) {
        number += ascii_upper(c);
    }
    return number;
}

/// `folded` leaves only words and blanks, so "3. sal", "3.sal" and "03" all begin with a number.
std::string normal_floor(std::string_view text) {
    std::string words = folded(text);
    constexpr std::string_view floor_word = "sal";
    if (words.ends_with(floor_word) && words.size() > floor_word.size()) {
        words = folded(std::string_view(words).substr(0, words.size() - floor_word.size()));
    }
    if (is_digits(words)) {
        return without_leading_zeros(words);
    }
    if (words == "st" || words == "stue" || words == "stuen") {
        return "st";
    }
    for (const std::string_view cellar : {"kaelderen", "kaelder", "kld", "kl", "k"}) {
        if (words.starts_with(cellar)) {
            const std::string rest = folded(std::string_view(words).substr(cellar.size()));
            if (rest.empty()) {
                return cellar == "k" ? words : "kl";
            }
            return is_digits(rest) ? "kl" + without_leading_zeros(rest) : words;
        }
    }
    return words;
}

/// CPR pads a door number with zeros to four; people write the three usual doors in many ways.
std::string normal_door(std::string_view text) {
    std::string words = folded(text);
    constexpr std::string_view door_word = "doer ";
    if (words.starts_with(door_word)) {
        words.erase(0, door_word.size());
    }
    // Before it is compared: what comes out is taken as it is when it comes again.
    std::erase(words, ' ');
    if (words == "tv" || words == "tilvenstre" || words == "venstre") {
        return "tv";
    }
    if (words == "th" || words == "tilhoejre" || words == "hoejre") {
        return "th";
    }
    if (words == "mf" || words == "midtfor" || words == "midt") {
        return "mf";
    }
    return is_digits(words) ? without_leading_zeros(words) : words;
}

std::string normal_postcode(std::string_view text) {
    std::string joined = without_blanks(text);
    for (const std::string_view country : {"DK-", "dk-", "DK", "dk"}) {
        if (joined.starts_with(country)) {
            joined.erase(0, country.size());
            break;
        }
    }
    return joined;
}

bool is_same_place(const Address& a, const Address& b) {
    if (!a.postcode.empty() && !b.postcode.empty()) {
        return a.postcode == b.postcode;
    }
    return !a.city.empty() && folded(a.city) == folded(b.city);
}

}  // namespace

Address normalised(const Address& address) {
    return {.street = single_blanks(address.street),
            .house_number = normal_house_number(address.house_number),
            .floor = normal_floor(address.floor),
            .door = normal_door(address.door),
            .postcode = normal_postcode(address.postcode),
            .city = single_blanks(address.city)};
}

bool is_same_dwelling(const Address& a, const Address& b) {
    const Address left = normalised(a), right = normalised(b);
    return left.house_number == right.house_number && left.floor == right.floor &&
           left.door == right.door && folded(left.street) == folded(right.street) &&
           is_same_place(left, right);
}

}  // namespace indgang
