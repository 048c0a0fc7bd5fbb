// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/worker_protocol.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::worker {
namespace {

const Digest digest = Digest::of(bytes_of("a scan"));

/// The reason of the Error that `decode` throws, or nothing.
std::string reason_of(const std::function<void()>& decode) {
    try {
        decode();
        return "";
    } catch (const Error& error) {
        return error.reason();
    }
}

PageResult page(int number, const Bytes& image) {
    record::PageReading reading;
    reading.page = number;
    auto json = record::to_json(reading);
    return {std::move(reading), std::move(json), image, "image/png"};
}

TEST(WorkerProtocol, RequestsArriveAsTheyWereMade) {
    const auto back = [](const WorkerRequest& request) { return decode_request(encode(request)); };
    EXPECT_TRUE(std::holds_alternative<HelloRequest>(back(HelloRequest{})));
    EXPECT_TRUE(std::holds_alternative<CheckRequest>(back(CheckRequest{})));
    const auto look = std::get<LookRequest>(back(LookRequest{{"a/b", std::nullopt}}));
    EXPECT_EQ(look.file.path, "a/b");
    EXPECT_FALSE(look.file.digest);
    const auto read = std::get<PageRequest>(back(PageRequest{{"a", digest}, 7}));
    EXPECT_EQ(read.file.digest, digest);
    EXPECT_EQ(read.page, 7);
    const auto cells = std::get<CellsRequest>(back(CellsRequest{{"a", digest}, {3, Half::left}}));
    EXPECT_EQ(format_page_place(cells.page), "3-left");
    const auto at = *parse_utc("2026-11-29T10:00:00.000Z");
    const auto xml = std::get<DocumentsRequest>(
        back(DocumentsRequest{{{"a", digest, at, {}}, {"", digest, at, bytes_of("<b/>")}}}));
    ASSERT_EQ(xml.work.size(), 2U);
    EXPECT_EQ(xml.work[0].path, "a");
    EXPECT_FALSE(xml.work[0].bytes);
    EXPECT_EQ(xml.work[1].bytes, bytes_of("<b/>"));
    EXPECT_EQ(xml.work[1].received_at, at);
}

/// People's files have names from before UTF-8.
TEST(WorkerProtocol, APathArrivesWithEachOfItsBytes) {
    const std::string latin_1 = "sk\xE6rm/bl\xE5.tif";
    const auto look = decode_request(encode(LookRequest{{latin_1, std::nullopt}}));
    EXPECT_EQ(std::get<LookRequest>(look).file.path.native(), latin_1);
}

TEST(WorkerProtocol, AnUnknownRequestIsADefectOfOurs) {
    EXPECT_EQ(reason_of([] { (void)decode_request({R"({"do":"dance"})", {}}); }), "worker_request");
    EXPECT_EQ(reason_of([] { (void)decode_request({R"({"do":7})", {}}); }), "worker_request");
    EXPECT_EQ(reason_of([] { (void)decode_request({"no JSON", {}}); }), "worker_request");
}

TEST(WorkerProtocol, PagesArriveWithTheirImages) {
    const std::vector<PageResult> pages{page(2, {1, 2, 3}), page(2, {4})};
    const auto back = decode_pages(encode(pages), 2);
    ASSERT_EQ(back.size(), 2U);
    EXPECT_EQ(back[0].json, pages[0].json);
    EXPECT_EQ(back[0].image, pages[0].image);
    EXPECT_EQ(back[1].image, pages[1].image);
    EXPECT_EQ(back[1].media_type, "image/png");
}

TEST(WorkerProtocol, AnErrorArrivesWithItsKind) {
    const Error sent(Reason::page_too_large, "no memory", "page 3");
    try {
        (void)decode_facts(encode(sent));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::limit);
        EXPECT_EQ(error.reason(), "page_too_large");
        EXPECT_EQ(error.place(), "page 3");
    }
}

