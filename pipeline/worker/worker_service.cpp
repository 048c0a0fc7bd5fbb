// SPDX-License-Identifier: MPL-2.0
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>
#include <vector>

#include "ocr/ink/comb_cells.h"
#include "pipeline/stages/paths.h"
#include "pipeline/stages/verified_cells.h"
#include "pipeline/worker/document_reader.h"
#include "pipeline/worker/jail.h"
#include "pipeline/worker/message.h"
#include "pipeline/worker/needed_blanks.h"
#include "pipeline/worker/reader_process.h"
#include "pipeline/worker/stored_bytes.h"
#include "pipeline/worker/worker.h"
#include "pipeline/worker/worker_protocol.h"
#include "schemas/error/reason.h"
#include "schemas/error/verify.h"
#include "schemas/record/json.h"

namespace indgang::worker {
namespace {

constexpr std::size_t sniffed_bytes = 4096;

/// Only what nobody else wants. A kernel without the idle policy still knows nice.
void give_way() {
    constexpr int nicest = 19;
    const sched_param none{};
    if (::setpriority(PRIO_PROCESS, 0, nicest) != 0 &&
        ::sched_setscheduler(0, SCHED_IDLE, &none) != 0) {
        throw Error(Reason::worker_not_limited, "worker: cannot give way");
    }
    static_cast<void>(::sched_setscheduler(0, SCHED_IDLE, &none));
}

/// Errors: internal (worker_not_limited).
void shut_in(const WorkerSettings& settings) {
    if (settings.is_background) {
        give_way();
    }
    JailSettings jail;
    jail.readable = form::FormCatalogue::files_read(settings.forms);
    jail.readable.push_back(settings.models);
    if (!settings.champion.empty()) {
        jail.readable.push_back(settings.champion);
    }
    if (const char* languages = std::getenv("TESSDATA_PREFIX"); languages != nullptr) {
        jail.readable.emplace_back(languages);
    }
    jail.writable = {settings.scratch};
    jail.programs = programs_of_decoders();
    jail.memory_bytes = settings.memory_bytes;
    enter_jail(jail);
}

/// Everything a worker holds between requests. The readers are made when they are first needed: a
/// worker that sees only documents never loads Tesseract.
class Service {
  public:
    explicit Service(const WorkerSettings& settings)
        : settings_(settings), catalogue_(form::FormCatalogue::load(settings.forms)) {}

    /// Loads what a request of this sort needs. Parses nothing from outside.
    void prepare(const WorkerRequest& request) {
        if (std::holds_alternative<PageRequest>(request) ||
            std::holds_alternative<CellsRequest>(request)) {
            paper().needed.draw(paper().blanks);
        } else if (std::holds_alternative<DocumentsRequest>(request)) {
            documents().prepare();
        } else if (std::holds_alternative<CopyRequest>(request)) {
            static_cast<void>(copy_maker());
        }
    }

    /// Gives: the answer to any request. Takes: the files that came with it.
    Message answer(const WorkerRequest& request, std::vector<Descriptor> files) {
        if (files.size() != files_of(request).size()) {
            throw Error(Reason::worker_request, "worker: its files did not come with a request");
        }
        files_ = std::move(files);
        auto answer = std::visit([this](const auto& one) { return do_it(one); }, request);
        if (paper_) {
            paper_->needed.note(paper_->blanks);
        }
        return answer;
    }

  private:
    /// What is needed to read paper.
    struct Paper {
        ocr::BlankPages blanks;
        ocr::Matcher matcher;
        ocr::PageReader reader;
        stages::PagePath path;
        NeededBlanks needed;

        Paper(const form::FormCatalogue& catalogue, const WorkerSettings& settings)
            : blanks(catalogue, ocr::blanks_held),
              matcher(catalogue, blanks),
              reader(catalogue, blanks, settings.models, settings.champion),
              path(stages::Decode(), stages::Normalise(), stages::Match(matcher),
                   stages::Read(reader)),
              needed(catalogue) {}
    };

    /// Takes: `at`, which of the request's files it is.
    void open(const StoredFile& stored, std::size_t at = 0) {
        if (stored.path == open_path_ && file_) {
            return;
        }
        file_.reset();
        open_path_.clear();
        bytes_ = load_stored(files_.at(at), stored.digest);
        type_ = ocr::sniff(bytes_);
        if (type_ != ocr::ScanType::xml && type_ != ocr::ScanType::json) {
            file_ = ocr::open_scan(bytes_, settings_.scratch);
        }
        open_path_ = stored.path;
    }

