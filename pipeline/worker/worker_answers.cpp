// SPDX-License-Identifier: MPL-2.0
// Answers, both ends.
#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "pipeline/worker/message_parts.h"
#include "pipeline/worker/worker_protocol.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::worker {
namespace {

Json json_of(const Error& error) {
    return {{"reason", error.reason()}, {"message", error.what()}, {"place", error.place()}};
}

Error error_of(const Json& json) {
    const auto reason = reason_of(json.at("reason").get<std::string>());
    if (!reason || !row_of(*reason).kind) {
        throw not_an_answer("has a reason that is none");
    }
    return Error(*reason, json.at("message").get<std::string>(),
                 json.at("place").get<std::string>());
}

record::PageReading reading_of(const std::string& json) {
    try {
        return record::parse_page_reading(json);
    } catch (const Error&) {
        throw not_an_answer("holds no reading of a page");
    }
}

/// Lets `decode` take the header of an answer and the parts of its body apart. What it cannot take,
/// and a body with more than the header speaks of, is no answer.
template <typename Decode>
auto take_apart(const Message& answer, const Decode& decode) {
    try {
        const auto header = Json::parse(answer.header);
        if (header.contains("error")) {
            throw error_of(header.at("error"));
        }
        Parts parts(answer.body);
        auto taken = decode(header, parts);
        parts.end();
        return taken;
    } catch (const Json::exception&) {
        throw not_an_answer("has another shape");
    }
}

feed::Part part_of(const Json& json, Parts& parts) {
    feed::Part part;
    part.number = json.at("number").get<std::int64_t>();
    part.line = json.at("line").get<std::int64_t>();
    part.name = json.at("name").get<std::string>();
    part.type = json.at("type").get<std::string>();
    part.bytes = text_of(parts.next(json.at("size").get<std::size_t>()));
    part.is_whole = json.at("whole").get<bool>();
    if (json.contains("refusal")) {
        part.refusal = reason_of(json.at("refusal").get<std::string>());
        if (!part.refusal) {
            throw not_an_answer("has a reason that is none");
        }
    }
    return part;
}

/// It has bytes and is of a type that a crew reads, or it is refused. A type that is taken apart
/// would let a worker hand out files within files without end.
bool is_part(const feed::Part& part) {
    constexpr std::array<std::string_view, 9> types = {"tiff",     "pdf",  "png", "jpeg", "webp",
                                                       "jpeg2000", "heif", "xml", "json"};
    return part.refusal ? part.bytes.empty() && part.is_whole
                        : !part.bytes.empty() && std::ranges::find(types, part.type) != types.end();
}

Bytes take_file(const Json& header, Parts& parts) {
    const auto file = parts.next(header.at("size").get<std::size_t>());
    return {file.begin(), file.end()};
}

}  // namespace

Message encode(const Done&) {
    return message_of({{"done", true}});
}

Message encode(const Error& error) {
    return message_of({{"error", json_of(error)}});
}

Message encode(const ScanFacts& facts) {
    return message_of({{"type", facts.type}, {"pages", facts.pages}});
}

Message encode(std::span<const PageResult> pages) {
    Json parts = Json::array();
    Bytes body;
    for (const auto& page : pages) {
        parts.push_back(
            {{"reading", page.json}, {"media_type", page.media_type}, {"size", page.image.size()}});
        body.insert(body.end(), page.image.begin(), page.image.end());
    }
    auto message = message_of({{"pages", std::move(parts)}});
    message.body = std::move(body);
    return message;
}

Message encode(std::span<const CombCells> combs) {
    Json parts = Json::array();
    Bytes body;
    for (const auto& comb : combs) {
        std::vector<bool> has_ink;
        for (const auto& cell : comb.cells) {
            has_ink.push_back(cell.has_ink);
            body.insert(body.end(), cell.tile.pixels.begin(), cell.tile.pixels.end());
        }
        parts.push_back({{"field", comb.field}, {"has_ink", std::move(has_ink)}});
    }
    auto message = message_of({{"combs", std::move(parts)}});
    message.body = std::move(body);
    return message;
}

Message encode(std::span<const DocumentResult> results) {
    Json parts = Json::array();
    Bytes body;
    for (const auto& result : results) {
        if (const auto* error = std::get_if<Error>(&result)) {
            parts.push_back({{"error", json_of(*error)}});
            continue;
        }
        if (std::holds_alternative<DocumentFeed>(result)) {
            parts.push_back({{"feed", true}});
            continue;
        }
        const auto& read = std::get<DocumentRecord>(result);
        const auto record = bytes_of(read.record);
        parts.push_back({{"form", read.form}, {"version", read.version}, {"size", record.size()}});
        body.insert(body.end(), record.begin(), record.end());
    }
    auto message = message_of({{"results", std::move(parts)}});
    message.body = std::move(body);
    return message;
}

