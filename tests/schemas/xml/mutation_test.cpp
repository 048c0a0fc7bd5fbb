// SPDX-License-Identifier: MPL-2.0
//
// Samples with damage at random places, always the same ones: each must give a record or a refusal
// with a code and a place, and the reader must go on as before. Run under the address sanitizer,
// this is where bad memory shows.
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>

#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

/// Numerical Recipes' 32-bit generator: the damage must not differ between libraries.
class Dice {
  public:
    explicit Dice(std::uint32_t seed) : state_(seed) {}
    std::size_t below(std::size_t end) {
        state_ = state_ * 1664525u + 1013904223u;
        return (state_ >> 8u) % end;
    }

  private:
    std::uint32_t state_;
};

std::string damaged(std::string text, Dice& dice) {
    const std::size_t strokes = 1 + dice.below(3);
    for (std::size_t i = 0; i < strokes && !text.empty(); ++i) {
        const std::size_t at = dice.below(text.size());
        const std::size_t length = 1 + dice.below(40);
        switch (dice.below(5)) {
            case 0:
                text[at] = static_cast<char>(dice.below(256));
                break;
            case 1:
                text.erase(at, length);
                break;
            case 2:
                text.insert(at, text.substr(dice.below(text.size()), length));
                break;
            case 3:
                text.resize(at);
                break;
            default:
                text.insert(at, 1, std::string_view("<&]]>\"'<!--<?xml")[dice.below(15)]);
        }
    }
    return text;
}

class Damage : public testing::TestWithParam<const char*> {};

TEST_P(Damage, GivesARecordOrARefusalWithCodeAndPlace) {
    SubmissionReader reader(project_forms());
    const std::string whole = sample(GetParam());
    Dice dice(20261122);
    std::set<std::string> reasons;
    for (int round = 0; round < 1500; ++round) {
        const std::string text = damaged(whole, dice);
        const Refusal refused = refusal_of([&] { (void)reader.map(reader.parse(view_of(text))); });
        reasons.insert(refused.reason);
        EXPECT_TRUE(refused.reason.empty() || refused.reason.starts_with("xml_"));
        EXPECT_TRUE(refused.reason.empty() || refused.place.starts_with("line "));
        EXPECT_EQ((refused.message + refused.place).find("6101551234"), std::string::npos);
    }
    EXPECT_GE(reasons.size(), 3u);
    EXPECT_NO_THROW((void)reader.map(reader.parse(view_of(whole))));
}
INSTANTIATE_TEST_SUITE_P(Samples, Damage,
                         testing::Values("anmodning.xml", "boernebidrag-education.xml",
                                         "boernebidrag-oio.xml", "boligstoette-family.xml",
                                         "boligstoette-single.xml", "kontanthjaelp-couple.xml",
                                         "kontanthjaelp-oio.xml", "os2forms-boligstoette.xml",
                                         "sp241.xml", "sp242.xml", "sp246.xml",
                                         "sp501-iso-8859-1.xml", "sp501-utf-8.xml",
                                         "sygedagpenge-1.xml", "sygedagpenge-2.xml",
                                         "sygedagpenge-oio.xml"));

}  // namespace
}  // namespace indgang::xml
