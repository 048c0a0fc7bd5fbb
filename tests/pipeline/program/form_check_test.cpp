// SPDX-License-Identifier: MPL-2.0
// What the author of a form types: form check, new, keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"
#include "pipeline/program/commands.h"
#include "schemas/error/error.h"
#include "schemas/form/keys.h"
#include "tests/pipeline/store/folder.h"

namespace indgang::program {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

fs::path source(const std::string& path) {
    return fs::path(INDGANG_SOURCE_DIR) / path;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

configuration::Configuration shipped() {
    configuration::Configuration configuration;
    configuration.form_folders = {source("schemas/forms")};
    return configuration;
}

struct Said {
    console::ExitCode code = console::ExitCode::done;
    std::string out;
    std::string err;
};

Said said_by(const std::function<console::ExitCode()>& command) {
    Said said;
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    said.code = command();
    said.err = ::testing::internal::GetCapturedStderr();
    said.out = ::testing::internal::GetCapturedStdout();
    return said;
}

Said check(const std::vector<fs::path>& what) {
    return said_by([&] { return check_forms(shipped(), what); });
}

TEST(FormCheck, TakesAFolderOfForms) {
    const auto said = check({source("tests/forms/mistakes")});
    EXPECT_EQ(said.code, console::ExitCode::bad_input);
    const auto folders = fs::directory_iterator(source("tests/forms/mistakes"));
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'),
              std::distance(fs::begin(folders), fs::end(folders)));
}

TEST(FormCheck, TakesTheIdOfAForm) {
    for (const auto* name : {"boligstoette", "boligstoette:1"}) {
        const auto said = check({name});
        EXPECT_EQ(said.code, console::ExitCode::done);
        EXPECT_THAT(said.out, HasSubstr("boligstoette:1: good"));
    }
}

/// A copy of a form, with a path of its map misspelt.
TEST(FormCheck, NamesAMapPathThatTheSchemaDoesNotHave) {
    const store::Folder folder;
    const auto form = folder.path() / "kontanthjaelp" / "1";
    fs::create_directories(form.parent_path());
    fs::copy(source("schemas/forms/kontanthjaelp/1"), form, fs::copy_options::recursive);
    const auto map = form / "xml" / "oio.map.xml";
    auto text = text_of(map);
    const std::string right = "Henvendelse/YdelseKode";
    text.replace(text.find(right), right.size(), "Henvendelse/YdelsesKode");
    std::ofstream(map) << text;
    const auto said = check({form});
    EXPECT_EQ(said.code, console::ExitCode::bad_input);
    EXPECT_THAT(said.err, HasSubstr("oio.map.xml:34: the schema has no YdelsesKode in Henvendelse; "
                                    "did you mean 'YdelseKode'?\n"));
    EXPECT_EQ(std::ranges::count(said.err, '\n'), 1);
}

/// The blank of a form of ours, as somebody else's.
TEST(FormImport, DraftsAFormThatChecks) {
    const store::Folder folder;
    FormOptions options;
    options.form = "sp501";
    options.is_for_many = true;
    options.output = folder.path() / "skema.pdf";
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(render_form(shipped(), options), console::ExitCode::done);
    options.form = "skema";
    options.other = options.output;
    options.folder = folder.path() / "forms";
    EXPECT_EQ(import_form(options), console::ExitCode::done);
    EXPECT_THROW((void)import_form(options), Error) << "never over what somebody worked on";
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("102 places on 2 pages"));
    (void)::testing::internal::GetCapturedStdout();
    const auto said = check({options.folder});
    EXPECT_EQ(said.code, console::ExitCode::done) << said.err;
    EXPECT_THAT(said.out, HasSubstr("skema:1: good, 102 fields on 2 pages"));

