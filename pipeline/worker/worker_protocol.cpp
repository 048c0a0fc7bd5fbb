// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/worker_protocol.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "pipeline/worker/copy_order.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"
#include "schemas/record/json.h"

namespace indgang::worker {
namespace {

using Json = nlohmann::json;

Error not_an_answer(const char* what) {
    return {Reason::worker_died, std::string("worker: its answer ") + what};
}

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

/// A message without a body, or whose body is added afterwards.
Message message_of(const Json& header) {
    // A message may quote a file's name, which may be no UTF-8.
    return {header.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

/// A name on the disk is bytes, which need not be UTF-8, as the texts of JSON must.
Json json_of(const std::filesystem::path& path) {
    return bytes_of(path.native());
}

std::filesystem::path path_of(const Json& json) {
    return std::string(text_of(json.get<Bytes>()));
}

Json json_of(const StoredFile& file) {
    Json json{{"path", json_of(file.path)}};
    if (file.digest) {
        json["digest"] = file.digest->hex();
    }
    return json;
}

StoredFile file_of(const Json& json) {
    StoredFile file{path_of(json.at("path")), std::nullopt};
    if (json.contains("digest")) {
        file.digest = Digest::parse(json.at("digest").get<std::string>());
    }
    return file;
}

/// The parts of a body, one after the other. Errors: unavailable "worker_died" (it is too short).
class Parts {
  public:
    explicit Parts(BytesView body) : body_(body) {}
    [[nodiscard]] BytesView next(std::size_t size) {
        if (size > body_.size() - at_) {
            throw not_an_answer("is too short");
        }
        const auto part = body_.subspan(at_, size);
        at_ += size;
        return part;
    }
    /// What the header spoke of is all that there is.
    void end() const {
        if (at_ != body_.size()) {
            throw not_an_answer("is too long");
        }
    }

  private:
    BytesView body_;
    std::size_t at_ = 0;
};

/// The bytes follow in the body.
Json json_of(const XmlWork& work) {
    Json json{{"digest", work.digest.hex()}, {"received_at", format_utc(work.received_at)}};
    if (work.bytes) {
        json["size"] = work.bytes->size();
    } else {
        json["path"] = json_of(work.path);
    }
    return json;
}

XmlWork work_of(const Json& json, Parts& parts) {
    const auto digest = Digest::parse(json.at("digest").get<std::string>());
    const auto at = parse_utc(json.at("received_at").get<std::string>());
    VERIFY(digest && at);
    if (!json.contains("size")) {
        return {path_of(json.at("path")), *digest, *at, std::nullopt};
    }
    const auto bytes = parts.next(json.at("size").get<std::size_t>());
    return {{}, *digest, *at, Bytes(bytes.begin(), bytes.end())};
}

struct Encode {
    Json operator()(const HelloRequest&) const { return {{"do", "hello"}}; }
    Json operator()(const CheckRequest&) const { return {{"do", "check"}}; }
    Json operator()(const LookRequest& request) const {
        return {{"do", "look"}, {"file", json_of(request.file)}};
    }
    Json operator()(const PageRequest& request) const {
        return {{"do", "page"},
                {"file", json_of(request.file)},
                {"page", request.page},
                {"quarters", request.quarters}};
    }
    Json operator()(const CellsRequest& request) const {
        return {{"do", "cells"},
                {"file", json_of(request.file)},
                {"page", format_page_place(request.page)}};
    }
    Json operator()(const CopyRequest& request) const {
        Json files = Json::array();
        for (const auto& file : request.files) {
            files.push_back(json_of(file));
        }
        return {
            {"do", "copy"}, {"files", std::move(files)}, {"order", worker::json_of(request.order)}};
    }
    Json operator()(const PictureRequest& request) const {
        Json json{{"do", "picture"},
                  {"file", json_of(request.file)},
                  {"width", request.order.most_width_px}};
        if (const auto& box = request.order.box) {
            json["box"] = {box->x, box->y, box->width, box->height};
        }
        return json;
    }
    Json operator()(const XmlRequest& request) const {
        Json work = Json::array();
        for (const auto& each : request.work) {
            work.push_back(json_of(each));
        }
        return {{"do", "xml"}, {"work", std::move(work)}};
    }
};

WorkerRequest request_of(const Json& json, Parts& parts) {
    const auto what = json.at("do").get<std::string>();
    if (what == "hello") {
        return HelloRequest{};
    }
    if (what == "check") {
        return CheckRequest{};
    }
    if (what == "look") {
        return LookRequest{file_of(json.at("file"))};
    }
    if (what == "page") {
        return PageRequest{file_of(json.at("file")), json.at("page").get<int>(),
                           json.at("quarters").get<int>()};
    }
    if (what == "cells") {
        const auto page = parse_page_place(json.at("page").get<std::string>());
        VERIFY(page);
        return CellsRequest{file_of(json.at("file")), *page};
    }
    if (what == "copy") {
        CopyRequest request{{}, parse_copy_order(json.at("order"))};
        for (const auto& file : json.at("files")) {
            request.files.push_back(file_of(file));
        }
        return request;
    }
    if (what == "picture") {
        PictureRequest request{file_of(json.at("file")), {{}, json.at("width").get<int>()}};
        if (json.contains("box")) {
            const auto box = json.at("box").get<std::array<int, 4>>();
            request.order.box = BoxPx{box[0], box[1], box[2], box[3]};
        }
        return request;
    }
    if (what == "xml") {
        XmlRequest request;
        for (const auto& work : json.at("work")) {
            request.work.push_back(work_of(work, parts));
        }
        return request;
    }
    throw Error(Reason::worker_request, "worker: asked for what it cannot do");
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

Bytes take_file(const Json& header, Parts& parts) {
    const auto file = parts.next(header.at("size").get<std::size_t>());
    return {file.begin(), file.end()};
}

}  // namespace

Message encode(const WorkerRequest& request) {
    auto message = message_of(std::visit(Encode{}, request));
    if (const auto* xml = std::get_if<XmlRequest>(&request)) {
        for (const auto& work : xml->work) {
            if (work.bytes) {
                message.body.insert(message.body.end(), work.bytes->begin(), work.bytes->end());
            }
        }
    }
    return message;
}

std::vector<std::filesystem::path> files_of(const WorkerRequest& request) {
    if (const auto* xml = std::get_if<XmlRequest>(&request)) {
        std::vector<std::filesystem::path> files;
        for (const auto& work : xml->work) {
            if (!work.bytes) {
                files.push_back(work.path);
            }
        }
        return files;
    }
    if (const auto* copy = std::get_if<CopyRequest>(&request)) {
        std::vector<std::filesystem::path> files;
        for (const auto& file : copy->files) {
            files.push_back(file.path);
        }
        return files;
    }
    return std::visit(
        [](const auto& one) -> std::vector<std::filesystem::path> {
            if constexpr (requires { one.file.path; }) {
                return {one.file.path};
            } else {
                return {};
            }
        },
        request);
}

WorkerRequest decode_request(const Message& message) {
    try {
        Parts parts(message.body);
        return request_of(Json::parse(message.header), parts);
    } catch (const Json::exception&) {
        throw Error(Reason::worker_request, "worker: the request has another shape");
    }
}

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

Message encode(std::span<const XmlResult> results) {
    Json parts = Json::array();
    Bytes body;
    for (const auto& result : results) {
        if (const auto* error = std::get_if<Error>(&result)) {
            parts.push_back({{"error", json_of(*error)}});
            continue;
        }
        const auto& xml = std::get<XmlRecord>(result);
        const auto record = bytes_of(xml.record);
        parts.push_back({{"form", xml.form}, {"version", xml.version}, {"size", record.size()}});
        body.insert(body.end(), record.begin(), record.end());
    }
    auto message = message_of({{"results", std::move(parts)}});
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

std::vector<XmlResult> decode_results(const Message& answer, std::size_t documents) {
    auto results = take_apart(answer, [](const Json& header, Parts& parts) {
        std::vector<XmlResult> all;
        for (const auto& part : header.at("results")) {
            if (part.contains("error")) {
                all.emplace_back(error_of(part.at("error")));
                continue;
            }
            const auto record = parts.next(part.at("size").get<std::size_t>());
            all.emplace_back(XmlRecord{part.at("form").get<std::string>(),
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
