// SPDX-License-Identifier: MPL-2.0
// What the piles of a segment say of each other when it ends.
#include <gtest/gtest.h>

#include "tests/pipeline/segment/drawn_pages.h"

namespace indgang::segment {
namespace {

using drawn::findings;
using drawn::Findings;
using drawn::other;
using drawn::page;
using drawn::pile;
using record::PageKind;

const drawn::Of two{"f", 2}, of_a{"f", 2, "a"};

/// The findings of each pile of a segment.
std::vector<Findings> judged(std::vector<Pile> piles, SegmentStart start = SegmentStart::batch) {
    judge_segment(piles, start);
    std::vector<Findings> all;
    for (const Pile& each : piles) {
        all.push_back(findings(each));
    }
    return all;
}
std::vector<Pile> list(Pile a) {
    std::vector<Pile> piles;
    piles.push_back(std::move(a));
    return piles;
}
std::vector<Pile> list(Pile a, Pile b) {
    std::vector<Pile> piles = list(std::move(a));
    piles.push_back(std::move(b));
    return piles;
}

using All = std::vector<Findings>;
const Findings none;

TEST(SegmentFindings, SayNothingOfWholePiles) {
    EXPECT_EQ(judged(list(pile({page(1, 1, two), page(2, 2, two)}),
                          pile({page(3, 1, two), page(4, 2, two)}))),
              (All{none, none}));
}

TEST(SegmentFindings, NameEachPageThatIsMissing) {
    auto piles = list(pile({page(1, 2, {"f", 4})}));
    EXPECT_EQ(
        judged(std::move(piles)),
        (All{Findings{"missing_page:error@1", "missing_page:error@1", "missing_page:error@1"}}));
    piles = list(pile({page(1, 1, two), other(2, PageKind::blank)}));
    judge_segment(piles, SegmentStart::batch);
    ASSERT_EQ(findings(piles[0]), Findings{"missing_page:error@2"});
    EXPECT_EQ(piles[0].findings[0].evidence.at("page_of_form"), "2");
    EXPECT_EQ(piles[0].findings[0].evidence.at("pages_of_form"), "2");
}

TEST(SegmentFindings, DoubtAllOfASegmentInDisorder) {
    auto piles = list(pile({page(1, 1, two)}), pile({page(2, 1, two), page(3, 2, two)}));
    judge_segment(piles, SegmentStart::batch);
    EXPECT_EQ(findings(piles[0]), (Findings{"missing_page:error@1", "segment_in_disorder:doubt"}));
    EXPECT_EQ(findings(piles[1]),
              (Findings{"page_of_either:doubt@3", "segment_in_disorder:doubt"}));
    EXPECT_EQ(piles[1].findings[1].evidence.at("disorder"), "missing_page");
    EXPECT_EQ(piles[1].findings[1].evidence.at("disorder_page_in_batch"), "1");
}

TEST(SegmentFindings, DoubtNoPileThatIsProvenByItsSet) {
    const auto all =
        judged(list(pile({page(1, 1, two)}), pile({page(2, 1, of_a), page(3, 2, of_a)})));
    EXPECT_EQ(all[1], none);
    EXPECT_EQ(all[0].back(), "segment_in_disorder:doubt");
}

TEST(SegmentFindings, SeeDisorderInDoubtsAboutPagesOnly) {
    const auto with = [](const char* rule, record::Severity severity) {
        Pile first = pile({page(1, 1, {"f", 1})});
        first.findings.push_back(page_finding(rule, severity, 1));
        return judged(list(std::move(first), pile({page(2, 1, {"g", 1})})))[1];
    };
    for (const char* rule : {"missing_page", "doubled_page", "page_order", "page_of_either"}) {
        EXPECT_EQ(with(rule, record::Severity::doubt), Findings{"segment_in_disorder:doubt"});
        EXPECT_EQ(with(rule, record::Severity::remark), none) << rule;
    }
    EXPECT_EQ(with("pages_differ", record::Severity::doubt), none);
}

TEST(SegmentFindings, DoubtTwoPilesOfOneSetThatRestOnIt) {
    const auto gathered = [](int place) {
        Pile made = pile({page(place, 1, of_a), page(place + 1, 2, of_a)});
        made.is_gathered = true;
        return made;
    };
    EXPECT_EQ(judged(list(gathered(1))), All{none});
    EXPECT_EQ(judged(list(gathered(1), gathered(3))),
              (All{Findings{"doubled_set:doubt@1"}, Findings{"doubled_set:doubt@3"}}));
    Pile plain = pile({page(1, 1, of_a), page(2, 2, of_a)});
    EXPECT_EQ(judged(list(std::move(plain), gathered(3)))[0], none);
}

TEST(SegmentFindings, DoubtThePageThatThePileBeforeLacks) {
    const auto second = [](const drawn::Of& before, const drawn::Of& own) {
        return judged(
            list(pile({page(1, 1, before)}), pile({page(2, 1, own), page(3, 2, own)})))[1];
    };
    EXPECT_EQ(second(two, two)[0], "page_of_either:doubt@3");
    EXPECT_EQ(second({"g", 2}, two), Findings{"segment_in_disorder:doubt"});
    EXPECT_EQ(second(two, of_a), none);
    // Nothing is lacking that the second one has.
    EXPECT_EQ(judged(list(pile({page(1, 1, two), page(2, 2, two)}),
                          pile({page(3, 1, two), page(4, 2, two)})))[1],
              none);
    EXPECT_EQ(judged(list(pile({other(1)}), pile({page(2, 1, two), page(3, 2, two)})))[1], none);
}

TEST(SegmentFindings, TakeAForeignPageBehindASeparatorForAnAttachment) {
    const auto of = [](PageKind kind, SegmentStart start) {
        return judged(list(pile({page(1, 1, {"f", 1}), other(2, kind)})), start)[0];
    };
    EXPECT_EQ(of(PageKind::attachment, SegmentStart::separator), Findings{"attachment:remark@2"});
    EXPECT_EQ(of(PageKind::attachment, SegmentStart::batch), Findings{"foreign_page:doubt@2"});
    EXPECT_EQ(of(PageKind::unreadable, SegmentStart::separator),
              Findings{"unreadable_page:doubt@2"});
    EXPECT_EQ(of(PageKind::blank, SegmentStart::batch), none);
    // Not beside another pile, nor where there is no form.
    EXPECT_EQ(judged(list(pile({page(1, 1, {"f", 1}), other(2)}), pile({page(3, 1, {"g", 1})})),
                     SegmentStart::separator)[0],
              Findings{"foreign_page:doubt@2"});
    EXPECT_EQ(judged(list(pile({other(1)})), SegmentStart::separator)[0],
              Findings{"foreign_page:doubt@1"});
    auto piles = list(pile({page(1, 1, {"f", 1}), other(2)}));
    piles[0].pages[1].reading.trouble = "no_registration";
    judge_segment(piles, SegmentStart::batch);
    EXPECT_EQ(piles[0].findings[0].evidence.at("reason"), "no_registration");
}

/// What the second page differs in from the first, each as `change` leaves it.
template <class Change>
std::string differs(Change change, const drawn::Of& of = two) {
    auto piles = list(pile({page(1, 1, of), page(2, 2, of)}));
    change(piles[0].pages[0], piles[0].pages[1]);
    judge_segment(piles, SegmentStart::batch);
    return piles[0].findings.empty() ? "" : piles[0].findings[0].evidence.at("differs_in");
}

TEST(DifferingPages, HaveAnotherResolutionByMoreThanATwentieth) {
    const auto at = [](double dpi) {
        return differs([&](StoredReading& a, StoredReading& b) {
            // As large on paper.
            b.reading.dpi = dpi;
            b.reading.width_px = static_cast<int>(a.reading.width_px * dpi / a.reading.dpi);
            b.reading.height_px = static_cast<int>(a.reading.height_px * dpi / a.reading.dpi);
        });
    };
    EXPECT_EQ(at(254), "");
    EXPECT_EQ(at(242), "");
    EXPECT_EQ(at(241), "dpi");
    EXPECT_EQ(at(267), "");
    EXPECT_EQ(at(268), "dpi");
    EXPECT_EQ(at(0), "") << "nobody knows";
}

TEST(DifferingPages, AreOfAnotherSizeByMoreThanTwoCentimetres) {
    const auto by = [](int width, int height, Half half = Half::whole) {
        return differs([&](StoredReading&, StoredReading& b) {
            b.reading.width_px += width;
            b.reading.height_px += height;
            b.reading.page.half = half;
        });
    };
    EXPECT_EQ(by(199, 199), "");
    EXPECT_EQ(by(-199, -199), "");
    EXPECT_EQ(by(201, 0), "size");
    EXPECT_EQ(by(-201, 0), "size");
    EXPECT_EQ(by(0, 201), "size");
    EXPECT_EQ(by(0, -201), "size");
    EXPECT_EQ(by(0, -201, Half::left), "") << "a half has no size of its own";
}

TEST(DifferingPages, AreOfAnotherDepth) {
    EXPECT_EQ(differs([](StoredReading&, StoredReading& b) { b.media_type = "image/jpeg"; }),
              "depth");
    EXPECT_EQ(differs([](StoredReading& a, StoredReading&) { a.media_type = "image/png"; }),
              "depth");
    EXPECT_EQ(differs([](StoredReading& a, StoredReading& b) {
                  a.media_type = "image/png";
                  b.media_type = "image/jpeg";
              }),
              "");
    EXPECT_EQ(differs([](StoredReading&, StoredReading& b) { b.media_type.clear(); }), "");
}

TEST(DifferingPages, AreNoPhotos) {
    EXPECT_EQ(differs([](StoredReading&, StoredReading& b) {
                  b.reading.match->by += "+straightened";
                  b.media_type = "image/jpeg";
              }),
              "");
}

TEST(DifferingPages, AreOfOneApplicationThatIsProvenByItsSet) {
    EXPECT_EQ(differs([](StoredReading&, StoredReading& b) { b.media_type = "image/jpeg"; }, of_a),
              "");
}

TEST(DifferingPages, AreComparedWithTheFirstAndNamedOnce) {
    auto piles = list(pile({page(1, 1), page(2, 2), page(3, 3)}));
    piles[0].pages[1].media_type = piles[0].pages[2].media_type = "image/jpeg";
    judge_segment(piles, SegmentStart::batch);
    EXPECT_EQ(findings(piles[0]), Findings{"pages_differ:doubt@2"});
}

}  // namespace
}  // namespace indgang::segment