Message encode(const FeedPiece& piece) {
    Json parts = Json::array();
    Bytes body;
    for (const auto& part : piece.parts) {
        parts.push_back({{"number", part.number},
                         {"line", part.line},
                         {"name", part.name},
                         {"type", part.type},
                         {"size", part.bytes.size()},
                         {"whole", part.is_whole}});
        if (part.refusal) {
            parts.back()["refusal"] = code_of(*part.refusal);
        }
        const auto bytes = view_of(part.bytes);
        body.insert(body.end(), bytes.begin(), bytes.end());
    }
    Json header{{"parts", std::move(parts)}, {"last", piece.is_last}};
    if (piece.trouble) {
        header["trouble"] = json_of(*piece.trouble);
    }
    auto message = message_of(header);
    message.body = std::move(body);
    return message;
}

Message encode_file(Bytes file) {
    auto message = message_of({{"size", file.size()}});
    message.body = std::move(file);
    return message;
}

void decode_done(const Message& answer) {
    const auto is_done = [](const Json& header, Parts&) { return header.at("done").get<bool>(); };
    if (!take_apart(answer, is_done)) {
        throw not_an_answer("does not say that it is done");
    }
}

ScanFacts decode_facts(const Message& answer) {
    const auto facts = take_apart(answer, [](const Json& header, Parts&) {
        return ScanFacts{header.at("type").get<std::string>(), header.at("pages").get<int>()};
    });
    if (facts.pages < 0) {
        throw not_an_answer("has fewer pages than none");
    }
    return facts;
}

std::vector<PageResult> decode_pages(const Message& answer, int page) {
    auto pages = take_apart(answer, [](const Json& header, Parts& parts) {
        std::vector<PageResult> all;
        for (const auto& part : header.at("pages")) {
            auto json = part.at("reading").get<std::string>();
            auto reading = reading_of(json);
            const auto image = parts.next(part.at("size").get<std::size_t>());
            all.push_back({std::move(reading), std::move(json), Bytes(image.begin(), image.end()),
                           part.at("media_type").get<std::string>()});
        }
        return all;
    });
    if (pages.empty() || std::any_of(pages.begin(), pages.end(), [&](const PageResult& each) {
            return each.reading.page.number != page;
        })) {
        throw not_an_answer("is of another page");
    }
    return pages;
}

std::vector<CombCells> decode_combs(const Message& answer) {
    return take_apart(answer, [](const Json& header, Parts& parts) {
        std::vector<CombCells> all;
        for (const auto& part : header.at("combs")) {
            CombCells comb{part.at("field").get<std::string>(), {}};
            for (const bool has_ink : part.at("has_ink").get<std::vector<bool>>()) {
                ocr::CleanCell cell;
                cell.has_ink = has_ink;
                const auto pixels = parts.next(cell.tile.pixels.size());
                std::copy(pixels.begin(), pixels.end(), cell.tile.pixels.begin());
                comb.cells.push_back(cell);
            }
            all.push_back(std::move(comb));
        }
        return all;
    });
}

std::vector<DocumentResult> decode_results(const Message& answer, std::size_t documents) {
    auto results = take_apart(answer, [](const Json& header, Parts& parts) {
        std::vector<DocumentResult> all;
        for (const auto& part : header.at("results")) {
            if (part.contains("error")) {
                all.emplace_back(error_of(part.at("error")));
                continue;
            }
            if (part.contains("feed")) {
                all.emplace_back(DocumentFeed{});
                continue;
            }
            const auto record = parts.next(part.at("size").get<std::size_t>());
            all.emplace_back(DocumentRecord{part.at("form").get<std::string>(),
                                            part.at("version").get<std::string>(),
                                            std::string(text_of(record))});
        }
        return all;
    });
    if (results.size() != documents) {
        throw not_an_answer("has another number of documents");
    }
    return results;
}

FeedPiece decode_piece(const Message& answer, feed::Place from) {
    auto piece = take_apart(answer, [](const Json& header, Parts& parts) {
        FeedPiece taken;
        for (const auto& part : header.at("parts")) {
            taken.parts.push_back(part_of(part, parts));
        }
        taken.is_last = header.at("last").get<bool>();
        if (header.contains("trouble")) {
            taken.trouble = error_of(header.at("trouble"));
        }
        return taken;
    });
    for (const auto& part : piece.parts) {
        const bool is_last = &part == &piece.parts.back();
        if (part.number != from.after + 1 || !is_part(part) || (!part.is_whole && !is_last)) {
            throw not_an_answer("has other parts of the feed");
        }
        if (from.bytes + part.bytes.size() > limits::arrival_bytes) {
            throw not_an_answer("has a part without end");
        }
        from = feed::behind(part, from);
    }
    if (piece.parts.empty() && !piece.is_last && !piece.trouble) {
        throw not_an_answer("does not go on");
    }
    return piece;
}

Bytes decode_copy(const Message& answer) {
    return take_apart(answer, take_file);
}

Bytes decode_picture(const Message& answer) {
    constexpr std::array<std::uint8_t, 8> png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    auto picture = take_apart(answer, take_file);
    if (picture.size() < png.size() || !std::equal(png.begin(), png.end(), picture.begin())) {
        throw not_an_answer("is no picture");
    }
    return picture;
}

}  // namespace indgang::worker
