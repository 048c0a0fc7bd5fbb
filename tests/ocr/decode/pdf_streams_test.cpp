// SPDX-License-Identifier: MPL-2.0
// Which pictures of a PDF are its pages as they are coded, and where they have to lie for it.
#include <gtest/gtest.h>

#include <string>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

using Coding = PageStream::Coding;

const std::string whole_page = "q 595.2 0 0 841.92 0 0 cm /I Do Q";
const Bytes data = bytes_of("any bytes");

std::optional<PageStream> stream_of(const std::string& entries,
                                    const std::string& content = whole_page,
                                    const std::string& page_entries = "") {
    const Bytes pdf =
        drawn::pdf_of(content, "/Width 1240/Height 1754" + entries, data, page_entries);
    return open_scan(pdf, testing::TempDir())->stream(1);
}

const std::string grey = "/ColorSpace/DeviceGray", jpeg = "/BitsPerComponent 8/Filter/DCTDecode";

TEST(PdfStream, IsThePictureAsItIsCoded) {
    const auto stream = stream_of(grey + jpeg);
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->coding, Coding::jpeg);
    EXPECT_EQ(stream->bytes, data);
    EXPECT_EQ(stream->width, 1240);
    EXPECT_EQ(stream->height, 1754);
    EXPECT_EQ(stream->bits, 8);
    EXPECT_EQ(stream->samples, 1);
    EXPECT_EQ(stream->quarters, 0);
    EXPECT_EQ(stream_of(grey + jpeg, whole_page, "/Rotate 90")->quarters, 1);
    EXPECT_EQ(stream_of(grey + jpeg, whole_page, "/Rotate 270")->quarters, 3);
    EXPECT_EQ(stream_of(grey + jpeg, whole_page, "/Rotate -90")->quarters, 3);
    EXPECT_EQ(stream_of(grey + jpeg, whole_page, "/Rotate 450")->quarters, 1);
}

TEST(PdfStream, IsGreyOrOfThreeColours) {
    const auto samples = [](const std::string& space) {
        const auto stream = stream_of("/ColorSpace" + space + jpeg);
        return stream ? stream->samples : 0;
    };
    for (const char* one : {"/DeviceGray", "/G", "[/CalGray<<>>]", "[/DeviceGray]"}) {
        EXPECT_EQ(samples(one), 1) << one;
    }
    for (const char* three : {"/DeviceRGB", "/RGB", "[/CalRGB<<>>]"}) {
        EXPECT_EQ(samples(three), 3) << three;
    }
    for (const char* none : {"/DeviceCMYK", "[/Indexed/DeviceRGB 1(abcdef)]", "[]", "[7]", "7",
                             "[/ICCBased]", "[/ICCBased 7]"}) {
        EXPECT_EQ(samples(none), 0) << none;
    }
}

TEST(PdfStream, HasTheColoursOfItsProfile) {
    // Object 5 is the picture itself: what counts of it here is only /N.
    const auto samples = [](const std::string& n) {
        const auto stream = stream_of("/ColorSpace[/ICCBased 5 0 R]/N " + n + jpeg);
        return stream ? stream->samples : 0;
    };
    EXPECT_EQ(samples("1"), 1);
    EXPECT_EQ(samples("3"), 3);
    EXPECT_EQ(samples("4"), 0);
    EXPECT_EQ(samples("0"), 0);
}

TEST(PdfStream, MayExchangeBlackAndWhite) {
    const auto grey_with = [](const std::string& decode) {
        const auto stream = stream_of(grey + jpeg + "/Decode" + decode);
        return stream ? (stream->is_inverted ? "inverted" : "plain") : "none";
    };
    EXPECT_STREQ(grey_with("[0 1]"), "plain");
    EXPECT_STREQ(grey_with("[1 0]"), "inverted");
    EXPECT_STREQ(grey_with("[1.0 0.0]"), "inverted");
    for (const char* none : {"[0 0.5]", "[0.5 1]", "[1 1]", "[0 0]", "[0]", "[0 1 0]", "[/a 1]"}) {
        EXPECT_STREQ(grey_with(none), "none") << none;
    }
    EXPECT_STREQ(grey_with(" 7"), "plain");
    const std::string rgb = "/ColorSpace/DeviceRGB" + jpeg;
    EXPECT_TRUE(stream_of(rgb + "/Decode[0 1 0 1 0 1]"));
    EXPECT_FALSE(stream_of(rgb + "/Decode[1 0 1 0 1 0]")) << "only grey can be turned";
    EXPECT_FALSE(stream_of(rgb + "/Decode[0 1]"));
}

