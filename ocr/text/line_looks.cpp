// SPDX-License-Identifier: MPL-2.0
// One network sees the same line differently when it is shown a little smaller or softer, where the
// scan is bad, and the same where it is good: that two looks agree says more than the network's own
// confidence, and what most looks see is right more often than what the first one saw. A network of
// another language is the most independent witness, but it does not know all letters: where a look
// can not know a letter it neither agrees nor contradicts.
#include "ocr/text/line_looks.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "schemas/core/error.h"

namespace indgang::ocr {

namespace {

constexpr double plain_px_per_mm = 7.2;  ///< a capital of 3.3 mm is 24 px, its line 36
constexpr double small_px_per_mm = 5.8;
constexpr double padding_mm = 0.8;  ///< white around the ink; Tesseract loses edges else

PixPtr owned(PIX* pix) {
    if (pix == nullptr) {
        throw Error(ErrorKind::internal, "image_not_converted", "read: no memory for a line");
    }
    return PixPtr(pix);
}

bool is_unknown_to_english(std::string_view character) {
    return character.size() > 1;
}

bool is_unknown_to_danish(std::string_view character) {
    return character == "@";
}

bool is_known(std::string_view) {
    return false;
}

}  // namespace

PixPtr line_picture(const WriterInk& ink, const BoxPx& extent, View view) {
    const int padding = static_cast<int>(padding_mm * ink_px_per_mm);
    const PixPtr pix = owned(pixCreate(extent.width + 2 * padding, extent.height + 2 * padding, 8));
    pixSetAll(pix.get());
    for (int y = 0; y < extent.height; ++y) {
        l_uint32* row =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y + padding) * pixGetWpl(pix.get());
        for (int x = 0; x < extent.width; ++x) {
            SET_DATA_BYTE(row, x + padding, ink.patch.at(extent.x + x, extent.y + y));
        }
    }
    const double px_per_mm = view == View::small ? small_px_per_mm : plain_px_per_mm;
    const auto scale = static_cast<float>(px_per_mm / ink_px_per_mm);
    PixPtr scaled = owned(pixScaleGeneral(pix.get(), scale, scale, 0, 0));
    return view == View::soft ? owned(pixBlockconv(scaled.get(), 1, 1)) : std::move(scaled);
}

int disagreements_of(const LineLook& look, const std::string& text, ValueKind kind) {
    const auto is_unknown = !look.is_of_other_network  ? is_known
                            : kind == ValueKind::email ? is_unknown_to_danish
                                                       : is_unknown_to_english;
    return disagreements(text, look.tidied.text, is_unknown);
}

std::vector<VotedText> vote(const std::vector<LineLook>& looks, ValueKind kind) {
    // A sure look counts for more than an unsure one, but not for as much as two.
    constexpr double own_vote = 1, other_vote = 0.6, per_confidence = 1.0 / 150;
    std::vector<VotedText> texts;
    const auto confidence_of = [&](std::size_t i) {
        return std::max(0.0, looks[i].seen.worst_word);
    };
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const LineLook& look = looks[i];
        if (look.tidied.text.empty()) {
            continue;
        }
        const double votes =
            (look.is_of_other_network ? other_vote : own_vote) + per_confidence * confidence_of(i);
        bool has_agreed = false;
        for (VotedText& text : texts) {
            if (disagreements_of(look, text.text, kind) == 0) {
                text.votes += votes;
                has_agreed = true;
                if (!look.is_of_other_network && confidence_of(i) > confidence_of(text.surest)) {
                    text.surest = i;
                }
            }
        }
        const bool lacks_letters =
            look.is_of_other_network && kind == ValueKind::email &&
            std::string_view(look.tidied.text).find('@') == std::string_view::npos;
        if (!has_agreed && !lacks_letters) {
            texts.push_back({look.tidied.text, i, votes});
        }
    }
    std::stable_sort(texts.begin(), texts.end(),
                     [](const VotedText& a, const VotedText& b) { return a.votes > b.votes; });
    return texts;
}

}  // namespace indgang::ocr
