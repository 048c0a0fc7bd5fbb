// SPDX-License-Identifier: MPL-2.0
// Requests, both ends.
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "pipeline/worker/copy_order.h"
#include "pipeline/worker/message_parts.h"
#include "pipeline/worker/worker_protocol.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::worker {
namespace {

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

/// The bytes follow in the body.
Json json_of(const DocumentWork& work) {
    Json json{{"digest", work.digest.hex()}, {"received_at", format_utc(work.received_at)}};
    if (work.bytes) {
        json["size"] = work.bytes->size();
    } else {
        json["path"] = json_of(work.path);
    }
    return json;
}

DocumentWork work_of(const Json& json, Parts& parts) {
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
    Json operator()(const FeedRequest& request) const {
        return {{"do", "feed"},
                {"file", json_of(request.file)},
                {"after", request.from.after},
                {"bytes", request.from.bytes}};
    }
    Json operator()(const DocumentsRequest& request) const {
        Json work = Json::array();
        for (const auto& each : request.work) {
            work.push_back(json_of(each));
        }
        return {{"do", "documents"}, {"work", std::move(work)}};
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
    if (what == "feed") {
        return FeedRequest{
            file_of(json.at("file")),
            {json.at("after").get<std::int64_t>(), json.at("bytes").get<std::uint64_t>()}};
    }
    if (what == "documents") {
        DocumentsRequest request;
        for (const auto& work : json.at("work")) {
            request.work.push_back(work_of(work, parts));
        }
        return request;
    }
    throw Error(Reason::worker_request, "worker: asked for what it cannot do");
}

}  // namespace

Message encode(const WorkerRequest& request) {
    auto message = message_of(std::visit(Encode{}, request));
    if (const auto* documents = std::get_if<DocumentsRequest>(&request)) {
        for (const auto& work : documents->work) {
            if (work.bytes) {
                message.body.insert(message.body.end(), work.bytes->begin(), work.bytes->end());
            }
        }
    }
    return message;
}

std::vector<std::filesystem::path> files_of(const WorkerRequest& request) {
    if (const auto* documents = std::get_if<DocumentsRequest>(&request)) {
        std::vector<std::filesystem::path> files;
        for (const auto& work : documents->work) {
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

}  // namespace indgang::worker
