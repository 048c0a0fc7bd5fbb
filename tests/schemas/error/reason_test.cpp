// SPDX-License-Identifier: MPL-2.0
#include "schemas/error/reason.h"

#include <gtest/gtest.h>

#include "schemas/error/error.h"

namespace indgang {
namespace {

TEST(Reason, IsFoundByItsCode) {
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            EXPECT_EQ(reason_of(row.code), row.reason) << row.code;
            EXPECT_EQ(code_of(row.reason), row.code);
        }
    }
}

TEST(Reason, SaysWhatItMeansAndWhatToDoInOneSentenceEach) {
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            for (const std::string_view said : {row.means, row.next}) {
                EXPECT_TRUE(said.ends_with('.')) << row.code;
                EXPECT_EQ(said.find('|'), std::string_view::npos) << row.code;
            }
        }
    }
}

TEST(Reason, IsNoneForACodeThatIsUnknown) {
    EXPECT_EQ(reason_of(""), std::nullopt);
    EXPECT_EQ(reason_of("image_truncate"), std::nullopt);
    EXPECT_EQ(reason_of("image_truncated_"), std::nullopt);
    EXPECT_EQ(reason_of("casequeue_http_40"), std::nullopt);
    EXPECT_EQ(reason_of("casequeue_http_40x"), std::nullopt);
}

TEST(Reason, OfAFamilyHasTheNumberInItsCode) {
    EXPECT_EQ(code_of(Reason::casequeue_http_nnn, 403), "casequeue_http_403");
    EXPECT_EQ(code_of(Reason::casequeue_http_5nn, 503), "casequeue_http_503");
    EXPECT_EQ(code_of(Reason::casequeue_http_nnn, 99), "casequeue_http_NNN");
}

TEST(Reason, TheNarrowestOfAFamilyIsFound) {
    EXPECT_EQ(reason_of("casequeue_http_422"), Reason::casequeue_http_422);
    EXPECT_EQ(reason_of("casequeue_http_503"), Reason::casequeue_http_5nn);
    EXPECT_EQ(reason_of("casequeue_http_403"), Reason::casequeue_http_nnn);
}

TEST(Error, HasTheKindOfItsReason) {
    const Error error(Reason::disk_full, "blobs: no room", "page 3");
    EXPECT_EQ(error.kind(), ErrorKind::internal);
    EXPECT_EQ(error.why(), Reason::disk_full);
    EXPECT_EQ(error.reason(), "disk_full");
    EXPECT_EQ(error.place(), "page 3");
}

TEST(Error, OfAFamilyHasTheNumberInItsReason) {
    const Error error(Reason::casequeue_http_5nn, 502, "casequeue: a case was answered 502");
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    EXPECT_EQ(error.reason(), "casequeue_http_502");
}

TEST(Error, IsToldOfAPlaceThatIsKnownLater) {
    const Error error = Error(Reason::pdf_broken, "pdf: the structure is damaged").at("page 2");
    EXPECT_EQ(error.why(), Reason::pdf_broken);
    EXPECT_STREQ(error.what(), "pdf: the structure is damaged");
    EXPECT_EQ(error.place(), "page 2");
}

TEST(ErrorDeathTest, IsNoneForAReasonOfStatesAlone) {
    EXPECT_DEATH(throw Error(Reason::poison, "no error has this reason"), "");
}

}  // namespace
}  // namespace indgang