TEST(PdfStream, IsNoMaskAndHasNone) {
    EXPECT_FALSE(stream_of(grey + jpeg + "/ImageMask true"));
    EXPECT_TRUE(stream_of(grey + jpeg + "/ImageMask false"));
    EXPECT_FALSE(stream_of(grey + jpeg + "/SMask 5 0 R"));
    EXPECT_FALSE(stream_of(grey + jpeg + "/Mask[0 1]"));
}

TEST(PdfStream, OfAJpegHasEightBitsAndNoSettings) {
    EXPECT_FALSE(stream_of(grey + "/BitsPerComponent 4/Filter/DCTDecode"));
    EXPECT_FALSE(stream_of(grey + jpeg + "/DecodeParms<</ColorTransform 0>>"));
    EXPECT_TRUE(stream_of(grey + "/BitsPerComponent 8/Filter[/DCTDecode]"));
    EXPECT_FALSE(stream_of(grey + "/BitsPerComponent 8/Filter[/FlateDecode/DCTDecode]"));
    EXPECT_FALSE(stream_of(grey + "/BitsPerComponent 8"));
}

TEST(PdfStream, OfAFaxHasTheWidthOfItsLines) {
    const auto fax = [](const std::string& parameters, const std::string& more = "") {
        return stream_of(grey + "/BitsPerComponent 1/Filter/CCITTFaxDecode" + more +
                         "/DecodeParms" + parameters);
    };
    const auto stream = fax("<</K -1/Columns 1240>>");
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->coding, Coding::fax);
    EXPECT_EQ(stream->fax_k, -1);
    EXPECT_FALSE(stream->is_inverted);
    EXPECT_EQ(fax("[<</K 4/Columns 1240>>]")->fax_k, 4);
    EXPECT_EQ(fax("<</Columns 1240>>")->fax_k, 0);
    EXPECT_FALSE(fax("[<</Columns 1240>><</Columns 1240>>]"));
    EXPECT_FALSE(fax("<</K -1/Columns 1728>>"));
    EXPECT_FALSE(fax("<</K -1>>")) << "1,728 where nothing is said";
    const Bytes usual = drawn::pdf_of(whole_page,
                                      "/Width 1728/Height 2444" + grey +
                                          "/BitsPerComponent 1/Filter/CCITTFaxDecode"
                                          "/DecodeParms<</K -1>>",
                                      data);
    EXPECT_TRUE(open_scan(usual, testing::TempDir())->stream(1));
    EXPECT_TRUE(fax("<</Columns 1240/BlackIs1 true>>")->is_inverted);
    EXPECT_FALSE(fax("<</Columns 1240/BlackIs1 true>>", "/Decode[1 0]")->is_inverted);
    EXPECT_TRUE(fax("<</Columns 1240/BlackIs1 false>>", "/Decode[1 0]")->is_inverted);
    EXPECT_FALSE(fax("<</Columns 1240/EncodedByteAlign true>>"));
    EXPECT_FALSE(stream_of(grey + jpeg + "/Filter/CCITTFaxDecode/DecodeParms<</Columns 1240>>"));
    EXPECT_FALSE(
        stream_of("/ColorSpace/DeviceRGB/BitsPerComponent 1/Filter/CCITTFaxDecode"
                  "/DecodeParms<</Columns 1240>>"));
}

