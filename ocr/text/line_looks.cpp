// SPDX-License-Identifier: MPL-2.0
// One network sees the same line differently when it is shown a little smaller or softer, where the
// scan is bad, and the same where it is good: that two looks agree says more than the network's own
// confidence, and what most looks see is right more often than what the first one saw. A network
// trained on other languages is the most independent witness. Where a look's network does not have
// a letter, its look neither agrees nor contradicts fully: the Danish one can only see "Muller"
// where "Müller" stands, and counts half for either. What the ink shows over the letters decides
// then (letter_marks.cpp).
#include "ocr/text/line_looks.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "ocr/text/text_characters.h"
#include "ocr/text/text_limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

PixPtr owned(PIX* pix) {
    if (pix == nullptr) {
        throw Error(Reason::page_too_large, "read: no memory for a line");
    }
    return PixPtr(pix);
}

/// A blank between words and lines is no letter.
bool is_unknown_to(const LineEngine& engine, std::string_view character) {
    return character != " " && character != "\n" && !engine.knows(character);
}

}  // namespace

PixPtr line_picture(const WriterInk& ink, const BoxPx& extent, View view) {
    const int padding = static_cast<int>(limits::padding_mm * ink_px_per_mm);
    const PixPtr pix = owned(pixCreate(extent.width + 2 * padding, extent.height + 2 * padding, 8));
    pixSetAll(pix.get());
    for (int y = 0; y < extent.height; ++y) {
        l_uint32* row =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y + padding) * pixGetWpl(pix.get());
        for (int x = 0; x < extent.width; ++x) {
            SET_DATA_BYTE(row, x + padding, ink.patch.at(extent.x + x, extent.y + y));
        }
    }
    const double px_per_mm =
        view == View::small ? limits::small_px_per_mm : limits::plain_px_per_mm;
    const auto scale = static_cast<float>(px_per_mm / ink_px_per_mm);
    PixPtr scaled = owned(pixScaleGeneral(pix.get(), scale, scale, 0, 0));
    return view == View::soft ? owned(pixBlockconv(scaled.get(), 1, 1)) : std::move(scaled);
}

int disagreements_of(const LineLook& look, const std::string& text) {
    return disagreements(text, look.tidied.text, [&](std::string_view character) {
        return look.engine != nullptr && is_unknown_to(*look.engine, character);
    });
}

int unknown_letters(const LineEngine& engine, const std::string& text) {
    const auto all = characters_of(text);
    return static_cast<int>(std::count_if(
        all.begin(), all.end(), [&](std::string_view c) { return is_unknown_to(engine, c); }));
}

std::vector<VotedText> vote(const std::vector<LineLook>& looks, const LineMarks& marks) {
    std::vector<VotedText> texts;
    const auto confidence_of = [&](std::size_t i) {
        return std::max(0.0, looks[i].seen.worst_word);
    };
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const std::string& text = looks[i].tidied.text;
        const bool is_known = std::any_of(texts.begin(), texts.end(),
                                          [&](const auto& each) { return each.text == text; });
        if (!text.empty() && !is_known) {
            const MarkBalance balance = balance_of(marks, text);
            texts.push_back(
                {text, i, -limits::mark_vote * (balance.unexplained + balance.missing)});
        }
    }
    for (VotedText& text : texts) {
        for (std::size_t i = 0; i < looks.size(); ++i) {
            if (looks[i].tidied.text.empty() || disagreements_of(looks[i], text.text) > 0) {
                continue;
            }
            const bool is_same = looks[i].tidied.text == text.text;
            const double vote = (looks[i].is_of_witness ? limits::witness_vote : limits::own_vote) +
                                limits::vote_per_confidence * confidence_of(i);
            text.votes += is_same ? vote : limits::unknowing_share * vote;
            if (is_same && confidence_of(i) > confidence_of(text.surest)) {
                text.surest = i;
            }
        }
    }
    std::stable_sort(texts.begin(), texts.end(),
                     [](const VotedText& a, const VotedText& b) { return a.votes > b.votes; });
    return texts;
}

}  // namespace indgang::ocr
