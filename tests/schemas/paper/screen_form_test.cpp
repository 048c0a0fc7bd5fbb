// SPDX-License-Identifier: MPL-2.0
#define POINTERHOLDER_TRANSITION 4
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <set>
#include <string>

#include "schemas/core/geometry.h"
#include "schemas/paper/paper.h"

namespace indgang::paper {

using namespace form;
namespace {

/// The screen form of boligstoette, taken apart.
class ScreenForm : public testing::Test {
  protected:
    ScreenForm() {
        pdf.processMemoryFile("form", reinterpret_cast<const char*>(bytes().data()),
                              bytes().size());
        forms = std::make_unique<QPDFAcroFormDocumentHelper>(pdf);
        for (auto& field : forms->getFormFields()) {
            fields.emplace(field.getFullyQualifiedName(), field);
        }
    }
    static const FormDefinition& form() {
        static const auto form =
            load_form(std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms/boligstoette/1");
        return form;
    }
    static const Bytes& bytes() {
        static const Bytes made = render_screen_pdf(form());
        return made;
    }

    QPDF pdf;
    std::unique_ptr<QPDFAcroFormDocumentHelper> forms;
    std::multimap<std::string, QPDFFormFieldObjectHelper> fields;
};

TEST_F(ScreenForm, HasAFieldOfTheSameNameForEachFieldButSignatures) {
    std::set<std::string> expected, found;
    for (const auto& field : form().fields) {
        if (field.capture != Capture::signature) {
            expected.insert(field.id);
        }
    }
    for (const auto& [name, field] : fields) {
        found.insert(name);
    }
    EXPECT_EQ(found, expected);
}

TEST_F(ScreenForm, LaysEachFieldInsideItsPlaceOnPaper) {
    constexpr double mm_per_pt = mm_per_inch / 72;
    int pages = 0;
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
        ++pages;
        const double height = form().pages[static_cast<std::size_t>(pages - 1)].height_mm;
        for (auto& widget : forms->getWidgetAnnotationsForPage(page)) {
            const auto name = forms->getFieldForAnnotation(widget).getFullyQualifiedName();
            const auto at = widget.getRect();
            const BoxMm box{at.llx * mm_per_pt, height - at.ury * mm_per_pt,
                            (at.urx - at.llx) * mm_per_pt, (at.ury - at.lly) * mm_per_pt};
            const auto zones = form().zones_on(pages);
            EXPECT_TRUE(std::any_of(zones.begin(), zones.end(), [&](const Zone* zone) {
                return zone->field == name && box.x > zone->box.x && box.y > zone->box.y &&
                       box.x + box.width < zone->box.x + zone->box.width &&
                       box.y + box.height < zone->box.y + zone->box.height;
            })) << name;
        }
    }
    EXPECT_EQ(pages, static_cast<int>(form().pages.size()));
}

TEST_F(ScreenForm, AChoiceHasABoxThatIsOnForEachOfItsKeys) {
    for (const auto& field : form().fields) {
        if (field.capture != Capture::mark) {
            continue;
        }
        std::set<std::string> keys, states;
        for (const auto& choice : field.choices) {
            keys.insert("/" + choice.key);
        }
        const auto [first, end] = fields.equal_range(field.id);
        for (auto box = first; box != end; ++box) {  // each box counts as a field of this name
            const auto look = box->second.getObjectHandle().getKey("/AP").getKey("/N").getKeys();
            states.insert(look.begin(), look.end());
            EXPECT_EQ(box->second.getValue().getName(), "/Off");
        }
        states.erase("/Off");
        EXPECT_EQ(states, keys) << field.id;
    }
}

TEST_F(ScreenForm, ACombTakesAsManyCharactersAsItHasCells) {
    QPDFObjectHandle cpr = fields.find("ansoeger_cpr")->second.getObjectHandle();
    EXPECT_EQ(cpr.getKey("/MaxLen").getIntValue(), 10);
    constexpr int comb = 1 << 24;
    EXPECT_NE(cpr.getKey("/Ff").getIntValueAsInt() & comb, 0);
}

TEST_F(ScreenForm, SaysWhichFieldsAreRequired) {
    for (const auto& field : form().fields) {
        if (field.capture != Capture::signature) {
            const int flags = fields.find(field.id)->second.getFlags();
            EXPECT_EQ((flags & 2) != 0, field.is_required && field.row == 0) << field.id;
        }
    }
}

/// How dark a page is at a place, as poppler's program prints it: 0 white to 255 black, the mean.
double darkness_at(const std::filesystem::path& picture, const BoxMm& box) {
    constexpr double px_per_mm = 100 / 25.4;
    std::ifstream in(picture, std::ios::binary);
    std::string kind;
    int width = 0, height = 0, most = 0;
    in >> kind >> width >> height >> most;
    in.get();
    std::string pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), '\0');
    in.read(pixels.data(), static_cast<std::streamsize>(pixels.size()));
    double sum = 0;
    int count = 0;
    for (int y = static_cast<int>((box.y + 0.8) * px_per_mm);
         y < static_cast<int>((box.y + box.height - 0.8) * px_per_mm); ++y) {
        for (int x = static_cast<int>((box.x + 0.8) * px_per_mm);
             x < static_cast<int>((box.x + box.width - 0.8) * px_per_mm); ++x, ++count) {
            sum +=
                255 - static_cast<unsigned char>(pixels[static_cast<std::size_t>(y * width + x)]);
        }
    }
    return count == 0 ? 0 : sum / count;
}

