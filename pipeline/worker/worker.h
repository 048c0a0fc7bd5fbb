// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "ocr/copy/picture.h"
#include "ocr/copy/searchable_copy.h"
#include "ocr/ink/cell_cleaner.h"
#include "pipeline/feed/part.h"
#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"
#include "schemas/core/time.h"
#include "schemas/error/error.h"
#include "schemas/record/reading.h"

/// Bytes from outside (images, PDF, XML, JSON) are parsed only in worker processes: `indgang
/// worker` with limits on memory and time, one Tesseract each, OMP_THREAD_LIMIT=1. A worker that
/// dies or hangs costs one page, and the next one starts at once.
namespace indgang::worker {

/// What became of worker processes, for who watches. Threads: any number.
struct WorkerCounts {
    std::atomic<std::int64_t> started{0};
    std::atomic<std::int64_t> died{0};  ///< crashed, or gave an answer that is none
    std::atomic<std::int64_t> slow{0};  ///< were ended because they took too long
};

struct WorkerSettings {
    std::filesystem::path program;  ///< the indgang executable
    std::vector<std::filesystem::path> forms;
    std::filesystem::path models;
    std::filesystem::path champion;  ///< a net of digits that takes the place of the one in
                                     ///< `models`, if the file exists; may be empty
    std::filesystem::path scratch;   ///< each worker process has a folder of its own in it
    std::int64_t memory_bytes = 512ll << 20;
    std::chrono::milliseconds page_time{120'000};
    /// For documents that are handed over together, and for the next part of a feed. They take
    /// milliseconds each; one that hangs must not hold up all others for as long as a page may.
    std::chrono::milliseconds document_time{20'000};
    bool is_background = false;            ///< gets only the processor time that nobody else wants
    std::shared_ptr<WorkerCounts> counts;  ///< shared by all who count together; may be left out
};

/// What a file is.
struct ScanFacts {
    std::string type;  ///< name of the ScanType
    int pages = 0;     ///< of a scan
};

struct PageResult {
    record::PageReading reading;
    std::string json;  ///< the same, as it is stored
    Bytes image;
    std::string media_type;
};

/// The cells of one comb, cleaned.
struct CombCells {
    std::string field;
    std::vector<ocr::CleanCell> cells;  ///< left to right; only tile and has_ink are known
};

struct DocumentWork {
    std::filesystem::path path;  ///< of the stored file, when `bytes` is nothing
    Digest digest;
    UtcTime received_at{};
    std::optional<Bytes> bytes;  ///< of a document that stands in no file
};
struct StoredFile {
    std::filesystem::path path;
    std::optional<Digest> digest;  ///< what the file must have; nothing: is not checked
};
/// A document that became a record.
struct DocumentRecord {
    std::string form;
    std::string version;
    std::string record;  ///< JSON of record::ApplicationRecord
};
/// A document that is no application but holds some: see Worker::take_apart.
struct DocumentFeed {};
using DocumentResult = std::variant<DocumentRecord, DocumentFeed, Error>;

/// The next parts of a feed or a zip, in order. Only the last one may be a portion.
struct FeedPiece {
    std::vector<feed::Part> parts;
    bool is_last = false;
    std::optional<Error> trouble;  ///< why there are no more, though the feed goes on
};

/// What parses bytes from outside for the program: the port of the crews. Threads: one.
class Worker {
  public:
    Worker() = default;
    virtual ~Worker() = default;
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Errors of all: those of ocr::ScanFile; unavailable with the reason "worker_died" or
    ///         "worker_slow" (the input made the worker crash, hang, or answer what is no answer);
    ///         internal (cannot start it, models missing or damaged, stored file gone or changed).
    [[nodiscard]] virtual ScanFacts look(const std::filesystem::path& file,
                                         const std::optional<Digest>& digest) = 0;
    /// The pages that one picture of a scan shows, in the order of reading: itself or its halves.
    /// Takes: how a person turned it, in clockwise quarters (0..3).
    [[nodiscard]] virtual std::vector<PageResult> read_page(const std::filesystem::path& file,
                                                            const std::optional<Digest>& digest,
                                                            int page, int quarters = 0) = 0;
    /// One result per work, in order. A document that cannot be taken is an Error among them.
    [[nodiscard]] virtual std::vector<DocumentResult> read_documents(
        std::span<const DocumentWork> work) = 0;
    /// Some parts of a stored feed or zip, those that follow `from`. To go on from where it ended
    /// last costs nothing.
    [[nodiscard]] virtual FeedPiece take_apart(const StoredFile& feed, const feed::Place& from) = 0;
    /// The searchable copy of pages of scans, see ocr::CopyMaker. Takes: `files`, as CopyPage::file
    /// counts them.
    [[nodiscard]] virtual Bytes make_copy(const std::vector<StoredFile>& files,
                                          const ocr::CopyOrder& order) = 0;
    /// Frees its memory until it is needed again.
    virtual void rest() = 0;
    /// Ends its work whatever it does, for good: a call that waits for it throws "worker_died",
    /// each later one internal "worker_not_started", for which no input pays. Threads: any.
    virtual void interrupt() = 0;
};

/// Each thread of a crew has a worker of its own. Called by any thread.
using NewWorker = std::function<std::unique_ptr<Worker>()>;

/// The program's end of one worker process; starts it when it is first needed, and again after it
/// died. Threads: one.
class WorkerProcess final : public Worker {
  public:
    explicit WorkerProcess(WorkerSettings settings);
    ~WorkerProcess() override;  ///< ends the process

    [[nodiscard]] ScanFacts look(const std::filesystem::path& file,
                                 const std::optional<Digest>& digest) override;
    [[nodiscard]] std::vector<PageResult> read_page(const std::filesystem::path& file,
                                                    const std::optional<Digest>& digest, int page,
                                                    int quarters = 0) override;
    [[nodiscard]] std::vector<DocumentResult> read_documents(
        std::span<const DocumentWork> work) override;
    [[nodiscard]] FeedPiece take_apart(const StoredFile& feed, const feed::Place& from) override;
    [[nodiscard]] Bytes make_copy(const std::vector<StoredFile>& files,
                                  const ocr::CopyOrder& order) override;
    void rest() override;
    void interrupt() override;

    /// The combs of digits of a page, for learning; none if it is no page of a known form.
    [[nodiscard]] std::vector<CombCells> read_cells(const std::filesystem::path& file,
                                                    const std::optional<Digest>& digest,
                                                    const PagePlace& page);
    /// The stored image of a page, or a part of it, as PNG; see ocr::draw_picture.
    [[nodiscard]] Bytes draw_picture(const StoredFile& file, const ocr::PictureOrder& order);
    /// Loads forms, models and languages, all that any file may need.
    /// Errors: internal (what is missing or damaged).
    void check();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] NewWorker processes_of(const WorkerSettings& settings);

/// The worker's end: answers on `socket` until it is closed. Gives the process's exit code.
int serve_worker(const WorkerSettings& settings, int socket);

}  // namespace indgang::worker
