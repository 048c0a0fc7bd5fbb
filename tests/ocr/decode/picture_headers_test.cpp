// SPDX-License-Identifier: MPL-2.0
// Headers of pictures byte by byte.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/jpeg_rows.h"
#include "ocr/decode/picture/orientation.h"
#include "schemas/core/limits.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

/// A frame header: 8 bits, 0x0234 rows of 0x0123 pixels.
Bytes frame(int marker, int bits = 8, int samples = 1) {
    return {0xFF,
            static_cast<std::uint8_t>(marker),
            0,
            11,
            static_cast<std::uint8_t>(bits),
            0x02,
            0x34,
            0x01,
            0x23,
            static_cast<std::uint8_t>(samples),
            7};
}
Bytes jpeg_of(std::initializer_list<Bytes> segments) {
    Bytes bytes{0xFF, 0xD8};
    for (const Bytes& each : segments) {
        bytes.insert(bytes.end(), each.begin(), each.end());
    }
    return bytes;
}
std::string jpeg_trouble(const Bytes& bytes) {
    try {
        static_cast<void>(stream_of_jpeg(bytes));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

TEST(JpegHeader, SaysHowThePictureIsCoded) {
    const Bytes bytes = jpeg_of({frame(0xC0, 8, 3)});
    const auto stream = stream_of_jpeg(bytes);
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->coding, PageStream::Coding::jpeg);
    EXPECT_EQ(stream->width, 0x123);
    EXPECT_EQ(stream->height, 0x234);
    EXPECT_EQ(stream->bits, 8);
    EXPECT_EQ(stream->samples, 3);
    EXPECT_EQ(stream->bytes, bytes);
}

TEST(JpegHeader, IsOfAKindThatPdfKnows) {
    for (const int known : {0xC0, 0xC1, 0xC2}) {
        EXPECT_TRUE(stream_of_jpeg(jpeg_of({frame(known)}))) << known;
    }
    for (const int other : {0xC3, 0xC5, 0xC7, 0xC9, 0xCB, 0xCD, 0xCF}) {
        EXPECT_FALSE(stream_of_jpeg(jpeg_of({frame(other)}))) << other;
    }
    EXPECT_TRUE(stream_of_jpeg(jpeg_of({frame(0xC0, 8, 1)})));
    EXPECT_FALSE(stream_of_jpeg(jpeg_of({frame(0xC0, 8, 4)})));
    EXPECT_FALSE(stream_of_jpeg(jpeg_of({frame(0xC0, 8, 2)})));
    EXPECT_FALSE(stream_of_jpeg(jpeg_of({frame(0xC0, 12, 1)})));
}

TEST(JpegHeader, StandsBehindOtherSegments) {
    // Tables, a fill byte, a marker that stands alone; what looks like a frame within is none.
    const Bytes tables{0xFF, 0xC4, 0, 6, 0xFF, 0xC0, 1, 2}, jpg{0xFF, 0xC8, 0, 2},
        arithmetic{0xFF, 0xCC, 0, 3, 9}, fill{0xFF}, alone{0xFF, 0x01}, restart{0xFF, 0xD0},
        last_alone{0xFF, 0xD8};
    EXPECT_TRUE(stream_of_jpeg(jpeg_of({tables, frame(0xC0)})));
    EXPECT_TRUE(stream_of_jpeg(jpeg_of({jpg, arithmetic, frame(0xC0)})));
    EXPECT_TRUE(stream_of_jpeg(jpeg_of({fill, fill, frame(0xC0)})));
    EXPECT_TRUE(stream_of_jpeg(jpeg_of({alone, restart, last_alone, frame(0xC0)})));
}

TEST(JpegHeader, IsRefusedWhereItIsCutOffOrDamaged) {
    EXPECT_NE(jpeg_trouble({0xFF, 0xD8}).find("no frame header"), std::string::npos);
    EXPECT_NE(jpeg_trouble(jpeg_of({{0xFF, 0xC4, 0, 9, 1}})).find("no frame header"),
              std::string::npos);
    Bytes cut = jpeg_of({frame(0xC0)});
    cut.resize(2 + 8);
    EXPECT_NE(jpeg_trouble(cut).find("no frame header"), std::string::npos);
    cut = jpeg_of({frame(0xC0)});
    cut.resize(2 + 9);
    EXPECT_FALSE(stream_of_jpeg(cut)) << "the number of colours is missing";
    cut = jpeg_of({frame(0xC0)});
    cut.resize(2 + 10);
    EXPECT_TRUE(stream_of_jpeg(cut));
    EXPECT_NE(jpeg_trouble(jpeg_of({{7, 0xC0, 0, 2}, frame(0xC0)})).find("no marker"),
              std::string::npos);
    EXPECT_NE(jpeg_trouble({0xFF, 0xD8, 0, 0, 0, 0}).find("no marker"), std::string::npos);
    EXPECT_NE(jpeg_trouble({0xFF, 0xD8, 0, 0, 0}).find("no frame header"), std::string::npos);
    Bytes narrow = jpeg_of({frame(0xC0)});
    narrow[2 + 7] = narrow[2 + 8] = 0;
    EXPECT_NE(jpeg_trouble(narrow).find("0 x 564 px"), std::string::npos);
}

/// A TIFF header and one directory, which says this orientation behind another tag.
Bytes exif(int orientation, bool is_little = true) {
    if (is_little) {
        return {'I',
                'I',
                42,
                0,
                8,
                0,
                0,
                0,
                2,
                0,
                0x0F,
                1,
                3,
                0,
                1,
                0,
                0,
                0,
                9,
                0,
                0,
                0,
                0x12,
                1,
                3,
                0,
                1,
                0,
                0,
                0,
                static_cast<std::uint8_t>(orientation),
                0,
                0,
                0};
    }
    return {'M', 'M', 0, 42,   0, 0, 0, 8,
            0,   2,   1, 0x0F, 0, 3, 0, 0,
            0,   1,   0, 9,    0, 0, 1, 0x12,
            0,   3,   0, 0,    0, 1, 0, static_cast<std::uint8_t>(orientation),
            0,   0};
}

TEST(Orientation, IsWhatExifSaysFromOneToEight) {
    for (int said = 1; said <= 8; ++said) {
        EXPECT_EQ(orientation_of_exif(exif(said)), said);
        EXPECT_EQ(orientation_of_exif(exif(said, false)), said);
    }
    EXPECT_EQ(orientation_of_exif(exif(0)), 1);
    EXPECT_EQ(orientation_of_exif(exif(9)), 1);
}

TEST(Orientation, IsUprightWhereExifIsCutOff) {
    Bytes cut = exif(6);
    cut.pop_back();
    EXPECT_EQ(orientation_of_exif(cut), 1);
    EXPECT_EQ(orientation_of_exif(Bytes(7)), 1);
    EXPECT_EQ(orientation_of_exif({}), 1);
    Bytes one_entry = exif(6);
    one_entry[8] = 1;
    EXPECT_EQ(orientation_of_exif(one_entry), 1);
    Bytes far = exif(6);
    far[4] = 200;
    EXPECT_EQ(orientation_of_exif(far), 1);
}

Bytes app1(const std::string& name, const Bytes& block, int marker = 0xE1) {
    std::string segment{static_cast<char>(0xFF), static_cast<char>(marker), 0,
                        static_cast<char>(2 + name.size() + block.size())};
    segment += name;
    segment.append(block.begin(), block.end());
    return bytes_of(segment);
}

TEST(Orientation, IsOfTheFirstExifSegmentOfAJpeg) {
    const std::string name("Exif\0\0", 6);
    EXPECT_EQ(orientation_of_jpeg(jpeg_of({app1(name, exif(6))})), 6);
    EXPECT_EQ(orientation_of_jpeg(jpeg_of({app1("other", {}), app1(name, exif(6))})), 6);
    EXPECT_EQ(orientation_of_jpeg(jpeg_of({app1(name, exif(6)), app1(name, exif(3))})), 6);
    EXPECT_EQ(orientation_of_jpeg(jpeg_of({app1(name, exif(6), 0xE2)})), 1);
    EXPECT_EQ(orientation_of_jpeg(jpeg_of({{0xFF, 0xDA, 0, 2}, app1(name, exif(6))})), 1);
    EXPECT_EQ(orientation_of_jpeg(jpeg_of({{7, 0xE0, 0, 2}, app1(name, exif(6))})), 1);
    EXPECT_EQ(orientation_of_jpeg(jpeg_of({})), 1);
}

TEST(Orientation, IsMirroredInFourOfEight) {
    for (const int mirrored : {2, 4, 5, 7}) {
        EXPECT_TRUE(is_mirrored(mirrored));
    }
    for (const int turned : {1, 3, 6, 8, 0, 9}) {
        EXPECT_FALSE(is_mirrored(turned));
    }
}

TEST(Upright, PutsTheFirstPixelWhereItBelongs) {
    // Of three pixels by two; TIFF 6.0 says where the first row and the first column lie.
    const auto first_at = [](int orientation) {
        PixPtr pix = drawn::white_page(3, 2, 8);
        pixSetPixel(pix.get(), 0, 0, 7);
        pix = upright(std::move(pix), orientation);
        for (int y = 0; y < pixGetHeight(pix.get()); ++y) {
            for (int x = 0; x < pixGetWidth(pix.get()); ++x) {
                l_uint32 value = 0;
                pixGetPixel(pix.get(), x, y, &value);
                if (value == 7) {
                    return std::pair(x, y);
                }
            }
        }
        return std::pair(-1, -1);
    };
    EXPECT_EQ(first_at(1), std::pair(0, 0));
    EXPECT_EQ(first_at(2), std::pair(2, 0));
    EXPECT_EQ(first_at(3), std::pair(2, 1));
    EXPECT_EQ(first_at(4), std::pair(0, 1));
    EXPECT_EQ(first_at(5), std::pair(0, 0));
    EXPECT_EQ(first_at(6), std::pair(1, 0));
    EXPECT_EQ(first_at(7), std::pair(1, 2));
    EXPECT_EQ(first_at(8), std::pair(0, 2));
}

std::string size_trouble(std::uint64_t width, std::uint64_t height) {
    try {
        check_page_size(width, height, 3);
    } catch (const Error& error) {
        return std::string(error.reason());
    }
    return "";
}

TEST(PageSize, IsWithinItsLimits) {
    constexpr auto side = static_cast<std::uint64_t>(limits::page_side_px);
    constexpr auto least = static_cast<std::uint64_t>(limits::page_side_min_px);
    constexpr auto most = static_cast<std::uint64_t>(limits::page_pixels);
    EXPECT_EQ(size_trouble(side, least), "");
    EXPECT_EQ(size_trouble(side + 1, least), "image_too_large");
    EXPECT_EQ(size_trouble(least, side), "");
    EXPECT_EQ(size_trouble(least, side + 1), "image_too_large");
    EXPECT_EQ(size_trouble(least, least), "");
    EXPECT_EQ(size_trouble(least - 1, least), "image_empty");
    EXPECT_EQ(size_trouble(least, least - 1), "image_empty");
    EXPECT_EQ(size_trouble(10'000, most / 10'000), "");
    EXPECT_EQ(size_trouble(10'000, most / 10'000 + 1), "image_too_large");
}

TEST(PlainPix, HasOneEightOrThirtyTwoBits) {
    const auto depth = [](int of) {
        const PixPtr plain = plain_pix(PixPtr(pixCreate(100, 100, of)), 1);
        EXPECT_EQ(pixGetColormap(plain.get()), nullptr);
        return pixGetDepth(plain.get());
    };
    EXPECT_EQ(depth(1), 1);
    EXPECT_EQ(depth(2), 8);
    EXPECT_EQ(depth(4), 8);
    EXPECT_EQ(depth(8), 8);
    EXPECT_EQ(depth(16), 8);
    EXPECT_EQ(depth(32), 32);
    EXPECT_THROW((void)plain_pix(nullptr, 1), Error);
    EXPECT_EQ(place_of(7), "page 7");
    EXPECT_EQ(big_endian(Bytes{1, 2, 3, 4}, 1, 2), 0x0203U);
}

std::string chunk(const std::string& name, const std::string& data) {
    std::string length;
    for (int i = 0; i < 4; ++i) {
        length += static_cast<char>(data.size() >> (8 * i) & 255U);
    }
    return name + length + data + std::string(data.size() % 2, '\0');
}

/// Where the ink of the upper left corner lies in a WebP with these chunks behind its pixels.
std::pair<bool, bool> is_right_or_low(const std::string& chunks) {
    PixPtr page = drawn::white_page(100, 60, 32);
    drawn::ink(*page, 0, 0, 20, 20);
    Bytes bytes = drawn::file_of(*page, IFF_WEBP, 150);
    bytes.insert(bytes.end(), chunks.begin(), chunks.end());
    const auto length = static_cast<std::uint32_t>(bytes.size() - 8);
    for (unsigned i = 0; i < 4; ++i) {
        bytes[4 + i] = static_cast<std::uint8_t>(length >> (8 * i));
    }
    const PixPtr seen = decode_webp(bytes, 1);
    const auto is_dark = [&](int x, int y) {
        l_int32 red = 0, green = 0, blue = 0;
        pixGetRGBPixel(seen.get(), x, y, &red, &green, &blue);
        return green < 128;
    };
    return {is_dark(pixGetWidth(seen.get()) - 10, 10) || is_dark(pixGetWidth(seen.get()) - 10, 50),
            is_dark(10, pixGetHeight(seen.get()) - 10) ||
                is_dark(pixGetWidth(seen.get()) - 10, pixGetHeight(seen.get()) - 10)};
}

TEST(WebpOrientation, IsWhatItsExifSays) {
    const auto said = [](int orientation) {
        return chunk("EXIF", std::string(text_of(exif(orientation))));
    };
    EXPECT_EQ(is_right_or_low(""), std::pair(false, false));
    EXPECT_EQ(is_right_or_low(said(2)), std::pair(true, false));
    EXPECT_EQ(is_right_or_low(said(3)), std::pair(true, true));
    EXPECT_EQ(is_right_or_low(said(4)), std::pair(false, true));
    const std::string prefix("Exif\0\0", 6);
    EXPECT_EQ(is_right_or_low(chunk("EXIF", prefix + std::string(text_of(exif(3))))),
              std::pair(true, true));
    // Behind chunks of any length, odd ones too, whose bytes may be anything.
    for (const std::size_t before : {1U, 2U, 255U, 256U, 66051U}) {
        EXPECT_EQ(is_right_or_low(chunk("JUNK", std::string(before, 'E')) + said(3)),
                  std::pair(true, true))
            << before;
    }
}

TEST(JpegResolution, IsOfInchesOrCentimetres) {
    // Other segments may stand before it, a long one too.
    const auto dpi = [](int unit, int density, std::size_t before = 0) {
        PixPtr page = drawn::white_page(100, 60, 8);
        Bytes bytes = drawn::file_of(*page, IFF_JFIF_JPEG, 150);
        EXPECT_EQ(text_of(bytes).substr(6, 4), "JFIF");
        bytes[13] = static_cast<std::uint8_t>(unit);
        for (const std::size_t at : {14U, 16U}) {
            bytes[at] = static_cast<std::uint8_t>(density / 256);
            bytes[at + 1] = static_cast<std::uint8_t>(density % 256);
        }
        if (before > 0) {
            Bytes comment = {0xFF, 0xFE, static_cast<std::uint8_t>(before / 256),
                             static_cast<std::uint8_t>(before % 256)};
            comment.resize(2 + before, 'c');
            bytes.insert(bytes.begin() + 2, comment.begin(), comment.end());
        }
        const int dots = pixGetXRes(decode_jpeg(bytes, 1).get());
        EXPECT_EQ(pixGetXRes(decode_any_jpeg(bytes).pix.get()), dots);
        return dots;
    };
    EXPECT_EQ(dpi(1, 300, 2), 300);
    EXPECT_EQ(dpi(1, 300, 3), 300);
    EXPECT_EQ(dpi(1, 300, 1000), 300);
    EXPECT_EQ(dpi(1, 300, 0xDA10), 300) << "its length looks like the mark of a scan";
    EXPECT_EQ(dpi(1, 300), 300);
    EXPECT_EQ(dpi(2, 118), 300);
    EXPECT_EQ(dpi(0, 300), 0);
    EXPECT_EQ(dpi(3, 300), 0);
}

}  // namespace
}  // namespace indgang::ocr
