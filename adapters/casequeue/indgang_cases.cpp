// SPDX-License-Identifier: MPL-2.0
// Delivering over HTTP. The documents go first, each under its own digest, so that a case never
// refers to something that the receiver lacks; they are asked for before they are sent, so that a
// second attempt costs a few bytes. Then the case itself goes with its key. Nothing here repeats:
// the outbox does, with the same key and the same bytes. That is also how a case is looked up whose
// answer was lost or made no sense: the receiver knows the key and says the number again.
#include "adapters/casequeue/indgang_cases.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "adapters/http/retry_after.h"
#include "schemas/error/error.h"

namespace indgang::casequeue {
namespace {

constexpr int ok = 200;
constexpr int created = 201;
constexpr int no_content = 204;
constexpr int first_redirection = 300;
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
            if (status < first_redirection) {
                return Reason::casequeue_http_2nn;  // taken somehow: the same key will tell
            }
            return status >= server_error ? Reason::casequeue_http_5nn : Reason::casequeue_http_nnn;
    }
}

bool is_family(Reason reason) {
    return reason == Reason::casequeue_http_2nn || reason == Reason::casequeue_http_5nn ||
           reason == Reason::casequeue_http_nnn;
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

class IndgangCases : public CaseQueue {
  public:
    IndgangCases(http::ClientSettings settings, Clock clock)
        : client_(std::move(settings)), clock_(std::move(clock)) {}

    CaseReceipt submit(const CaseSubmission& submission, const BlobReader& blob) override {
        asked_to_wait_.reset();
        for (const auto& document : submission.documents) {
            bring(document, blob);
        }
        http::Request request;
        request.path = "/cases";
        request.headers["Idempotency-Key"] = submission.idempotency_key;
        request.body = bytes_of(submission.body);
        const auto response = answer_to(request);
        if (response.status != ok && response.status != created) {
            fail("a case", response);
        }
        return receipt_of(response);
    }

    void add(const CaseAddition& addition, const BlobReader& blob) override {
        asked_to_wait_.reset();
        const auto& document = addition.document;
        bring(document, blob);
        const nlohmann::ordered_json body{{"format", "indgang-addition/1"},
                                          {"document", json_of(document)}};
        http::Request request;
        request.path = "/cases/" + in_path(addition.case_number) + "/documents";
        request.headers["Idempotency-Key"] = addition.idempotency_key;
        request.body = bytes_of(body.dump());
        const auto response = answer_to(request);
        const auto status = response.status;
        if (status == not_found || status == method_not_allowed) {
            // There is no such case, or cases take no additions; the copy alone is at fault.
            fail("a document of a case", response, Reason::casequeue_no_addition);
        }
        if (status != ok && status != created) {
            fail("a document of a case", response);
        }
    }

    [[nodiscard]] std::optional<std::chrono::milliseconds> asked_to_wait() const override {
        return asked_to_wait_;
    }

  private:
    [[noreturn]] void fail(const char* step, const http::Response& response,
                           std::optional<Reason> known = {}) {
        asked_to_wait_ = http::retry_after(response, clock_());
        const Reason reason = known.value_or(reason_of(response.status));
        const std::string message =
            std::string("casequeue: ") + step + " was answered " + std::to_string(response.status);
        if (is_family(reason)) {
            throw Error(reason, response.status, message);
        }
        throw Error(reason, message);
    }

    http::Response answer_to(const http::Request& request) {
        try {
            return client_.send(request);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::limit) {
                throw;
            }
            // What it would say is not known, and it is no fault of the application.
            throw Error(Reason::casequeue_bad_answer, "casequeue: an answer is too large");
        }
    }

    /// Documents that somebody sent are small: to put one costs no more than to ask whether it is
    /// there.
    void bring(const Document& document, const BlobReader& blob) {
        const bool is_small =
            document.media_type == "application/xml" || document.media_type == "application/json";
        if (is_small || !has(document)) {
            put(document, blob(document.digest));
        }
    }

    bool has(const Document& document) {
        http::Request request;
        request.method = "HEAD";
        request.path = "/documents/" + document.digest.hex();
        const auto response = answer_to(request);
        const auto status = response.status;
        if (status != ok && status != no_content && status != not_found) {
            fail("a question for a document", response);
        }
        return status != not_found;
    }

    void put(const Document& document, Bytes bytes) {
        http::Request request;
        request.method = "PUT";
        request.path = "/documents/" + document.digest.hex();
        request.content_type = document.media_type;
        request.body = std::move(bytes);
        const auto response = answer_to(request);
        const auto status = response.status;
        if (status != ok && status != created && status != no_content) {
            fail("a document", response);
        }
    }

    http::Client client_;
    Clock clock_;
    std::optional<std::chrono::milliseconds> asked_to_wait_;
};

}  // namespace

std::unique_ptr<CaseQueue> create_indgang_cases(http::ClientSettings settings, Clock clock) {
    return std::make_unique<IndgangCases>(std::move(settings), std::move(clock));
}

}  // namespace indgang::casequeue