// A cross that a viewer does not print is an answer that nobody sees.
TEST_F(ScreenForm, PrintsTheCrossesThatWereSet) {
    const auto filled = render_screen_pdf(form(), {{"civilstand", "gift"}, {"fornavn", "Sofie"}});
    const auto name = std::filesystem::path(testing::TempDir()) / "indgang-filled-form";
    std::ofstream(name.string() + ".pdf", std::ios::binary)
        .write(reinterpret_cast<const char*>(filled.data()),
               static_cast<std::streamsize>(filled.size()));
    const auto command = "pdftoppm -r 100 -gray -f 1 -l 1 -singlefile " + name.string() + ".pdf " +
                         name.string() + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
    for (const auto& zone : form().zones) {
        if (zone.field == "civilstand") {
            const double dark = darkness_at(name.string() + ".pgm", zone.box);
            if (zone.choice == "gift") {
                EXPECT_GT(dark, 30);
            } else {
                EXPECT_LT(dark, 1) << zone.choice;
            }
        }
    }
}

/// The tree of tags as poppler's program tells it: texts in quotes, `Form` for a field.
std::string heard(const Bytes& pdf) {
    // Each test runs in a process of its own beside others.
    const auto name = std::filesystem::path(testing::TempDir()) /
                      ("indgang-heard-form-" + std::to_string(::getpid()));
    std::ofstream(name.string() + ".pdf", std::ios::binary)
        .write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
    const auto command =
        "pdfinfo -struct-text " + name.string() + ".pdf > " + name.string() + ".txt 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(name.string() + ".txt");
    std::filesystem::remove(name.string() + ".pdf");
    std::string told;
    for (std::string line; std::getline(in, line);) {
        line.erase(0, line.find_first_not_of(' '));
        if (line == "Form" || line.starts_with('"')) {
            told += line + " ";
        }
    }
    return told;
}

// What is heard of a sheet: the words, and behind them the field that they are of.
TEST_F(ScreenForm, IsHeardInTheOrderInWhichItIsFilledIn) {
    const auto told = heard(bytes());
    for (const std::string wanted :
         {"\"CPR-nummer\" Form \"Telefon\" Form \"E-mail\" Form \"Fornavn\" Form ",
          "\"Civilstand\" \"Enlig\" Form \"Gift\" Form \"Samlevende\" Form ",
          "\"Husleje i alt pr. måned\" Form \"Heraf varme og varmt vand\" Form ",
          "\"J   Erklæring og underskrift\" \"Jeg giver samtykke"}) {
        EXPECT_NE(told.find(wanted), std::string::npos) << wanted << "\n" << told;
    }
    EXPECT_TRUE(told.starts_with("\"Ansøgning om boligstøtte\" \"Skriv med sort eller blå"));
}