TEST(PdfStream, OfAZipHasRowsAsThePictureHas) {
    const auto zip = [](int bits, const std::string& parameters = "") {
        return stream_of(grey + "/BitsPerComponent " + std::to_string(bits) +
                         "/Filter/FlateDecode" + parameters);
    };
    EXPECT_EQ(zip(8)->coding, Coding::deflate);
    EXPECT_EQ(zip(8)->predictor, 1);
    EXPECT_TRUE(zip(1));
    EXPECT_FALSE(zip(4));
    EXPECT_FALSE(zip(16));
    EXPECT_EQ(zip(8, "/DecodeParms<</Predictor 15/Columns 1240>>")->predictor, 15);
    EXPECT_FALSE(zip(8, "/DecodeParms<</Predictor 15>>"));
    EXPECT_FALSE(zip(8, "/DecodeParms<</Predictor 15/Columns 1241>>"));
    EXPECT_FALSE(zip(8, "/DecodeParms<</Predictor 15/Columns 1240/Colors 3>>"));
    EXPECT_FALSE(zip(1, "/DecodeParms<</Predictor 15/Columns 1240>>"));
    EXPECT_TRUE(zip(1, "/DecodeParms<</Predictor 15/Columns 1240/BitsPerComponent 1>>"));
    EXPECT_TRUE(zip(8, "/DecodeParms<</Predictor 1/Columns 7>>"));
}

TEST(PdfStream, OfJbig2IsOfOneBit) {
    EXPECT_EQ(stream_of(grey + "/BitsPerComponent 1/Filter/JBIG2Decode")->coding, Coding::jbig2);
    EXPECT_FALSE(stream_of(grey + "/BitsPerComponent 8/Filter/JBIG2Decode"));
    EXPECT_FALSE(stream_of("/ColorSpace/DeviceRGB/BitsPerComponent 1/Filter/JBIG2Decode"));
    EXPECT_FALSE(stream_of(grey + "/BitsPerComponent 1/Filter/LZWDecode"));
    EXPECT_FALSE(stream_of(grey + "/Filter/JBIG2Decode/BitsPerComponent 2"));
    EXPECT_TRUE(stream_of(grey + "/Filter/JBIG2Decode")) << "one bit where nothing is said";
}

TEST(PdfStream, OfNoSizeIsRefusedByIt) {
    for (const char* size : {"/Width -5/Height 1754", "/Width 1240/Height -5", "/Width 1240",
                             "/Height 1754", "/Width 1240/Height 17.54"}) {
        const Bytes pdf = drawn::pdf_of(whole_page, size + grey + jpeg, data);
        try {
            static_cast<void>(open_scan(pdf, testing::TempDir())->stream(1));
            ADD_FAILURE() << size;
        } catch (const Error& error) {
            const std::string what = error.what();
            EXPECT_TRUE(what.find("claims 0 x") != std::string::npos ||
                        what.find("x 0 px") != std::string::npos)
                << what;
        }
    }
}

bool is_page(const std::string& content) {
    return stream_of(grey + jpeg, content).has_value();
}
bool lies_as_page(double width, double height, double x, double y, double b = 0, double c = 0) {
    std::string matrix;
    for (const double each : {width, b, c, height, x, y}) {
        matrix += std::to_string(each) + " ";
    }
    return is_page("q " + matrix + "cm /I Do Q");
}

TEST(PdfPage, IsAPictureThatLeavesTwoInAHundredFree) {
    // Of 595.2 and 841.92 points 11.9 and 16.8.
    constexpr double wide = 595.2, high = 841.92;
    EXPECT_TRUE(lies_as_page(wide - 11.8, high, 11.8, 0));
    EXPECT_FALSE(lies_as_page(wide - 12, high, 12, 0));
    EXPECT_TRUE(lies_as_page(wide - 11.8, high, 0, 0));
    EXPECT_FALSE(lies_as_page(wide - 12, high, 0, 0));
    EXPECT_TRUE(lies_as_page(wide, high - 16.7, 0, 16.7));
    EXPECT_FALSE(lies_as_page(wide, high - 17, 0, 17));
    EXPECT_TRUE(lies_as_page(wide, high - 16.7, 0, 0));
    EXPECT_FALSE(lies_as_page(wide, high - 17, 0, 0));
}