    static ocr::ScanType head_type(const Descriptor& file) {
        std::string head(sniffed_bytes, '\0');
        head.resize(bytes_of_file(file)(head));
        return ocr::sniff(view_of(head));
    }

    static Message do_it(const HelloRequest&) { return encode(Done{}); }

    Message do_it(const CheckRequest&) {
        for (const auto& form : catalogue_.all()) {
            for (std::size_t page = 1; page <= form.pages.size(); ++page) {
                static_cast<void>(paper().blanks.blank(form.key, static_cast<int>(page)));
                paper().blanks.forget();
            }
        }
        documents().prepare();
        static_cast<void>(copy_maker());
        return encode(Done{});
    }

    Message do_it(const LookRequest& request) {
        // A zip may be larger than all memory, and is never held.
        if (head_type(files_.front()) == ocr::ScanType::zip) {
            return encode(ScanFacts{std::string(ocr::name_of(ocr::ScanType::zip)), 0});
        }
        open(request.file);
        return encode(ScanFacts{std::string(ocr::name_of(type_)), file_ ? file_->pages() : 0});
    }

    Paper& paper() {
        if (!paper_) {
            paper_ = std::make_unique<Paper>(catalogue_, settings_);
        }
        return *paper_;
    }

    DocumentReader& documents() {
        if (!documents_) {
            documents_ = std::make_unique<DocumentReader>(catalogue_);
        }
        return *documents_;
    }

    ocr::CopyMaker& copy_maker() {
        if (!copy_maker_) {
            copy_maker_ = std::make_unique<ocr::CopyMaker>(settings_.scratch);
        }
        return *copy_maker_;
    }

    Message do_it(const CellsRequest& request) {
        open(request.file);
        std::vector<CombCells> combs;
        if (!file_) {
            return encode(combs);
        }
        const auto normal =
            stages::Normalise().run(stages::Decode().run({file_.get(), request.page.number}));
        const ocr::MatchedPage page =
            paper().matcher.match(ocr::part_of(normal.image, request.page.half));
        const form::FormDefinition* form = page.match ? catalogue_.find(page.match->form) : nullptr;
        if (form != nullptr) {
            const ocr::BlankPage& blank =
                paper().blanks.blank(form->key, page.match->page, page.language);
            for (const form::Zone* zone : form->zones_on(page.match->page)) {
                if (stages::is_comb_of_digits(*form->field(zone->field))) {
                    combs.push_back({zone->field,
                                     ocr::clean_cells(
                                         page.image, page.match->to_page, ocr::BlankForm::of(blank),
                                         divide_comb(zone->box, zone->cells, zone->gap_mm))});
                }
            }
        }
        return encode(combs);
    }

    Message do_it(const PageRequest& request) {
        paper().blanks.forget();  // nobody has a reference now
        open(request.file);
        std::vector<PageResult> pages;
        for (auto& read : paper().path.run({file_.get(), request.page, request.quarters})) {
            auto json = record::to_json(read.reading);
            pages.push_back({std::move(read.reading), std::move(json), std::move(read.image.bytes),
                             std::move(read.image.media_type)});
        }
        return encode(pages);
    }

    Message do_it(const CopyRequest& request) {
        std::vector<int> most(request.files.size());
        for (const auto& page : request.order.pages) {
            auto& last = most.at(static_cast<std::size_t>(page.file));
            last = std::max(last, page.page.number);
        }
        return encode_file(copy_maker().make(
            [&](int number) -> ocr::ScanFile& {
                const auto at = static_cast<std::size_t>(number);
                open(request.files[at], at);
                if (!file_ || most[at] > file_->pages()) {
                    throw Error(Reason::no_such_page, "copy: the scan has no such page");
                }
                return *file_;
            },
            request.order));
    }

    Message do_it(const PictureRequest& request) {
        open(request.file);
        if (!file_) {
            throw Error(Reason::not_a_scan, "picture: what is stored is no picture");
        }
        return encode_file(ocr::draw_picture(*file_, request.order));
    }

    Message do_it(const DocumentsRequest& request) {
        std::vector<DocumentResult> results;
        auto file = files_.begin();
        for (const auto& work : request.work) {
            results.push_back(work.bytes ? documents().read(work)
                                         : documents().read(work, *file++));
        }
        return encode(results);
    }

