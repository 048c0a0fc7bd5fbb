// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/paper.h"

#define POINTERHOLDER_TRANSITION 4
#define ZX_USE_UTF8 1  // zxing 1.4: text() as UTF-8
#include <ZXing/ReadBarcode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <qpdf/QPDF.hh>

#include "schemas/paper/page_code.h"
#include "schemas/xml/generate_xsd.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::paper {

using namespace form;
namespace {

using ::testing::HasSubstr;

/// What a program of the system prints, and how it ended.
struct Ran {
    std::string output;
    int status = -1;
};
Ran run(const std::string& command) {
    Ran ran;
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (pipe && fgets(buffer.data(), buffer.size(), pipe)) {
        ran.output += buffer.data();
    }
    ran.status = pipe ? pclose(pipe) : -1;
    return ran;
}
bool has_program(const std::string& name) {
    return run("command -v " + name).status == 0;
}

class EveryPaper : public ::testing::TestWithParam<std::string> {
  protected:
    FormDefinition form_ = load_form(forms_folder() / GetParam());

    /// The PDF as a file, for programs that look into it.
    std::filesystem::path pdf() {
        const auto bytes = render_pdf(form_);
        folder_.write("form.pdf", text_of(bytes));
        return folder_.path() / "form.pdf";
    }
    FormFolder folder_{""};
};
INSTANTIATE_TEST_SUITE_P(Forms, EveryPaper, ::testing::ValuesIn(project_forms()),
                         [](const auto& form) { return test_name(form.param); });

std::string code_read(const Raster& raster) {
    const ZXing::ImageView view(raster.pixels.data(), raster.width, raster.height,
                                ZXing::ImageFormat::Lum);
    const auto result =
        ZXing::ReadBarcode(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode));
    return result.isValid() ? result.text() : std::string();
}

TEST_P(EveryPaper, HasAPageCodeThatIsReadAtScannersResolutions) {
    for (const double dpi : {200.0, 300.0}) {
        for (int page = 1; page <= static_cast<int>(form_.pages.size()); ++page) {
            const PageCode code{form_.key, page, static_cast<int>(form_.pages.size())};
            EXPECT_EQ(code_read(render_page(form_, page, dpi)), format_page_code(code)) << dpi;
        }
    }
}

TEST_P(EveryPaper, SaysItsSetInTheSameCodeAtScannersResolutions) {
    for (const double dpi : {200.0, 300.0}) {
        const PageCode code{form_.key, 1, static_cast<int>(form_.pages.size()), "k7m2qx9a"};
        EXPECT_EQ(code_read(render_page(form_, 1, dpi, code.set)), format_page_code(code)) << dpi;
    }
}

TEST_P(EveryPaper, SaysInItsCodeThatItIsInEnglish) {
    const PageCode code{form_.key, 1, static_cast<int>(form_.pages.size()), "k7m2qx9a",
                        Language::english};
    EXPECT_EQ(code_read(render_page(form_, 1, 200, code.set, Language::english)),
              format_page_code(code));
}