TEST(PdfPage, IsAPictureThatHardlyGoesBeyondIt) {
    // By four in a hundred.
    EXPECT_TRUE(lies_as_page(618.9, 841.92, -12, 0));
    EXPECT_FALSE(lies_as_page(619.1, 841.92, -12, 0));
    EXPECT_TRUE(lies_as_page(595.2, 875.5, 0, -16));
    EXPECT_FALSE(lies_as_page(595.2, 875.7, 0, -16));
}

TEST(PdfPage, IsAPictureThatStandsUpright) {
    EXPECT_TRUE(lies_as_page(595.2, 841.92, 0, 0, 0.59, 0.84));
    EXPECT_FALSE(lies_as_page(595.2, 841.92, 0, 0, 0.6, 0));
    EXPECT_FALSE(lies_as_page(595.2, 841.92, 0, 0, 0, 0.85));
    EXPECT_FALSE(lies_as_page(-595.2, 841.92, 595.2, 0));
    EXPECT_FALSE(lies_as_page(595.2, -841.92, 0, 841.92));
}

TEST(PdfPage, IsOnePictureAndNothingThatShows) {
    EXPECT_TRUE(is_page("q 595.2 0 0 841.92 0 0 cm /I Do Q 0 0 9 9 re n"));
    EXPECT_FALSE(is_page("q 595.2 0 0 841.92 0 0 cm /I Do Q 0 0 9 9 re f"));
    EXPECT_FALSE(is_page("q 595.2 0 0 841.92 0 0 cm /I Do /I Do Q"));
    EXPECT_FALSE(is_page("0 0 9 9 re n"));
    EXPECT_FALSE(is_page("q 595.2 0 0 841.92 0 0 cm /J Do Q"));
    EXPECT_FALSE(is_page("q 595.2 0 0 841.92 0 cm /I Do Q"));
    EXPECT_FALSE(is_page("q 595.2 0 0 /a 0 0 cm /I Do Q"));
    EXPECT_FALSE(is_page("q 595.2 0 0 841.92 0 0 cm 7 /I Do Q"));
}

TEST(PdfPage, MayHoldTextThatIsNotSeen) {
    const auto text = [](const std::string& mode) {
        return is_page(whole_page + " BT " + mode + " (words) Tj ET");
    };
    EXPECT_TRUE(text("3 Tr"));
    EXPECT_FALSE(text("2 Tr"));
    EXPECT_FALSE(text(""));
    EXPECT_FALSE(text("3 Tr 0 Tr"));
    EXPECT_FALSE(text("/a Tr"));
    EXPECT_FALSE(is_page(whole_page + " q 3 Tr Q BT (words) Tj ET")) << "the mode is taken back";
}

TEST(PdfPage, HasItsMatricesOneAfterTheOther) {
    EXPECT_TRUE(is_page("q 2 0 0 2 0 0 cm 297.6 0 0 420.96 0 0 cm /I Do Q"));
    EXPECT_TRUE(is_page("q 1 0 0 1 100 200 cm 595.2 0 0 841.92 -100 -200 cm /I Do Q"));
    EXPECT_FALSE(is_page("q 1 0 0 1 100 200 cm 595.2 0 0 841.92 0 0 cm /I Do Q"));
    EXPECT_TRUE(is_page("q 9 0 0 9 0 0 cm Q q 595.2 0 0 841.92 0 0 cm /I Do Q"));
    EXPECT_TRUE(is_page("Q q 595.2 0 0 841.92 0 0 cm /I Do Q"));
}

TEST(PdfPage, IsNotNestedWithoutEnd) {
    const auto nested = [](int depth) {
        std::string content;
        for (int i = 0; i < depth; ++i) {
            content += "q ";
        }
        return is_page(content + "595.2 0 0 841.92 0 0 cm /I Do");
    };
    EXPECT_TRUE(nested(64));
    EXPECT_FALSE(nested(65));
    const auto operands = [](int count) {
        std::string content = whole_page;
        for (int i = 0; i < count; ++i) {
            content += " 7";
        }
        return is_page(content + " w");
    };
    EXPECT_TRUE(operands(64));
    EXPECT_FALSE(operands(65));
}

}  // namespace
}  // namespace indgang::ocr