    Message do_it(const FeedRequest& request) {
        return encode(
            documents().take_apart(request.file, std::move(files_.front()), request.from));
    }

    const WorkerSettings& settings_;
    form::FormCatalogue catalogue_;
    std::vector<Descriptor> files_;  ///< of the request
    std::filesystem::path open_path_;
    Bytes bytes_;
    ocr::ScanType type_ = ocr::ScanType::unknown;
    std::unique_ptr<ocr::ScanFile> file_;
    std::unique_ptr<Paper> paper_;
    std::unique_ptr<DocumentReader> documents_;
    std::unique_ptr<ocr::CopyMaker> copy_maker_;
};

/// Words for the sender of a file that takes more than a worker may have: the limit is set.
Error out_of_memory() {
    rlimit most{};
    ::getrlimit(RLIMIT_AS, &most);
    return {Reason::memory_exceeded, "worker: needs more memory than a worker may take (" +
                                         std::to_string(most.rlim_cur >> 20U) + " MiB)"};
}

/// Nothing from outside was looked at yet: a damaged file may ask for any amount.
Error out_of_memory_at_start() {
    return {Reason::worker_not_started,
            "worker: cannot begin: a form, model or language asks for more memory than a worker "
            "may take; it is damaged, or workers.memory_mib is too small"};
}

/// Nothing from outside was looked at yet, so no input is at fault.
Error of_installation(const Error& error) {
    return is_of_installation(error.kind())
               ? error
               : Error(Reason::worker_not_started,
                       "worker: cannot begin: " + std::string(error.what()) + " [" +
                           error.reason() + "]",
                       error.place());
}

/// Such a request brings nothing from outside.
bool is_about_ourselves(const WorkerRequest& request) {
    return std::holds_alternative<HelloRequest>(request) ||
           std::holds_alternative<CheckRequest>(request);
}

Message answer_to(Message request, Service& service) {
    bool is_ours = false;
    try {
        const auto decoded = decode_request(request);
        is_ours = is_about_ourselves(decoded);
        return service.answer(decoded, std::move(request.files));
    } catch (const Error& error) {
        return encode(error);
    } catch (const std::bad_alloc&) {
        return encode(is_ours ? out_of_memory_at_start() : out_of_memory());
    }
}

/// What its reader works on: pages of one file are one reader's, and so are the documents that come
/// within one second. A reader for each lot of them would cost a tenth of what they all cost.
std::string file_of(const WorkerRequest& request) {
    if (std::holds_alternative<DocumentsRequest>(request)) {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        const auto second = std::chrono::floor<std::chrono::seconds>(now).count();
        return "documents of second " + std::to_string(second);
    }
    return std::visit(
        [](const auto& one) -> std::string {
            if constexpr (requires { one.file.path; }) {
                return one.file.path.string();
            } else {
                return {};  // several files of one applicant: a reader for this request alone
            }
        },
        request);
}

}  // namespace

int serve_worker(const WorkerSettings& settings, int socket) {
    bool is_shut_in = false;
    std::unique_ptr<Service> service;
    ReaderProcess reader([&](Message request) { return answer_to(std::move(request), *service); },
                         settings.scratch);
    // Said to the one who asks when it fails.
    const auto make_ready = [&](const Message& request) {
        try {
            // Before anything else.
            if (!is_shut_in) {
                shut_in(settings);
                is_shut_in = true;
            }
            if (!service) {
                service = std::make_unique<Service>(settings);
            }
            auto decoded = decode_request(request);
            service->prepare(decoded);
            return decoded;
        } catch (const Error& error) {
            throw of_installation(error);
        } catch (const std::bad_alloc&) {
            throw out_of_memory_at_start();
        }
    };
    while (auto request = receive_message(socket, std::nullopt, Files::are_taken)) {
        Message answer;
        try {
            const auto decoded = make_ready(*request);
            if (is_about_ourselves(decoded)) {
                answer = answer_to(std::move(*request), *service);
            } else if (auto given = reader.ask(file_of(decoded), *request)) {
                answer = std::move(*given);
            } else {
                return 1;
            }
        } catch (const Error& error) {
            answer = encode(error);
        } catch (const std::bad_alloc&) {
            answer = encode(out_of_memory());
        }
        send_message(socket, answer);
    }
    return 0;
}

}  // namespace indgang::worker
