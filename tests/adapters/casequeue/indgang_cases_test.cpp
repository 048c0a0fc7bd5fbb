// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/server.h"
#include "tests/adapters/casequeue/casequeue_fixture.h"

namespace indgang::casequeue {
namespace {

using namespace std::chrono_literals;
using IndgangCases = CaseQueueTest;

std::unique_ptr<CaseQueue> queue_at(int port, std::size_t answer_bytes = 1'000) {
    return create_indgang_cases(
        {.base_url = "http://127.0.0.1:" + std::to_string(port), .answer_bytes = answer_bytes},
        [] { return UtcTime{}; });
}

std::string kind_of_trouble(CaseQueue& queue, const std::vector<Document>& documents = {}) {
    try {
        (void)queue.submit({"k", "{}", documents}, [](const Digest&) { return bytes_of("x"); });
        return "nothing";
    } catch (const Error& error) {
        return std::string(name_of(error.kind()));
    }
}

TEST_F(IndgangCases, SubmissionBecomesACase) {
    const auto receipt = submit(submission("k1"));
    EXPECT_FALSE(receipt.case_number.empty());
    EXPECT_FALSE(receipt.was_known);
    EXPECT_EQ(get("/cases/" + receipt.case_number)["application"]["content"], "a");
}

TEST_F(IndgangCases, SendingTwiceGivesTheSameCase) {
    const auto one = submit(submission("k1"));
    const auto two = submit(submission("k1"));
    EXPECT_TRUE(two.was_known);
    EXPECT_EQ(one.case_number, two.case_number);
    EXPECT_EQ(get("/ledger")["cases"], 1);
}

TEST_F(IndgangCases, DocumentsGoBeforeTheCaseAndOnlyOnce) {
    const auto page = document("page");
    (void)submit(submission("k1", "a", {page}));
    EXPECT_EQ(blobs_read, 1);
    (void)submit(submission("k2", "b", {page}));
    EXPECT_EQ(blobs_read, 1);
    EXPECT_EQ(get("/cases")["cases"][0]["documents"][0], page.digest.hex());
}

TEST_F(IndgangCases, ApplicationInXmlIsPutWithoutAsking) {
    std::vector<std::string> steps;
    http::Server server({}, [&](const http::ServerRequest& request) {
        steps.push_back(request.method);
        return http::ServerResponse{.status = 201, .body = R"({"case_number":"1"})"};
    });
    const Document xml{Digest::of(view_of("x")), "application/xml", "original.xml"};
    EXPECT_EQ(kind_of_trouble(*queue_at(server.port()), {xml}), "nothing");
    EXPECT_EQ(steps, (std::vector<std::string>{"PUT", "POST"}));
}

TEST_F(IndgangCases, MissingBlobSendsNoCase) {
    const Document lost{Digest::of(view_of("lost")), "image/tiff", "page-1.tif"};
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1", "a", {lost})); }), "not_found");
    EXPECT_EQ(get("/ledger")["cases"], 0);
}

TEST_F(IndgangCases, KeyWithOtherBytesIsRefused) {
    (void)submit(submission("k1", "a"));
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1", "b")); }), "refused");
}

TEST_F(IndgangCases, BodyThatIsNoCaseIsRefused) {
    EXPECT_EQ(trouble_of([&] { (void)submit({"k1", "{}", {}}); }), "refused");
}

TEST_F(IndgangCases, ServerBusyIsUnavailable) {
    simulator->set_faults({.refuse = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
    EXPECT_EQ(get("/ledger")["cases"], 0);
}

TEST_F(IndgangCases, StalledServerIsUnavailableInTime) {
    simulator->set_faults({.stall = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
}

TEST_F(IndgangCases, CutBeforeAndAfterTheCommitIsUnavailable) {
    simulator->set_faults({.cut_before = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
    EXPECT_EQ(get("/ledger")["cases"], 0);
    simulator->set_faults({.cut_after = 1});
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
    EXPECT_EQ(get("/ledger")["cases"], 1);
}

TEST_F(IndgangCases, LostAnswerIsMadeGoodByTheKey) {
    for (const auto& faults : {CaseSystemSimulator::Faults{.cut_after = 1},
                               CaseSystemSimulator::Faults{.fail_after = 1}}) {
        simulator->set_faults(faults);
        EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
        simulator->set_faults({});
        EXPECT_TRUE(submit(submission("k1")).was_known);
    }
    EXPECT_EQ(get("/ledger")["cases"], 1);
}

TEST_F(IndgangCases, AdditionStandsInItsCase) {
    const auto number = submit(submission("k1")).case_number;
    const auto pdf = document("pdf");
    add({"k1-copy", number, pdf});
    EXPECT_EQ(get("/cases/" + number + "/documents")["documents"],
              nlohmann::json::array({pdf.digest.hex()}));
}

TEST_F(IndgangCases, AdditionSentTwiceStandsOnce) {
    const auto number = submit(submission("k1")).case_number;
    const auto pdf = document("pdf");
    add({"k1-copy", number, pdf});
    add({"k1-copy", number, pdf});
    EXPECT_EQ(get("/ledger")["additions"], 1);
    EXPECT_EQ(blobs_read, 1);
}

TEST_F(IndgangCases, LostAnswerToAnAdditionIsMadeGoodByTheKey) {
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

TEST_F(IndgangCases, AdditionToNoCaseIsRefused) {
    const auto pdf = document("pdf");
    EXPECT_EQ(trouble_of([&] { add({"k1-copy", "SIM-7", pdf}); }), "refused");
}

TEST_F(IndgangCases, KeyOfAnotherAdditionIsRefused) {
    const auto number = submit(submission("k1")).case_number;
    add({"k1-copy", number, document("pdf")});
    const auto other = document("other");
    EXPECT_EQ(trouble_of([&] { add({"k1-copy", number, other}); }), "refused");
}

TEST(IndgangCasesAnswers, CaseNumberIsEscapedInThePathOfAnAddition) {
    std::vector<std::string> asked;
    http::Server server({}, [&](const http::ServerRequest& request) {
        asked.push_back(request.method + " " + request.path);
        return http::ServerResponse{.status = 200, .body = "{}"};
    });
    const auto queue = queue_at(server.port());
    queue->add({"k", "A/1 2?", {Digest::of(view_of("x")), "application/pdf", "a.pdf"}}, nullptr);
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_EQ(asked[1], "POST /cases/A%2F1%202%3F/documents");
}

TEST_F(IndgangCases, NobodyThereIsUnavailable) {
    simulator.reset();
    EXPECT_EQ(trouble_of([&] { (void)submit(submission("k1")); }), "unavailable");
}

// A server that answers everything with one status and body.
std::string trouble_with(int status, const std::string& body) {
    http::Server server({}, [&](const http::ServerRequest&) {
        return http::ServerResponse{.status = status, .body = body};
    });
    const auto queue = queue_at(server.port());
    try {
        return queue->submit({"k", "{}", {}}, nullptr).case_number;
    } catch (const Error& error) {
        return std::string(name_of(error.kind()));
    }
}

TEST(IndgangCasesAnswers, StatusDecidesWhoIsAtFault) {
    for (const int status : {202, 204, 408, 409, 429, 500, 502, 503, 504}) {
        EXPECT_EQ(trouble_with(status, "{}"), "unavailable") << status;
    }
    for (const int status : {400, 413, 415, 422}) {
        EXPECT_EQ(trouble_with(status, "{}"), "refused") << status;
    }
    for (const int status : {401, 403, 404, 405, 407, 410, 421}) {
        EXPECT_EQ(trouble_with(status, "{}"), "internal") << status;
    }
}

TEST(IndgangCasesAnswers, AnswerWithoutACaseNumberIsNoReceipt) {
    for (const auto* body : {"", "{}", "[]", "nonsense", R"({"case_number":7})",
                             R"({"case_number":""})", R"({"case_number":null})"}) {
        EXPECT_EQ(trouble_with(201, body), "unavailable") << body;
    }
    EXPECT_EQ(trouble_with(201, R"({"case_number":"S-1"})"), "S-1");
}

TEST(IndgangCasesAnswers, AnswerThatIsTooLargeSaysNothingOfTheCase) {
    http::Server server({}, [&](const http::ServerRequest&) {
        return http::ServerResponse{.status = 201, .body = std::string(2'000, ' ')};
    });
    const auto queue = queue_at(server.port());
    EXPECT_EQ(kind_of_trouble(*queue), "unavailable");
}

/// A case system whose first answer to a case is damaged on the way.
TEST_F(IndgangCases, GarbledAnswerIsLookedUpUnderTheKeyAndLeadsToOneCase) {
    int garbled = 0;
    http::Server server({}, [&](const http::ServerRequest& request) {
        http::Request passed;
        passed.path = request.path;
        passed.headers["Idempotency-Key"] = request.headers.at("idempotency-key");
        passed.body = request.body;
        const auto answer = client->send(passed);
        const bool is_first = ++garbled == 1;
        return http::ServerResponse{.status = answer.status,
                                    .body = is_first ? "\x01<html>" : answer.body};
    });
    const auto through = queue_at(server.port());
    EXPECT_EQ(trouble_of([&] { (void)through->submit(submission("k1"), nullptr); }), "unavailable");
    const auto receipt = through->submit(submission("k1"), nullptr);
    EXPECT_TRUE(receipt.was_known);
    EXPECT_EQ(get("/ledger")["cases"], 1);
    EXPECT_EQ(get("/cases")["cases"][0]["case_number"], receipt.case_number);
}

/// What the receiver asks for after it was given one document, answering `status` at `step`.
std::optional<std::chrono::milliseconds> wait_after(const std::string& step, int status) {
    http::Server server({}, [&](const http::ServerRequest& request) {
        http::ServerResponse response{.status = request.method == step     ? status
                                                : request.method == "HEAD" ? 404
                                                                           : 201};
        response.headers["Retry-After"] = "7";
        return response;
    });
    const auto queue = queue_at(server.port());
    const Document page{Digest::of(view_of("x")), "image/tiff", "page-1.tif"};
    EXPECT_NE(kind_of_trouble(*queue, {page}), "nothing");
    return queue->asked_to_wait();
}

TEST(IndgangCasesAnswers, ReceiverThatIsBusySaysHowLongAtEachStep) {
    for (const char* step : {"HEAD", "PUT", "POST"}) {
        EXPECT_EQ(wait_after(step, 429), 7s) << step;
        EXPECT_EQ(wait_after(step, 503), 7s) << step;
        EXPECT_EQ(wait_after(step, 500), std::nullopt) << step;
    }
}

TEST(IndgangCasesAnswers, WhatWasAskedOnceIsNotAskedForEver) {
    int status = 503;
    http::Server server({}, [&](const http::ServerRequest&) {
        http::ServerResponse response{.status = status};
        response.headers["Retry-After"] = "7";
        return response;
    });
    const auto queue = queue_at(server.port());
    EXPECT_EQ(kind_of_trouble(*queue), "unavailable");
    EXPECT_EQ(queue->asked_to_wait(), 7s);
    status = 500;
    EXPECT_EQ(kind_of_trouble(*queue), "unavailable");
    EXPECT_EQ(queue->asked_to_wait(), std::nullopt);
}

}  // namespace
}  // namespace indgang::casequeue