    // The same page, scanned two degrees askew.
    constexpr float two_degrees = 0.0349F;
    const ocr::PixPtr page(pixRead((options.folder / "skema" / "1" / "side-1.png").c_str()));
    const ocr::PixPtr askew(
        pixRotate(page.get(), two_degrees, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    pixSetResolution(askew.get(), 300, 300);
    options.other = folder.path() / "askew.png";
    ASSERT_EQ(pixWrite(options.other.c_str(), askew.get(), IFF_PNG), 0);
    options.form = "skaev";
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(import_form(options), console::ExitCode::done);
    (void)::testing::internal::GetCapturedStdout();
    const auto places = std::stoi(::testing::internal::GetCapturedStderr());
    EXPECT_NEAR(places, 40, 2) << "as many as on the page that lies straight";
}

TEST(FormPublish, CopiesAGoodFormAndNeverOverOne) {
    const store::Folder folder;
    FormOptions options;
    options.folder = source("schemas/forms/sp501/1");
    options.output = folder.path() / "catalogue";
    const auto publish = [&] { return said_by([&] { return publish_form(shipped(), options); }); };
    EXPECT_EQ(publish().code, console::ExitCode::done);
    const auto place = options.output / "sp501" / "1";
    EXPECT_EQ(text_of(place / "form.toml"), text_of(options.folder / "form.toml"));
    EXPECT_TRUE(fs::exists(place / "xml" / "sp501.xsd"));
    EXPECT_EQ(std::distance(fs::directory_iterator(options.output / "sp501"), {}), 1)
        << "nothing is left beside it";
    std::ofstream(place / "form.toml", std::ios::app) << "# somebody's\n";
    EXPECT_THROW((void)publish(), Error);
    ::testing::internal::GetCapturedStderr();
    ::testing::internal::GetCapturedStdout();
    EXPECT_THAT(text_of(place / "form.toml"), HasSubstr("# somebody's"));

    options.folder = source("tests/forms/mistakes/rule_unknown/1");
    EXPECT_EQ(publish().code, console::ExitCode::bad_input);
    EXPECT_FALSE(fs::exists(options.output / "rule_unknown"));
}

TEST(FormDiff, SaysWhatAnEditionBreaks) {
    FormOptions options;
    options.form = "sygedagpenge:1";
    options.other = source("schemas/forms/sygedagpenge/2").string();
    const auto said = said_by([&] { return show_changes(shipped(), options); });
    EXPECT_EQ(said.code, console::ExitCode::done);
    EXPECT_THAT(said.out, HasSubstr("senders! anmelder has no longer the choice borger\n"));
    EXPECT_THAT(said.out, HasSubstr("break what was right before\n"));
}

TEST(FormMap, ListsWhatNoMapFills) {
    FormOptions options;
    options.form = "boernebidrag";
    options.is_check = true;
    const auto said = said_by([&] { return show_maps(shipped(), options); });
    EXPECT_EQ(said.code, console::ExitCode::done);
    EXPECT_EQ(said.out, "boernebidrag:1 oio, 66 paths\n  never filled: partner_navn\n");
    options.form.clear();
    EXPECT_EQ(said_by([&] { return show_maps(shipped(), options); }).code, console::ExitCode::done)
        << "every place of every schema that we have a map for is taken or ignored";
}

TEST(FormCheck, KnowsTheNearestForm) {
    try {
        (void)check({"boligstotte"});
        FAIL();
    } catch (const Error& error) {
        ::testing::internal::GetCapturedStderr();
        ::testing::internal::GetCapturedStdout();
        EXPECT_THAT(error.what(), HasSubstr("did you mean 'boligstoette'?"));
    }
}

TEST(FormCheck, TakesAllFormsOfTheInstallation) {
    const auto said = check({});
    EXPECT_EQ(said.code, console::ExitCode::done) << said.err;
    EXPECT_THAT(said.out, HasSubstr("sp501:1: good"));
}

TEST(FormNew, MakesAFormThatChecks) {
    const auto root = fs::temp_directory_path() / ("indgang-new-" + std::to_string(::getpid()));
    FormOptions options;
    options.form = "nyt_tilskud";
    options.folder = root;
    ::testing::internal::CaptureStdout();
    (void)new_form(options);
    ::testing::internal::GetCapturedStdout();
    const auto said = check({root / "nyt_tilskud" / "1"});
    EXPECT_EQ(said.code, console::ExitCode::done) << said.err;
    EXPECT_THROW((void)new_form(options), Error);  // it is there already
    options.form = "Nyt tilskud";
    EXPECT_THROW((void)new_form(options), Error);
    fs::remove_all(root);
}

/// To renew: indgang form keys --markdown > docs/formats/form-keys.md
TEST(FormKeys, AreThePageOfTheFormat) {
    EXPECT_EQ(text_of(source("docs/formats/form-keys.md")), form::form_keys_markdown());
}

/// To renew: indgang form keys > docs/formats/form.schema.json
TEST(FormKeys, AreTheSchemaForEditors) {
    EXPECT_EQ(text_of(source("docs/formats/form.schema.json")), form::form_json_schema());
}

}  // namespace
}  // namespace indgang::program
