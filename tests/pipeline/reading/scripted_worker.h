// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "pipeline/reading/reading_trouble.h"
#include "pipeline/store/blobs.h"
#include "pipeline/worker/worker.h"
#include "schemas/error/error.h"
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::reading {

/// What the workers of a test do, whatever crew asks them: each file has pages, and some inputs end
/// or stop whoever reads them. Threads: any number.
class Script {
  public:
    int pages = 1;                   ///< of each scan
    std::map<Digest, int> pages_of;  ///< of single ones
    std::string form = "sp501";      ///< that each document becomes
    std::map<Digest, Error> errors;  ///< instead of an answer, for a document or a scan's look
    std::map<std::pair<Digest, int>, Error> page_errors;
    std::chrono::milliseconds page_takes{0};
    bool holds = false;  ///< pages are not answered until the worker is interrupted

    /// "a 1": page 1 of the scan "a" was asked for, in the order of asking.
    [[nodiscard]] std::vector<std::string> asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }
    void name(const std::string& bytes) { names_[Digest::of(view_of(bytes))] = bytes; }
    void ask(const Digest& digest, int page) {
        const std::lock_guard lock(mutex_);
        asked_.push_back(names_[digest] + " " + std::to_string(page));
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;  ///< guarded by mutex_
    std::map<Digest, std::string> names_;
};

class ScriptedWorker final : public worker::Worker {
  public:
    explicit ScriptedWorker(Script& script) : script_(&script) {}

    worker::ScanFacts look(const std::filesystem::path& /*file*/,
                           const std::optional<Digest>& digest) override {
        script_->ask(*digest, 0);
        fail(*digest);
        const auto own = script_->pages_of.find(*digest);
        return {"tiff", own == script_->pages_of.end() ? script_->pages : own->second};
    }
    std::vector<worker::PageResult> read_page(const std::filesystem::path& /*file*/,
                                              const std::optional<Digest>& digest, int page,
                                              int /*quarters*/) override {
        script_->ask(*digest, page);
        std::this_thread::sleep_for(script_->page_takes);
        if (script_->holds) {
            std::unique_lock lock(mutex_);
            if (is_over_) {
                throw Error(Reason::worker_not_started, "test: interrupted before");
            }
            over_.wait(lock, [this] { return is_over_; });
            throw Error(Reason::worker_died, "test: interrupted");
        }
        if (const auto error = script_->page_errors.find({*digest, page});
            error != script_->page_errors.end()) {
            throw error->second;
        }
        return {unreadable(page, "image_unreadable")};
    }
    std::vector<worker::DocumentResult> read_documents(
        std::span<const worker::DocumentWork> work) override {
        std::vector<worker::DocumentResult> results;
        for (const auto& each : work) {
            script_->ask(each.digest, 0);
            fail(each.digest);
            results.emplace_back(worker::DocumentRecord{script_->form, "1", "{}"});
        }
        return results;
    }
    worker::FeedPiece take_apart(const worker::StoredFile& /*feed*/,
                                 const feed::Place& /*from*/) override {
        return {.parts = {}, .is_last = true, .trouble = std::nullopt};
    }
    Bytes make_copy(const std::vector<worker::StoredFile>& /*files*/,
                    const ocr::CopyOrder& /*order*/) override {
        return {};
    }
    void rest() override {}
    void interrupt() override {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
        over_.notify_all();
    }

  private:
    void fail(const Digest& digest) const {
        if (const auto error = script_->errors.find(digest); error != script_->errors.end()) {
            throw error->second;
        }
    }

    Script* script_;
    std::mutex mutex_;
    std::condition_variable over_;
    bool is_over_ = false;
};

/// A store with arrivals, and workers that do what the script says.
class ReadingTest : public store::StoreTest {
  protected:
    [[nodiscard]] worker::NewWorker workers() {
        return [this] { return std::make_unique<ScriptedWorker>(script); };
    }
    std::string receive(const std::string& bytes, const std::string& type) {
        auto arrival = arrival_of(bytes);
        arrival.type = type;
        script.name(bytes);
        if (type != "xml") {
            (void)blobs.put(view_of(bytes));
        }
        return store->receive(arrival, type == "xml" ? view_of(bytes) : BytesView{}).arrival;
    }
    [[nodiscard]] store::Arrival arrival(const std::string& id) const {
        return store->arrival(id).value();
    }
    static Digest digest_of(const std::string& bytes) { return Digest::of(view_of(bytes)); }
    /// Waits until it is so; gives whether it was within ten seconds.
    static bool comes(const std::function<bool()>& is_so) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!is_so()) {
            if (std::chrono::steady_clock::now() > until) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }

    Script script;
    store::Blobs blobs{folder.path() / "blobs", store.get()};
    crew::WakeUp arrived, done;
};

}  // namespace indgang::reading
