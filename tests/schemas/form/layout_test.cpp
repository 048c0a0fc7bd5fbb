// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "schemas/core/limits.h"
#include "schemas/form/text_width.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::form {
namespace {

/// Properties that hold for every form of the catalogue.
class EveryForm : public ::testing::TestWithParam<std::string> {
  protected:
    FormDefinition form_ = load_form(forms_folder() / GetParam());
};
INSTANTIATE_TEST_SUITE_P(Forms, EveryForm, ::testing::ValuesIn(project_forms()),
                         [](const auto& form) { return test_name(form.param); });

bool touch(const BoxMm& a, const BoxMm& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

TEST_P(EveryForm, HasItsZonesInsideThePrintableArea) {
    constexpr double edge_mm = 10;
    for (const auto& zone : form_.zones) {
        const auto& page = form_.pages.at(static_cast<std::size_t>(zone.page - 1));
        EXPECT_GE(zone.box.x, edge_mm) << zone.field;
        EXPECT_GE(zone.box.y, edge_mm) << zone.field;
        EXPECT_LE(zone.box.x + zone.box.width, page.width_mm - edge_mm) << zone.field;
        EXPECT_LE(zone.box.y + zone.box.height, page.height_mm - edge_mm) << zone.field;
    }
}

TEST_P(EveryForm, HasNoTwoZonesThatTouch) {
    for (std::size_t a = 0; a < form_.zones.size(); ++a) {
        for (std::size_t b = a + 1; b < form_.zones.size(); ++b) {
            if (form_.zones[a].page == form_.zones[b].page) {
                EXPECT_FALSE(touch(form_.zones[a].box, form_.zones[b].box))
                    << form_.zones[a].field << " and " << form_.zones[b].field;
            }
        }
    }
}

TEST_P(EveryForm, PrintsNoWordIntoAPlaceToWrite) {
    for (std::size_t p = 0; p < form_.pages.size(); ++p) {
        for (const auto& print : form_.pages[p].prints) {
            for (const auto* zone : form_.zones_on(static_cast<int>(p + 1))) {
                EXPECT_FALSE(touch(print.box, zone->box)) << print.text.da << " in " << zone->field;
            }
        }
    }
}

/// Print is made smaller until it fits; below this it is no longer read with ease.
TEST_P(EveryForm, HasRoomForItsEnglishWords) {
    constexpr double smallest = 0.8, tolerance = 1.06;
    for (const auto& page : form_.pages) {
        for (const auto& print : page.prints) {
            const double size_pt = smallest * print.size_pt;
            const int lines = lines_needed(print.text.en, size_pt, print.is_bold,
                                           std::max(print.box.width, print.room_mm));
            EXPECT_LE(lines * line_height_mm(size_pt), tolerance * print.box.height)
                << print.text.en << " in place of " << print.text.da;
        }
    }
}

TEST_P(EveryForm, PrintsNoEnglishWordIntoAPlaceToWrite) {
    for (std::size_t p = 0; p < form_.pages.size(); ++p) {
        for (const auto& print : form_.pages[p].prints) {
            BoxMm room = print.box;
            room.width = std::max(room.width, print.room_mm);
            for (const auto* zone : form_.zones_on(static_cast<int>(p + 1))) {
                EXPECT_FALSE(touch(room, zone->box)) << print.text.en << " in " << zone->field;
            }
        }
    }
}

TEST_P(EveryForm, PrintsNoTwoWordsOverEachOther) {
    for (const auto& page : form_.pages) {
        for (std::size_t a = 0; a < page.prints.size(); ++a) {
            for (std::size_t b = a + 1; b < page.prints.size(); ++b) {
                const bool share_a_line = page.prints[a].align != page.prints[b].align;
                EXPECT_FALSE(!share_a_line && touch(page.prints[a].box, page.prints[b].box))
                    << page.prints[a].text.da << " over " << page.prints[b].text.da;
            }
        }
    }
}

TEST_P(EveryForm, KeepsTheQuietZoneOfThePageCodeFree) {
    for (std::size_t p = 0; p < form_.pages.size(); ++p) {
        const auto& page = form_.pages[p];
        constexpr double quiet_mm = 2.9;  // four modules of a code of 25
        const BoxMm quiet{page.code.x - quiet_mm, page.code.y - quiet_mm,
                          page.code.width + 2 * quiet_mm, page.code.height + 2 * quiet_mm};
        for (const auto& print : page.prints) {
            EXPECT_FALSE(touch(print.box, quiet)) << print.text.da;
        }
        for (const auto& mark : page.marks) {
            EXPECT_FALSE(touch(mark, quiet));
        }
    }
}

TEST_P(EveryForm, HasFourMarksInTheOrderThatTheContractSays) {
    for (const auto& page : form_.pages) {
        ASSERT_EQ(page.marks.size(), 4u);
        EXPECT_EQ(page.marks[0].x, page.marks[2].x);
        EXPECT_EQ(page.marks[1].x, page.marks[3].x);
        EXPECT_EQ(page.marks[0].y, page.marks[1].y);
        EXPECT_LT(page.marks[0].x, page.marks[1].x);
        EXPECT_LT(page.marks[0].y, page.marks[2].y);
    }
}

TEST_P(EveryForm, GivesEachFieldItsZones) {
    std::multiset<std::string> zones;
    for (const auto& zone : form_.zones) {
        zones.insert(zone.field);
        ASSERT_NE(form_.field(zone.field), nullptr);
        EXPECT_EQ(zone.capture, form_.field(zone.field)->capture);
        EXPECT_EQ(zone.choice.empty(), zone.capture != Capture::mark);
    }
    for (const auto& field : form_.fields) {
        EXPECT_EQ(zones.count(field.id), field.capture == Capture::mark ? field.choices.size() : 1u)
            << field.id;
    }
}

TEST_P(EveryForm, HasItsZonesInTheOrderOfTheFields) {
    std::size_t at = 0;
    for (const auto& zone : form_.zones) {
        while (at < form_.fields.size() && form_.fields[at].id != zone.field) {
            ++at;
        }
        ASSERT_LT(at, form_.fields.size()) << zone.field << " stands out of order";
    }
}

TEST_P(EveryForm, HasCellsThatAHandCanWriteIn) {
    for (const auto& zone : form_.zones) {
        if (zone.capture == Capture::comb) {
            ASSERT_GT(zone.cells, 0);
            EXPECT_NEAR(zone.box.width / zone.cells, 5.0, 1e-6) << zone.field;
            EXPECT_NEAR(zone.box.height, 7.0, 1e-6) << zone.field;
        } else if (zone.capture == Capture::line) {
            EXPECT_GE(zone.box.width, 20) << zone.field;
        }
    }
}

TEST_P(EveryForm, HasTwoLanguagesForEverythingThatIsAsked) {
    for (const auto& field : form_.fields) {
        EXPECT_FALSE(field.label.da.empty()) << field.id;
        EXPECT_FALSE(field.label.en.empty()) << field.id;
        for (const auto& choice : field.choices) {
            EXPECT_FALSE(choice.label.da.empty() || choice.label.en.empty()) << field.id;
        }
    }
}

bool prints(const FormDefinition& form, const std::string& text) {
    return std::ranges::any_of(form.pages, [&](const auto& page) {
        return std::ranges::any_of(
            page.prints, [&](const auto& print) { return print.text.da.starts_with(text); });
    });
}

TEST(Rows, AreCalledAsTheFormCallsThem) {
    EXPECT_TRUE(prints(load_form(forms_folder() / "boernetilskud" / "1"), "Barn 2: "));
    EXPECT_TRUE(prints(load_form(forms_folder() / "boligstoette" / "1"), "Person 2: "));
}

TEST(Boligstoette, HasThreePages) {
    EXPECT_EQ(load_form(forms_folder() / "boligstoette" / "1").pages.size(), 3u);
}

TEST(Sp501, HasTwoPages) {
    EXPECT_EQ(load_form(forms_folder() / "sp501" / "1").pages.size(), 2u);
}

}  // namespace
}  // namespace indgang::form