TEST(WorkerProtocol, CombsAndRecordsArriveInTheirOrder) {
    CombCells comb{"cpr", std::vector<ocr::CleanCell>(2)};
    comb.cells[1].has_ink = true;
    comb.cells[1].tile.pixels[5] = 99;
    const auto combs = decode_combs(encode(std::vector<CombCells>{comb}));
    ASSERT_EQ(combs.size(), 1U);
    EXPECT_FALSE(combs[0].cells.at(0).has_ink);
    EXPECT_EQ(combs[0].cells.at(1).tile, comb.cells[1].tile);
    const std::vector<DocumentResult> results{DocumentRecord{"boligstoette", "1", "{}"},
                                              Error(Reason::xml_malformed, "cut off", "line 3"),
                                              DocumentRecord{"sp501", "1", "[1]"}};
    const auto back = decode_results(encode(results), 3);
    EXPECT_EQ(std::get<DocumentRecord>(back.at(2)).record, "[1]");
    EXPECT_EQ(std::get<Error>(back.at(1)).reason(), "xml_malformed");
}

/// A worker has parsed bytes from outside: whatever it answers, the program lives on.
TEST(WorkerProtocol, WhatIsNoAnswerIsADeadWorker) {
    const char* const headers[] = {"",
                                   "no JSON",
                                   "7",
                                   "[]",
                                   "{}",
                                   R"({"pages":7})",
                                   R"({"pages":[]})",
                                   R"({"pages":[{}]})",
                                   R"({"pages":[{"reading":"no JSON","media_type":"","size":0}]})",
                                   R"({"pages":[{"reading":"{}","media_type":"","size":-1}]})",
                                   R"({"type":"tiff","pages":"many"})",
                                   R"({"type":"tiff","pages":-3})",
                                   R"({"done":"perhaps"})",
                                   R"({"done":false})",
                                   R"({"combs":[{"field":"cpr","has_ink":[true]}]})",
                                   R"({"results":[{"form":"a","version":"1","size":9}]})",
                                   R"({"results":[]})",
                                   R"({"error":"yes"})",
                                   R"({"error":{"reason":7}})",
                                   R"({"error":{"reason":"no_code","message":"","place":""}})",
                                   R"({"error":{"reason":"poison","message":"","place":""}})"};
    for (const char* header : headers) {
        const Message answer{header, {}};
        EXPECT_EQ(reason_of([&] { (void)decode_pages(answer, 1); }), "worker_died") << header;
        EXPECT_EQ(reason_of([&] { (void)decode_facts(answer); }), "worker_died") << header;
        EXPECT_EQ(reason_of([&] { (void)decode_combs(answer); }), "worker_died") << header;
        EXPECT_EQ(reason_of([&] { (void)decode_results(answer, 1); }), "worker_died") << header;
        EXPECT_EQ(reason_of([&] { (void)decode_copy(answer); }), "worker_died") << header;
        EXPECT_EQ(reason_of([&] { (void)decode_picture(answer); }), "worker_died") << header;
        EXPECT_EQ(reason_of([&] { (void)decode_piece(answer, {}); }), "worker_died") << header;
    }
}

feed::Part part(std::int64_t number, const std::string& bytes, const std::string& type = "xml") {
    return {number, 7, "a/b.xml", type, bytes, true, std::nullopt};
}
feed::Part portion(std::int64_t number, const std::string& bytes) {
    return {number, 0, "c.tif", "tiff", bytes, false, std::nullopt};
}
feed::Part refused(std::int64_t number) {
    return {number, 9, "", "", "", true, Reason::xml_too_large};
}

TEST(WorkerProtocol, PartsOfAFeedArriveInTheirOrder) {
    const FeedRequest asked{{"/blobs/ab", std::nullopt}, {41, 17}};
    const auto request = std::get<FeedRequest>(decode_request(encode(asked)));
    EXPECT_EQ(request.from, (feed::Place{41, 17}));
    EXPECT_EQ(files_of(request).size(), 1U);
    const FeedPiece piece{{part(42, "<a/>"), refused(43), portion(44, "II*")},
                          false,
                          Error(Reason::xml_malformed, "cut off", "line 13")};
    const auto back = decode_piece(encode(piece), {41, 17});
    ASSERT_EQ(back.parts.size(), 3U);
    EXPECT_EQ(back.parts[0].bytes, "<a/>");
    EXPECT_EQ(back.parts[0].line, 7);
    EXPECT_EQ(back.parts[0].name, "a/b.xml");
    EXPECT_EQ(back.parts[0].type, "xml");
    EXPECT_TRUE(back.parts[0].is_whole);
    EXPECT_EQ(back.parts[1].refusal, Reason::xml_too_large);
    EXPECT_EQ(back.parts[2].bytes, "II*");
    EXPECT_FALSE(back.parts[2].is_whole);
    EXPECT_FALSE(back.is_last);
    EXPECT_EQ(back.trouble.value().place(), "line 13");
    EXPECT_TRUE(decode_piece(encode(FeedPiece{{}, true, std::nullopt}), {}).is_last);
    const std::vector<DocumentResult> results{DocumentFeed{}};
    EXPECT_TRUE(std::holds_alternative<DocumentFeed>(decode_results(encode(results), 1).front()));
}