TEST_P(EveryPaper, IsPrintedOnceForEachSet) {
    QPDF one, two;
    const auto open = [](QPDF& pdf, const Bytes& bytes) {
        pdf.processMemoryFile("form", reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return pdf.getAllPages().size();
    };
    const Bytes alone = render_pdf(form_), both = render_pdf(form_, {"k7m2qx9a", "b3c4d5e6"});
    EXPECT_EQ(open(two, both), 2 * open(one, alone));
}

TEST_P(EveryPaper, DrawsTheSamePixelsEachTime) {
    EXPECT_EQ(render_page(form_, 1, 150).pixels, render_page(form_, 1, 150).pixels);
}

TEST_P(EveryPaper, WritesTheSamePdfEachTime) {
    EXPECT_EQ(render_pdf(form_), render_pdf(form_));
}

/// In both languages, so that an English print is read at the same places.
TEST_P(EveryPaper, LeavesTheInsideOfCellsAndBoxesWhite) {
    constexpr double dpi = 300;
    constexpr double line_mm = 0.4;
    for (std::size_t side = 0; side < 2 * form_.pages.size(); ++side) {
        const std::size_t p = side / 2;
        const auto raster = render_page(form_, static_cast<int>(p + 1), dpi, {},
                                        side % 2 == 0 ? Language::danish : Language::english);
        for (const auto* zone : form_.zones_on(static_cast<int>(p + 1))) {
            const int cells = std::max(1, zone->cells);
            const double width = zone->box.width / cells;
            long ink = 0;
            for (int cell = 0; cell < cells; ++cell) {
                const double left = zone->box.x + cell * width + line_mm;
                const auto x0 = static_cast<int>(left * dpi / mm_per_inch);
                const auto x1 = static_cast<int>((left + width - 2 * line_mm) * dpi / mm_per_inch);
                const auto y0 = static_cast<int>((zone->box.y + line_mm) * dpi / mm_per_inch);
                const auto y1 = static_cast<int>((zone->box.y + zone->box.height - line_mm) * dpi /
                                                 mm_per_inch);
                for (int y = y0; y < y1; ++y) {
                    for (int x = x0; x < x1; ++x) {
                        ink += 255 - raster.pixels[static_cast<std::size_t>(y * raster.width + x)];
                    }
                }
            }
            EXPECT_EQ(ink, 0) << zone->field;
        }
    }
}

TEST_P(EveryPaper, PrintsTheFrameWhereTheZoneSaysItIs) {
    constexpr double dpi = 600;
    constexpr double half_line_mm = 0.1;
    constexpr int dark = 128;
    const auto raster = render_page(form_, 1, dpi);
    const auto at = [&](double x_mm, double y_mm) {
        const auto x = static_cast<std::size_t>(x_mm * dpi / mm_per_inch);
        const auto y = static_cast<std::size_t>(y_mm * dpi / mm_per_inch);
        return raster.pixels[y * static_cast<std::size_t>(raster.width) + x];
    };
    for (const auto* zone : form_.zones_on(1)) {
        const auto& box = zone->box;
        EXPECT_LT(at(box.x + half_line_mm, box.y + box.height / 2), dark) << zone->field;
        EXPECT_LT(at(box.x + box.width - half_line_mm, box.y + box.height / 2), dark)
            << zone->field;
        EXPECT_LT(at(box.x + box.width / 3, box.y + half_line_mm), dark) << zone->field;
        EXPECT_LT(at(box.x + box.width / 3, box.y + box.height - half_line_mm), dark)
            << zone->field;
    }
}

TEST_P(EveryPaper, PrintsSolidRegistrationMarks) {
    constexpr double dpi = 300;
    const auto raster = render_page(form_, 1, dpi);
    for (const auto& mark : form_.pages[0].marks) {
        const auto x = static_cast<int>((mark.x + mark.width / 2) * dpi / mm_per_inch);
        const auto y = static_cast<int>((mark.y + mark.height / 2) * dpi / mm_per_inch);
        EXPECT_EQ(raster.pixels[static_cast<std::size_t>(y * raster.width + x)], 0);
    }
}

TEST_P(EveryPaper, HasAsManyPdfPagesAsTheForm) {
    if (!has_program("pdfinfo")) {
        GTEST_SKIP() << "SKIPPED: pdfinfo (poppler-utils) is not installed";
    }
    const auto ran = run("pdfinfo '" + pdf().string() + "'");
    EXPECT_THAT(ran.output,
                ::testing::ContainsRegex("Pages: +" + std::to_string(form_.pages.size()) + "\n"));
    EXPECT_THAT(ran.output, HasSubstr("(A4)"));
    EXPECT_THAT(ran.output, HasSubstr(form_.title.da));
}

TEST_P(EveryPaper, EmbedsEveryFont) {
    if (!has_program("pdffonts")) {
        GTEST_SKIP() << "SKIPPED: pdffonts (poppler-utils) is not installed";
    }
    const auto ran = run("pdffonts '" + pdf().string() + "'");
    EXPECT_THAT(ran.output, HasSubstr(" yes yes yes "));
    EXPECT_THAT(ran.output, ::testing::Not(HasSubstr(" no ")));
}

TEST_P(EveryPaper, KeepsItsWordsAsTextInThePdf) {
    if (!has_program("pdftotext")) {
        GTEST_SKIP() << "SKIPPED: pdftotext (poppler-utils) is not installed";
    }
    const auto ran = run("pdftotext -layout '" + pdf().string() + "' -");
    EXPECT_THAT(ran.output, HasSubstr(form_.title.da));
    EXPECT_THAT(ran.output, HasSubstr("CPR-nummer"));
}

TEST_P(EveryPaper, TellsOutsidersWhereToWrite) {
    const auto json = nlohmann::json::parse(layout_json(form_));
    EXPECT_EQ(json.at("format"), "indgang-layout/1");
    EXPECT_EQ(json.at("form"), form_.key.form);
    EXPECT_EQ(json.at("pages").size(), form_.pages.size());
    EXPECT_EQ(json.at("pages").at(0).at("width_mm"), 210);
    EXPECT_EQ(json.at("pages").at(0).at("marks_mm").size(), 4u);
    ASSERT_EQ(json.at("fields").size(), form_.zones.size());
    for (std::size_t i = 0; i < form_.zones.size(); ++i) {
        const auto& zone = form_.zones[i];
        const auto& field = json.at("fields").at(i);
        EXPECT_EQ(field.at("id"), zone.field);
        EXPECT_EQ(field.at("page"), zone.page);
        EXPECT_EQ(field.at("cells"), zone.cells);
        EXPECT_EQ(field.at("box_mm").at(2), zone.box.width);
        EXPECT_EQ(field.at("kind") == "mark", !zone.choice.empty());
        EXPECT_EQ(field.value("choice", ""), zone.choice);
    }
}

TEST_P(EveryPaper, HasASchemaThatLibxml2Compiles) {
    if (!has_program("xmllint")) {
        GTEST_SKIP() << "SKIPPED: xmllint (libxml2-utils) is not installed";
    }
    folder_.write("form.xsd", xml::generate_xsd(form_));
    const auto& key = form_.key;
    folder_.write("empty.xml", "<" + key.form + " xmlns=\"urn:indgang:form:" + key.form + ":" +
                                   key.version + "\"/>");
    const auto ran =
        run("xmllint --nonet --noout --schema '" + (folder_.path() / "form.xsd").string() + "' '" +
            (folder_.path() / "empty.xml").string() + "'");
    // The schema is taken; the document lacks what the form requires.
    EXPECT_THAT(ran.output, ::testing::Not(HasSubstr("failed to compile")));
    EXPECT_THAT(ran.output, HasSubstr("Missing child element"));
    EXPECT_THAT(ran.output, HasSubstr("fails to validate"));
}

TEST(GenerateXsd, TakesAFormOfItsOwn) {
    if (!has_program("xmllint")) {
        GTEST_SKIP() << "SKIPPED: xmllint (libxml2-utils) is not installed";
    }
    const FormFolder folder(std::string(head) + R"([[section]]
page = 1
title = { da = "A", en = "A & <B>" }
rows = [["cpr", "beloeb", "dato"], ["valg", "ja"]]
[[section]]
page = 1
title = { da = "G", en = "G" }
repeat = { group = "barn", rows = 2 }
rows = [["navn"]]
[field]
cpr = { kind = "cpr", required = true, da = "CPR & <nr>", en = "CPR" }
beloeb = { kind = "amount", da = "Beløb", en = "Amount" }
dato = { kind = "date", da = "Dato", en = "Date" }
valg = { kind = "choice", da = "Valg", en = "Choice" }
ja = { kind = "yes_no", da = "Ja?", en = "Yes?" }
"barn.navn" = { kind = "name", da = "Navn", en = "Name" }
[choices]
valg = [{ key = "a", da = "A", en = "A" }, { key = "b", da = "B", en = "B" }]
)");
    folder.write("form.xsd", xml::generate_xsd(load_form(folder.path())));
    const auto validates = [&](const std::string& inner) {
        folder.write("x.xml", "<proeve xmlns=\"urn:indgang:form:proeve:1\">" + inner + "</proeve>");
        return run("xmllint --nonet --noout --schema '" + (folder.path() / "form.xsd").string() +
                   "' '" + (folder.path() / "x.xml").string() + "'")
                   .status == 0;
    };
    const std::string cpr = "<cpr>6101551234</cpr>";
    EXPECT_TRUE(validates(cpr));
    EXPECT_TRUE(validates(cpr + "<beloeb>-6234.50</beloeb><dato>2026-11-22</dato><valg>b</valg>"
                                "<ja>nej</ja><barn><navn>Sofie</navn></barn><barn/>"));
    EXPECT_FALSE(validates(""));
    EXPECT_FALSE(validates("<cpr>610155123</cpr>"));
    EXPECT_FALSE(validates(cpr + "<beloeb>6.234,50</beloeb>"));
    EXPECT_FALSE(validates(cpr + "<dato>22-11-2026</dato>"));
    EXPECT_FALSE(validates(cpr + "<valg>c</valg>"));
    EXPECT_FALSE(validates(cpr + "<barn/><barn/><barn/>"));
    EXPECT_FALSE(validates(cpr + "<andet/>"));
}

}  // namespace
}  // namespace indgang::paper
