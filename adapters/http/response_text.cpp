// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/response_text.h"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>

#include <algorithm>

namespace indgang::http {
namespace {

constexpr int no_content = 204, not_modified = 304;
constexpr const char* retry_after_s = "10";

void add_field(std::string& text, std::string_view name, std::string value) {
    std::ranges::replace_if(
        value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    text.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string text_of(const ServerResponse& response, ResponseForm form) {
    const auto status = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(response.status);
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " " +
                       Poco::Net::HTTPResponse::getReasonForStatus(status) + "\r\n";
    add_field(
        text, "Date",
        Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::HTTP_FORMAT));
    for (const auto& [name, value] : response.headers) {
        add_field(text, name, value);
    }
    if (response.status != no_content && response.status != not_modified) {
        add_field(text, "Content-Type", response.content_type);
        add_field(text, "Content-Length", std::to_string(response.body.size()));
    }
    add_field(text, "Connection", form.closes ? "close" : "keep-alive");
    text += "\r\n";
    if (!form.is_head && response.status != no_content && response.status != not_modified) {
        text += response.body;
    }
    return text;
}

ServerResponse problem(int status, const std::string& title, std::string_view reason) {
    ServerResponse response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body =
        R"({"type":"about:blank","title":")" + title + R"(","status":)" + std::to_string(status);
    if (!reason.empty()) {
        response.body.append(R"(,"reason":")").append(reason).append("\"");
    }
    response.body += "}";
    constexpr int unavailable = 503, disk_trouble = 507;
    if (status == unavailable || status == disk_trouble) {
        response.headers["Retry-After"] = retry_after_s;
    }
    return response;
}

}  // namespace indgang::http