/// What a taken-over worker could say to lose an application, to double one, or to be asked for
/// ever.
TEST(WorkerProtocol, PartsThatDoNotFollowAreADeadWorker) {
    auto refused_with_bytes = part(1, "<a/>");
    refused_with_bytes.refusal = Reason::xml_too_large;
    auto refused_in_portions = refused(1);
    refused_in_portions.is_whole = false;
    for (const auto& parts :
         std::vector<std::vector<feed::Part>>{{part(2, "<a/>")},
                                              {part(1, "<a/>"), part(1, "<a/>")},
                                              {part(1, "")},
                                              {portion(1, "")},
                                              {portion(1, "II*"), part(1, "<a/>")},
                                              {portion(1, "II*"), part(2, "<a/>")},
                                              {refused_with_bytes},
                                              {refused_in_portions},
                                              {part(1, "<alle/>", "feed")},
                                              {part(1, "PK", "zip")},
                                              {part(1, "?", "")},
                                              {}}) {
        EXPECT_EQ(reason_of([&] {
                      (void)decode_piece(encode(FeedPiece{parts, false, std::nullopt}), {});
                  }),
                  "worker_died");
    }
    const auto end = encode(FeedPiece{{part(1, "II*", "tiff")}, false, std::nullopt});
    EXPECT_EQ(decode_piece(end, {0, limits::arrival_bytes - 3}).parts.size(), 1U);
    EXPECT_EQ(reason_of([&] {
                  (void)decode_piece(end, {0, limits::arrival_bytes - 2});
              }),
              "worker_died");
    auto answer = encode(FeedPiece{{refused(1)}, true, std::nullopt});
    answer.header.replace(answer.header.find("xml_too_large"), 13, "no_such_thing");
    EXPECT_EQ(reason_of([&] { (void)decode_piece(answer, {}); }), "worker_died");
}

TEST(WorkerProtocol, APictureThatIsNoPngIsADeadWorker) {
    const std::string page = "<svg onload=alert(1)>";
    EXPECT_EQ(reason_of([&] {
                  (void)decode_picture(encode_file({page.begin(), page.end()}));
              }),
              "worker_died");
}

TEST(WorkerProtocol, APictureIsAskedForAsItIsMeant) {
    const PictureRequest asked{{"/blobs/ab", std::nullopt}, {BoxPx{1, 2, 30, 40}, 500}};
    const auto back = std::get<PictureRequest>(decode_request(encode(asked)));
    EXPECT_EQ(back.order.box, asked.order.box);
    EXPECT_EQ(back.order.most_width_px, 500);
    EXPECT_EQ(files_of(back).size(), 1U);
    EXPECT_FALSE(std::get<PictureRequest>(decode_request(encode(PictureRequest{asked.file, {}})))
                     .order.box.has_value());
}

TEST(WorkerProtocol, ABodyOfAnotherLengthIsADeadWorker) {
    auto answer = encode(std::vector<PageResult>{page(1, {1, 2, 3})});
    answer.body.pop_back();
    EXPECT_EQ(reason_of([&] { (void)decode_pages(answer, 1); }), "worker_died");
    answer.body.insert(answer.body.end(), 2, 0);
    EXPECT_EQ(reason_of([&] { (void)decode_pages(answer, 1); }), "worker_died");
}

TEST(WorkerProtocol, APageThatWasNotAskedForIsADeadWorker) {
    const auto answer = encode(std::vector<PageResult>{page(1, {})});
    EXPECT_EQ(reason_of([&] { (void)decode_pages(answer, 2); }), "worker_died");
}

}  // namespace
}  // namespace indgang::worker
