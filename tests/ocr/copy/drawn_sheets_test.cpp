// SPDX-License-Identifier: MPL-2.0
// Sheets of the archive PDF operator by operator, with words and pictures that are made up.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>

#include "ocr/copy/archive_pdf.h"
#include "ocr/copy/colour_profile.h"
#include "schemas/error/error.h"
#include "tests/ocr/copy/copied_page.h"

namespace indgang::ocr {
namespace {

using Object = QPDFObjectHandle;

/// So many pages of words as Tesseract's renderer gives them, 360 x 90 points each.
Bytes words(int pages = 1) {
    QPDF pdf;
    pdf.emptyPDF();
    Object font = pdf.makeIndirectObject(Object::newDictionary());
    font.replaceKey("/Type", Object::newName("/Font"));
    for (int i = 0; i < pages; ++i) {
        Object resources = Object::newDictionary();
        resources.replaceKey("/Font", Object::newDictionary({{"/f-0-0", font}}));
        Object page = Object::newDictionary();
        page.replaceKey("/Type", Object::newName("/Page"));
        page.replaceKey("/MediaBox", Object::newFromRectangle({0, 0, 360, 90}));
        page.replaceKey("/Resources", resources);
        page.replaceKey("/Contents", pdf.newStream("BT ET"));
        QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(pdf.makeIndirectObject(page)),
                                            false);
    }
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

/// 720 x 360 pixels, of which each is a point.
ArchivePage page(int quarters = 0, std::vector<KnownText> texts = {}) {
    ArchivePage made;
    made.picture.coding = PageStream::Coding::plain;
    made.picture.bytes = Bytes(1);
    made.picture.width = made.picture.height = 1;
    made.picture.bits = 8;
    made.quarters = quarters;
    made.width_px = 720;
    made.height_px = 360;
    made.dpi = 72;
    made.texts = std::move(texts);
    return made;
}

copied::Parsed pdf_of(const ArchivePage& page) {
    return copied::Parsed(write_archive_pdf({page}, words(), copied::facts()));
}

std::string content_of(const ArchivePage& page) {
    copied::Parsed pdf = pdf_of(page);
    const auto data = QPDFPageDocumentHelper(*pdf)
                          .getAllPages()
                          .at(0)
                          .getAttribute("/Contents", false)
                          .getStreamData();
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

const std::string scaled_words = "q 2 0 0 4 0 0 cm\nBT ET\nQ\n";

TEST(DrawnSheets, HoldThePictureTurnedOverTheWholeSheetAndTheWords) {
    const auto content = [](int quarters) { return content_of(page(quarters)); };
    EXPECT_EQ(content(0), "q 720 0 0 360 0 0 cm /Im Do Q\n" + scaled_words);
    EXPECT_EQ(content(1), "q 0 -360 720 0 0 360 cm /Im Do Q\n" + scaled_words);
    EXPECT_EQ(content(2), "q -720 0 0 -360 720 360 cm /Im Do Q\n" + scaled_words);
    EXPECT_EQ(content(3), "q 0 360 -720 0 720 0 cm /Im Do Q\n" + scaled_words);
}

TEST(DrawnSheets, HoldAKnownTextScaledToItsBox) {
    // Letters of 30 points half as wide as high: two of them are 30 wide, the box is 200.
    const std::string all = content_of(page(0, {{{100, 50, 200, 40}, "AÆ"}}));
    EXPECT_EQ(all, "q 720 0 0 360 0 0 cm /Im Do Q\n" + scaled_words +
                       "BT 3 Tr /f-0-0 30 Tf 666.6667 Tz 1 0 0 1 100 278 Tm <004100c6> Tj ET\n");
}

TEST(DrawnSheets, HoldEachLineOfAKnownTextInItsPartOfTheBox) {
    const std::string all = content_of(page(0, {{{100, 50, 200, 40}, "A\n\nB"}}));
    const auto at = [&](const char* text) { return all.find(text) != std::string::npos; };
    // Three lines of 13.3 points: 10 points large, and 2.7 above the line's lower end.
    EXPECT_TRUE(at("/f-0-0 10 Tf 4000 Tz 1 0 0 1 100 299.3333 Tm <0041>")) << all;
    EXPECT_TRUE(at("/f-0-0 10 Tf 4000 Tz 1 0 0 1 100 272.6667 Tm <0042>")) << all;
    EXPECT_EQ(std::count(all.begin(), all.end(), '<'), 2);
}

TEST(DrawnSheets, HoldNoTextInABoxOfNoSize) {
    for (const BoxPx& box : {BoxPx{100, 50, 0, 40}, {100, 50, 200, 0}}) {
        EXPECT_EQ(content_of(page(0, {{box, "A"}})),
                  "q 720 0 0 360 0 0 cm /Im Do Q\n" + scaled_words);
    }
}

std::vector<double> media_box(int width_px, int height_px, double dpi) {
    ArchivePage made = page();
    made.width_px = width_px;
    made.height_px = height_px;
    made.dpi = dpi;
    copied::Parsed pdf = pdf_of(made);
    const auto box =
        QPDFPageDocumentHelper(*pdf).getAllPages().at(0).getMediaBox().getArrayAsRectangle();
    EXPECT_EQ(box.llx, 0);
    EXPECT_EQ(box.lly, 0);
    return {box.urx, box.ury};
}

TEST(DrawnSheets, AreAsLargeAsThePaper) {
    EXPECT_EQ(media_box(2480, 3508, 300), (std::vector{595.2, 841.92}));
    // PDF allows sheets of 3 to 14400 points.
    EXPECT_EQ(media_box(14400, 7200, 72), (std::vector{14400.0, 7200.0}));
    EXPECT_EQ(media_box(28800, 7200, 72), (std::vector{14400.0, 3600.0}));
    EXPECT_EQ(media_box(7200, 28800, 72), (std::vector{3600.0, 14400.0}));
    EXPECT_EQ(media_box(2, 4, 72), (std::vector{3.0, 4.0}));
    EXPECT_EQ(media_box(4, 2, 72), (std::vector{4.0, 3.0}));
}

/// A picture in a PDF, whose dictionary is asked for in the PDF's own writing.
class Image {
  public:
    template <class Change>
    explicit Image(const Change& change) : pdf_(pdf_with(change)) {}
    [[nodiscard]] bool has(const std::string& name) { return dictionary().hasKey(name); }
    [[nodiscard]] std::string key(const std::string& name) {
        return dictionary().getKey(name).unparseResolved();
    }
    [[nodiscard]] Object dictionary() { return copied::image_in(*pdf_).getDict(); }

  private:
    template <class Change>
    static Bytes pdf_with(const Change& change) {
        ArchivePage made = page();
        change(made.picture);
        return write_archive_pdf({made}, words(), copied::facts());
    }
    copied::Parsed pdf_;
};

TEST(DrawnSheets, SayHowThePicturesSamplesAreMeant) {
    Image grey([](PageStream& picture) {
        picture.width = 8;
        picture.height = 3;
        picture.bits = 1;
    });
    EXPECT_EQ(grey.key("/Type"), "/XObject");
    EXPECT_EQ(grey.key("/Subtype"), "/Image");
    EXPECT_EQ(grey.key("/Width"), "8");
    EXPECT_EQ(grey.key("/Height"), "3");
    EXPECT_EQ(grey.key("/BitsPerComponent"), "1");
    EXPECT_EQ(grey.key("/ColorSpace"), "/DeviceGray");
    EXPECT_FALSE(grey.has("/Decode"));
    Image colour([](PageStream& picture) { picture.samples = 3; });
    EXPECT_EQ(colour.key("/ColorSpace"), "/DeviceRGB");
    Image inverted([](PageStream& picture) { picture.is_inverted = true; });
    EXPECT_EQ(inverted.key("/Decode"), "[ 1 0 ]");
}

TEST(DrawnSheets, HoldThePicturesPalette) {
    const auto space = [](std::size_t bytes) {
        return Image([bytes](PageStream& picture) { picture.palette = Bytes(bytes, 65); })
            .key("/ColorSpace");
    };
    EXPECT_EQ(space(2), "/DeviceGray");
    EXPECT_EQ(space(3), "[ /Indexed /DeviceRGB 0 (AAA) ]");
    EXPECT_EQ(space(8), "[ /Indexed /DeviceRGB 1 (AAAAAAAA) ]");
    EXPECT_EQ(space(6), "[ /Indexed /DeviceRGB 1 (AAAAAA) ]");
}

TEST(DrawnSheets, SayHowThePictureIsCoded) {
    using Coding = PageStream::Coding;
    Image jpeg([](PageStream& picture) { picture.coding = Coding::jpeg; });
    EXPECT_EQ(jpeg.key("/Filter"), "/DCTDecode");
    EXPECT_FALSE(jpeg.has("/DecodeParms"));
    Image fax([](PageStream& picture) {
        picture.coding = Coding::fax;
        picture.fax_k = 4;
        picture.width = 8;
        picture.height = 3;
    });
    EXPECT_EQ(fax.key("/Filter"), "/CCITTFaxDecode");
    EXPECT_EQ(fax.key("/DecodeParms"), "<< /Columns 8 /K 4 /Rows 3 >>");
    Image jbig2([](PageStream& picture) { picture.coding = Coding::jbig2; });
    EXPECT_EQ(jbig2.key("/Filter"), "/JBIG2Decode");
    EXPECT_FALSE(jbig2.has("/DecodeParms"));
    Image with_globals([](PageStream& picture) {
        picture.coding = Coding::jbig2;
        picture.globals = Bytes(5);
    });
    EXPECT_TRUE(
        with_globals.dictionary().getKey("/DecodeParms").getKey("/JBIG2Globals").isStream());
    Image plain_zip([](PageStream& picture) { picture.coding = Coding::deflate; });
    EXPECT_EQ(plain_zip.key("/Filter"), "/FlateDecode");
    EXPECT_FALSE(plain_zip.has("/DecodeParms"));
    Image zip([](PageStream& picture) {
        picture.coding = Coding::deflate;
        picture.predictor = 15;
        picture.width = 8;
        picture.samples = 3;
        picture.bits = 4;
    });
    EXPECT_EQ(zip.key("/DecodeParms"),
              "<< /BitsPerComponent 4 /Colors 3 /Columns 8 /Predictor 15 >>");
}

std::string content_at(copied::Parsed& pdf, std::size_t at) {
    const auto data = QPDFPageDocumentHelper(*pdf)
                          .getAllPages()
                          .at(at)
                          .getAttribute("/Contents", false)
                          .getStreamData();
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

TEST(DrawnSheets, AreInTheOrderOfTheirPages) {
    copied::Parsed pdf(write_archive_pdf({page(0), page(2), page(1)}, words(3), copied::facts()));
    EXPECT_EQ(QPDFPageDocumentHelper(*pdf).getAllPages().size(), 3U);
    EXPECT_TRUE(content_at(pdf, 0).starts_with("q 720"));
    EXPECT_TRUE(content_at(pdf, 1).starts_with("q -720"));
    EXPECT_TRUE(content_at(pdf, 2).starts_with("q 0 -360"));
}

TEST(DrawnSheets, NeedAPageOfWordsForEach) {
    EXPECT_THROW((void)write_archive_pdf({}, words(), copied::facts()), Error);
    EXPECT_THROW((void)write_archive_pdf({page(), page()}, words(), copied::facts()), Error);
    EXPECT_THROW((void)write_archive_pdf({page()}, words(2), copied::facts()), Error);
    EXPECT_THROW((void)write_archive_pdf({page()}, Bytes(9), copied::facts()), Error);
}

TEST(ColourProfile, IsOfTheFirstOfJanuary2000AtMidnight) {
    const Bytes profile = srgb_profile();
    ASSERT_GT(profile.size(), 128U);
    const Bytes date(profile.begin() + 24, profile.begin() + 36);
    EXPECT_EQ(date, (Bytes{0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(profile[8], 2) << "the version";
    EXPECT_EQ(profile[9], 0x10);
    EXPECT_EQ(profile, srgb_profile());
}

/// Makes a copy of this one page.
void make_copy_of(const CopyPage& page) {
    static_cast<void>(copied::copy_of(
        drawn::file_of(*copied::lettered_page(1), IFF_TIFF_G4, copied::dpi), {page}));
}

TEST(CopyMaker, NeedsPagesOfSomeSize) {
    CopyPage narrow = copied::whole_page(), low = narrow;
    narrow.width_px = 0;
    low.height_px = 0;
    EXPECT_DEATH(make_copy_of(narrow), "");
    EXPECT_DEATH(make_copy_of(low), "");
}

TEST(CopyMaker, NeedsPagesOfSomeResolution) {
    CopyPage page = copied::whole_page();
    page.dpi = 0;
    EXPECT_DEATH(make_copy_of(page), "");
}

TEST(CopyMaker, LeavesNothingInItsScratchFolderAndNeedsOne) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "copy-scratch";
    std::filesystem::create_directories(folder);
    const Bytes scan = drawn::file_of(*copied::lettered_page(1), IFF_TIFF_G4, copied::dpi);
    const auto file = open_scan(scan, testing::TempDir());
    CopyMaker maker(folder);
    EXPECT_FALSE(maker.make(*file, {copied::facts(), {copied::whole_page()}}).empty());
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove_all(folder);
    EXPECT_THROW((void)maker.make(*file, {copied::facts(), {copied::whole_page()}}), Error);
}

TEST(CopyMaker, TurnsByWhatTheFileSaysAndByWhatWasFound) {
    const Bytes scan = drawn::pdf_of(
        "q 595.2 0 0 841.92 0 0 cm /I Do Q",
        "/Width 900/Height 640/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode",
        drawn::file_of(*copied::lettered_page(8), IFF_JFIF_JPEG, copied::dpi), "/Rotate 270");
    CopyPage page = copied::whole_page();
    page.turned_quarters = 2;
    copied::Parsed pdf(copied::copy_of(scan, {page}));
    // Three quarters and two are one.
    EXPECT_TRUE(content_at(pdf, 0).starts_with("q 0 -307.2 432 0 0 307.2 cm"))
        << content_at(pdf, 0).substr(0, 60);
}

TEST(CopyMaker, LeavesNoFileOpen) {
    const auto open_files = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                             std::filesystem::directory_iterator());
    };
    const Bytes scan = drawn::file_of(*copied::lettered_page(1), IFF_TIFF_G4, copied::dpi);
    static_cast<void>(copied::copy_of(scan, {copied::whole_page()}));
    const auto before = open_files();
    static_cast<void>(copied::copy_of(scan, {copied::whole_page()}));
    EXPECT_EQ(open_files(), before);
}

}  // namespace
}  // namespace indgang::ocr
