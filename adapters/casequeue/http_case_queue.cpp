// SPDX-License-Identifier: MPL-2.0
// Delivering over HTTP. The documents go first, each under its own digest, so that a case never
// refers to something that the receiver lacks; they are asked for before they are sent, so that a
// second attempt costs a few bytes. Then the case itself goes with its key. Nothing here repeats:
// the outbox does, with the same key and the same bytes.
#include <nlohmann/json.hpp>

#include "adapters/casequeue/case_queue.h"
#include "schemas/core/error.h"

namespace indgang::casequeue {
namespace {

constexpr int ok = 200;
constexpr int created = 201;
constexpr int no_content = 204;
constexpr int bad_request = 400;
constexpr int not_found = 404;
constexpr int method_not_allowed = 405;
constexpr int request_timeout = 408;
constexpr int conflict = 409;
constexpr int length_refused = 413;
constexpr int media_refused = 415;
constexpr int content_refused = 422;
constexpr int too_many_requests = 429;
constexpr int server_error = 500;
constexpr std::size_t case_number_bytes = 64;

// Who is at fault. The application alone is for a status that speaks of what it holds; these bytes
// will never be taken. A status that speaks of us or of the address (a wrong password, a
// certificate, a path that is not there) would be given to every other application as well.
Reason reason_of(int status) {
    switch (status) {
        case bad_request:
            return Reason::casequeue_http_400;
        case length_refused:
            return Reason::casequeue_http_413;
        case media_refused:
            return Reason::casequeue_http_415;
        case content_refused:
            return Reason::casequeue_http_422;
        case request_timeout:
            return Reason::casequeue_http_408;
        case conflict:
            return Reason::casequeue_http_409;
        case too_many_requests:
            return Reason::casequeue_http_429;
        default:
            return status >= server_error ? Reason::casequeue_http_5nn : Reason::casequeue_http_nnn;
    }
}

std::string answered(const char* step, int status) {
    return std::string("casequeue: ") + step + " was answered " + std::to_string(status);
}

[[noreturn]] void fail(const char* step, int status) {
    const Reason reason = reason_of(status);
    if (reason == Reason::casequeue_http_5nn || reason == Reason::casequeue_http_nnn) {
        throw Error(reason, status, answered(step, status));
    }
    throw Error(reason, answered(step, status));
}

CaseReceipt receipt_of(const http::Response& response) {
    const auto answer = nlohmann::json::parse(response.body, nullptr, false);
    if (answer.is_object()) {
        const auto number = answer.find("case_number");
        if (number != answer.end() && number->is_string()) {
            auto text = number->get<std::string>();
            if (!text.empty() && text.size() <= case_number_bytes) {
                return {std::move(text), response.status == ok};
            }
        }
    }
    // The case may well have been made; the same key will tell.
    throw Error(Reason::casequeue_bad_answer,
                "casequeue: the answer to a case holds no case number");
}

nlohmann::ordered_json json_of(const Document& document) {
    return {{"digest", document.digest.hex()},
            {"media_type", document.media_type},
            {"name", document.name}};
}

// A case number is the receiver's own and may hold anything: RFC 3986, 2.3.
std::string in_path(const std::string& text) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char letter : text) {
        if (plain.find(letter) != std::string_view::npos) {
            out += letter;
            continue;
        }
        const auto byte = static_cast<unsigned char>(letter);
        out += '%';
        out += digits[byte / digits.size()];
        out += digits[byte % digits.size()];
    }
    return out;
}

class HttpCaseQueue : public CaseQueue {
  public:
    explicit HttpCaseQueue(http::ClientSettings settings) : client_(std::move(settings)) {}

    CaseReceipt submit(const CaseSubmission& submission, const BlobReader& blob) override {
        for (const auto& document : submission.documents) {
            if (!has(document)) {
                put(document, blob(document.digest));
            }
        }
        http::Request request;
        request.path = "/cases";
        request.headers["Idempotency-Key"] = submission.idempotency_key;
        request.body = bytes_of(submission.body);
        const auto response = client_.send(request);
        if (response.status != ok && response.status != created) {
            fail("a case", response.status);
        }
        return receipt_of(response);
    }

    void add(const CaseAddition& addition, const BlobReader& blob) override {
        const auto& document = addition.document;
        if (!has(document)) {
            put(document, blob(document.digest));
        }
        const nlohmann::ordered_json body{{"format", "indgang-addition/1"},
                                          {"document", json_of(document)}};
        http::Request request;
        request.path = "/cases/" + in_path(addition.case_number) + "/documents";
        request.headers["Idempotency-Key"] = addition.idempotency_key;
        request.body = bytes_of(body.dump());
        const auto status = client_.send(request).status;
        if (status == not_found || status == method_not_allowed) {
            // There is no such case, or cases take no additions; the copy alone is at fault.
            throw Error(Reason::casequeue_no_addition, answered("a document of a case", status));
        }
        if (status != ok && status != created) {
            fail("a document of a case", status);
        }
    }

  private:
    bool has(const Document& document) {
        http::Request request;
        request.method = "HEAD";
        request.path = "/documents/" + document.digest.hex();
        const auto status = client_.send(request).status;
        if (status != ok && status != no_content && status != not_found) {
            fail("a question for a document", status);
        }
        return status != not_found;
    }

    void put(const Document& document, Bytes bytes) {
        http::Request request;
        request.method = "PUT";
        request.path = "/documents/" + document.digest.hex();
        request.content_type = document.media_type;
        request.body = std::move(bytes);
        const auto status = client_.send(request).status;
        if (status != ok && status != created && status != no_content) {
            fail("a document", status);
        }
    }

    http::Client client_;
};

}  // namespace

std::unique_ptr<CaseQueue> http_case_queue(http::ClientSettings settings) {
    return std::make_unique<HttpCaseQueue>(std::move(settings));
}

}  // namespace indgang::casequeue
