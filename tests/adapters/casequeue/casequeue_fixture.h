// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/casequeue/indgang_cases.h"
#include "adapters/casequeue/simulator.h"
#include "schemas/error/error.h"

namespace indgang::casequeue {

/// A simulated case system in a folder of its own, and the queue that speaks to it.
class CaseQueueTest : public ::testing::Test {
  protected:
    CaseQueueTest() {
        std::string name = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw Error(Reason::folder_trouble, "test: no temporary folder");
        }
        settings.folder = name;
        settings.stall_ms = 300;
        start();
    }
    ~CaseQueueTest() override {
        queue.reset();
        simulator.reset();
        std::error_code ignored;
        std::filesystem::remove_all(settings.folder, ignored);
    }
    void start() {
        simulator.reset();
        simulator = std::make_unique<CaseSystemSimulator>(settings);
        const auto url = "http://127.0.0.1:" + std::to_string(simulator->port());
        queue = create_indgang_cases({.base_url = url, .timeout_ms = answer_ms},
                                     [] { return UtcTime{}; });
        client = std::make_unique<http::Client>(http::ClientSettings{.base_url = url});
    }
    CaseSubmission submission(const std::string& key, const std::string& content = "a",
                              const std::vector<Document>& documents = {}) const {
        auto listed = nlohmann::json::array();
        for (const auto& document : documents) {
            listed.push_back({{"digest", document.digest.hex()},
                              {"media_type", document.media_type},
                              {"name", document.name}});
        }
        const nlohmann::json body = {{"format", "indgang-case/1"},
                                     {"application", {{"content", content}}},
                                     {"documents", listed}};
        return {key, body.dump(), documents};
    }
    CaseReceipt submit(const CaseSubmission& given) {
        return queue->submit(given, [this](const Digest& digest) {
            ++blobs_read;
            for (const auto& bytes : blobs) {
                if (Digest::of(bytes) == digest) {
                    return bytes;
                }
            }
            throw Error(Reason::no_such_blob, "test: no such blob");
        });
    }
    void add(const CaseAddition& given) {
        queue->add(given, [this](const Digest& digest) {
            ++blobs_read;
            for (const auto& bytes : blobs) {
                if (Digest::of(bytes) == digest) {
                    return bytes;
                }
            }
            throw Error(Reason::no_such_blob, "test: no such blob");
        });
    }
    Document document(const std::string& content) {
        blobs.push_back(bytes_of(content));
        return {Digest::of(blobs.back()), "image/tiff", "page-1.tif"};
    }
    nlohmann::json get(const std::string& path) {
        http::Request request;
        request.method = "GET";
        request.path = path;
        return nlohmann::json::parse(client->send(request).body);
    }
    int status_of(const std::string& method, const std::string& path, const std::string& body,
                  const std::string& key = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.body = bytes_of(body);
        if (!key.empty()) {
            request.headers["Idempotency-Key"] = key;
        }
        return client->send(request).status;
    }
    template <typename Act>
    static std::string trouble_of(Act act) {
        try {
            act();
        } catch (const Error& error) {
            return std::string(name_of(error.kind()));
        }
        return "nothing";
    }

    static constexpr int answer_ms = 150;
    CaseSystemSimulator::Settings settings;
    std::unique_ptr<CaseSystemSimulator> simulator;
    std::unique_ptr<CaseQueue> queue;
    std::unique_ptr<http::Client> client;
    std::vector<Bytes> blobs;
    int blobs_read = 0;
};

}  // namespace indgang::casequeue