TEST_F(ScreenForm, IsHeardRowByRowInTables) {
    const auto sick =
        load_form(std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms/sygedagpenge/2");
    const auto told = heard(render_screen_pdf(sick));
    EXPECT_NE(told.find("\"1\" \"Arbejdsgiver\" Form \"Fra (DDMMÅÅÅÅ)\" Form \"Til (DDMMÅÅÅÅ)\" "
                        "Form \"Timer pr. uge\" Form \"2\" Form Form Form Form \"3\" Form "),
              std::string::npos)
        << told;
}

TEST_F(ScreenForm, HasEachFieldInItsTreeOnceAndFindsTheWayBack) {
    auto tree = pdf.getRoot().getKey("/StructTreeRoot");
    std::map<int, QPDFObjectHandle> elements;
    auto numbers = tree.getKey("/ParentTree").getKey("/Nums");
    for (int i = 0; i < numbers.getArrayNItems(); i += 2) {
        const int number = numbers.getArrayItem(i).getIntValueAsInt();
        EXPECT_TRUE(elements.empty() || elements.rbegin()->first < number);
        elements.emplace(number, numbers.getArrayItem(i + 1));
    }
    EXPECT_GT(tree.getKey("/ParentTreeNextKey").getIntValueAsInt(), elements.rbegin()->first);
    std::set<QPDFObjGen> tagged;
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
        EXPECT_EQ(page.getObjectHandle().getKey("/Tabs").getName(), "/S");
        for (auto& widget : forms->getWidgetAnnotationsForPage(page)) {
            auto annotation = widget.getObjectHandle();
            auto element = elements.at(annotation.getKey("/StructParent").getIntValueAsInt());
            EXPECT_EQ(element.getKey("/S").getName(), "/Form");
            EXPECT_EQ(element.getKey("/K").getKey("/Obj").getObjGen(), annotation.getObjGen());
            EXPECT_EQ(element.getKey("/Pg").getObjGen(), page.getObjectHandle().getObjGen());
            auto siblings = element.getKey("/P").getKey("/K").aitems();
            EXPECT_EQ(
                std::count_if(siblings.begin(), siblings.end(),
                              [&](auto each) { return each.getObjGen() == element.getObjGen(); }),
                1);
            EXPECT_TRUE(tagged.insert(element.getObjGen()).second);
        }
    }
    EXPECT_EQ(tagged.size(),
              form().zones.size() -
                  static_cast<std::size_t>(std::count_if(
                      form().zones.begin(), form().zones.end(),
                      [](const Zone& zone) { return zone.capture == Capture::signature; })));
}

TEST_F(ScreenForm, SaysOfEachBoxWhichAnswerItStandsFor) {
    std::set<std::string> said;
    const auto [first, end] = fields.equal_range("civilstand");
    for (auto box = first; box != end; ++box) {
        said.insert(box->second.getObjectHandle().getKey("/TU").getUTF8Value());
    }
    EXPECT_EQ(said, (std::set<std::string>{"Civilstand: Enlig", "Civilstand: Gift",
                                           "Civilstand: Samlevende", "Civilstand: Separeret",
                                           "Civilstand: Enke eller enkemand"}));
}

TEST_F(ScreenForm, SaysWhoseAmountIsMeantWhereTwoColumnsHaveTheSameLabels) {
    const auto said = [&](const char* name) {
        return fields.find(name)->second.getObjectHandle().getKey("/TU").getUTF8Value();
    };
    EXPECT_TRUE(said("ansoeger_gaeld").starts_with("Ansøger: Gæld")) << said("ansoeger_gaeld");
    EXPECT_TRUE(said("partner_gaeld").starts_with("Ægtefælle eller samlever: Gæld"))
        << said("partner_gaeld");
    EXPECT_TRUE(said("kontonummer").starts_with("Kontonummer")) << "the next section has none";
    EXPECT_TRUE(said("ansoeger_cpr").starts_with("CPR-nummer"));
}

TEST_F(ScreenForm, DoesNotSayThatItIsUniversalWithoutItsFonts) {
    const auto buffer = pdf.getRoot().getKey("/Metadata").getStreamData();
    const std::string words(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    EXPECT_NE(words.find("Ansøgning om boligstøtte"), std::string::npos);
    EXPECT_EQ(words.find("pdfuaid"), std::string::npos);
}

TEST_F(ScreenForm, IsTheSameBytesAgain) {
    EXPECT_TRUE(render_screen_pdf(form()) == bytes());
}

TEST_F(ScreenForm, HasThePagesOfThePaperForm) {
    const Bytes paper_bytes = render_pdf(form());
    QPDF paper;
    paper.processMemoryFile("paper", reinterpret_cast<const char*>(paper_bytes.data()),
                            paper_bytes.size());
    auto ours = QPDFPageDocumentHelper(pdf).getAllPages();
    auto theirs = QPDFPageDocumentHelper(paper).getAllPages();
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_EQ(ours[i].getObjectHandle().getKey("/Contents").getStreamData()->getSize(),
                  theirs[i].getObjectHandle().getKey("/Contents").getStreamData()->getSize());
    }
}

}  // namespace
}  // namespace indgang::paper
