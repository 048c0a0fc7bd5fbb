// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/server.h"
#include "tests/adapters/casequeue/casequeue_fixture.h"

namespace indgang::casequeue {
namespace {

using HttpCaseQueue = CaseQueueTest;

TEST_F(HttpCaseQueue, SubmissionBecomesACase) {
    const auto receipt = submit(submission("k1"));
    EXPECT_FALSE(receipt.case_number.empty());
    EXPECT_FALSE(receipt.was_known);
    EXPECT_EQ(get("/cases/" + receipt.case_number)["application"]["content"], "a");
}

TEST_F(HttpCaseQueue, SendingTwiceGivesTheSameCase) {
    const auto one = submit(submission("k1"));
    const auto two = submit(submission("k1"));
    EXPECT_TRUE(two.was_known);
    EXPECT_EQ(one.case_number, two.case_number);
    EXPECT_EQ(get("/ledger")["cases"], 1);
}

TEST_F(HttpCaseQueue, DocumentsGoBeforeTheCaseAndOnlyOnce) {
    const auto page = document("page");
    (void)submit(submission("k1", "a", {page}));
    EXPECT_EQ(blobs_read, 1);
    (void)submit(submission("k2", "b", {page}));
    EXPECT_EQ(blobs_read, 1);
    EXPECT_EQ(get("/cases")["cases"][0]["documents"][0], page.digest.hex());
}

TEST_F(HttpCaseQueue, MissingBlobSendsNoCase) {
    const Document lost{Digest::of(view_of("lost")), "image/tiff", "page-1.tif"};
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1", "a", {lost})); }), "not_found");
    EXPECT_EQ(get("/ledger")["cases"], 0);
}

TEST_F(HttpCaseQueue, KeyWithOtherBytesIsRefused) {
    (void)submit(submission("k1", "a"));
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1", "b")); }), "refused");
}

TEST_F(HttpCaseQueue, BodyThatIsNoCaseIsRefused) {
    EXPECT_EQ(trouble_of([&] { (void)submit({"k1", "{}", {}}); }), "refused");
}

TEST_F(HttpCaseQueue, ServerBusyIsUnavailable) {
    simulator->set_faults({.refuse = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
    EXPECT_EQ(get("/ledger")["cases"], 0);
}

TEST_F(HttpCaseQueue, StalledServerIsUnavailableInTime) {
    simulator->set_faults({.stall = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
}

TEST_F(HttpCaseQueue, CutBeforeAndAfterTheCommitIsUnavailable) {
    simulator->set_faults({.cut_before = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
    EXPECT_EQ(get("/ledger")["cases"], 0);
    simulator->set_faults({.cut_after = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
    EXPECT_EQ(get("/ledger")["cases"], 1);
}

TEST_F(HttpCaseQueue, LostAnswerIsMadeGoodByTheKey) {
    for (const auto& faults : {CaseSystemSimulator::Faults{.cut_after = 1},
                               CaseSystemSimulator::Faults{.fail_after = 1}}) {
        simulator->set_faults(faults);
        EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
        simulator->set_faults({});
        EXPECT_TRUE(submit(submission("k1")).was_known);
    }
    EXPECT_EQ(get("/ledger")["cases"], 1);
}

TEST_F(HttpCaseQueue, AdditionStandsInItsCase) {
    const auto number = submit(submission("k1")).case_number;
    const auto pdf = document("pdf");
    add({"k1-copy", number, pdf});
    EXPECT_EQ(get("/cases/" + number + "/documents")["documents"],
              nlohmann::json::array({pdf.digest.hex()}));
}

TEST_F(HttpCaseQueue, AdditionSentTwiceStandsOnce) {
    const auto number = submit(submission("k1")).case_number;
    const auto pdf = document("pdf");
    add({"k1-copy", number, pdf});
    add({"k1-copy", number, pdf});
    EXPECT_EQ(get("/ledger")["additions"], 1);
    EXPECT_EQ(blobs_read, 1);
}

TEST_F(HttpCaseQueue, LostAnswerToAnAdditionIsMadeGoodByTheKey) {
    const auto number = submit(submission("k1")).case_number;
    const auto pdf = document("pdf");
    simulator->set_faults({.cut_after = 1});
    EXPECT_EQ(trouble_of([&] { add({"k1-copy", number, pdf}); }), "unavailable");  // the document
    EXPECT_EQ(trouble_of([&] { add({"k1-copy", number, pdf}); }), "unavailable");  // the addition
    simulator->set_faults({});
    add({"k1-copy", number, pdf});
    EXPECT_EQ(get("/ledger")["additions"], 1);
    EXPECT_EQ(get("/ledger")["additions_twice"], 0);
}

TEST_F(HttpCaseQueue, AdditionToNoCaseIsRefused) {
    const auto pdf = document("pdf");
    EXPECT_EQ(trouble_of([&] { add({"k1-copy", "SIM-7", pdf}); }), "refused");
}

TEST_F(HttpCaseQueue, KeyOfAnotherAdditionIsRefused) {
    const auto number = submit(submission("k1")).case_number;
    add({"k1-copy", number, document("pdf")});
    const auto other = document("other");
    EXPECT_EQ(trouble_of([&] { add({"k1-copy", number, other}); }), "refused");
}

TEST(HttpCaseQueueAnswers, CaseNumberIsEscapedInThePathOfAnAddition) {
    std::vector<std::string> asked;
    http::Server server({}, [&](const http::ServerRequest& request) {
        asked.push_back(request.method + " " + request.path);
        return http::ServerResponse{.status = 200, .body = "{}"};
    });
    const auto queue =
        http_case_queue({.base_url = "http://127.0.0.1:" + std::to_string(server.port())});
    queue->add({"k", "A/1 2?", {Digest::of(view_of("x")), "application/pdf", "a.pdf"}}, nullptr);
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_EQ(asked[1], "POST /cases/A%2F1%202%3F/documents");
}

TEST_F(HttpCaseQueue, NobodyThereIsUnavailable) {
    simulator.reset();
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
}

// A server that answers everything with one status and body.
std::string trouble_with(int status, const std::string& body) {
    http::Server server({}, [&](const http::ServerRequest&) {
        return http::ServerResponse{.status = status, .body = body};
    });
    const auto queue =
        http_case_queue({.base_url = "http://127.0.0.1:" + std::to_string(server.port())});
    try {
        return queue->submit({"k", "{}", {}}, nullptr).case_number;
    } catch (const Error& error) {
        return std::string(name_of(error.kind()));
    }
}

TEST(HttpCaseQueueAnswers, StatusDecidesWhoIsAtFault) {
    for (const int status : {408, 409, 429, 500, 502, 503, 504}) {
        EXPECT_EQ(trouble_with(status, "{}"), "unavailable") << status;
    }
    for (const int status : {400, 413, 415, 422}) {
        EXPECT_EQ(trouble_with(status, "{}"), "refused") << status;
    }
    for (const int status : {401, 403, 404, 405, 407, 410, 421}) {
        EXPECT_EQ(trouble_with(status, "{}"), "internal") << status;
    }
}

TEST(HttpCaseQueueAnswers, AnswerWithoutACaseNumberIsNoReceipt) {
    for (const auto* body : {"", "{}", "[]", "nonsense", R"({"case_number":7})",
                             R"({"case_number":""})", R"({"case_number":null})"}) {
        EXPECT_EQ(trouble_with(201, body), "unavailable") << body;
    }
    EXPECT_EQ(trouble_with(201, R"({"case_number":"S-1"})"), "S-1");
}

}  // namespace
}  // namespace indgang::casequeue
