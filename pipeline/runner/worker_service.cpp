// SPDX-License-Identifier: MPL-2.0
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "ocr/ink/comb_cells.h"
#include "pipeline/runner/copy_order.h"
#include "pipeline/runner/message.h"
#include "pipeline/runner/worker.h"
#include "pipeline/stages/paths.h"
#include "pipeline/stages/verified_cells.h"
#include "schemas/core/verify.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

using Json = nlohmann::json;

Json json_of(const Error& error) {
    return {{"kind", std::string(name_of(error.kind()))},
            {"reason", error.reason()},
            {"message", error.what()},
            {"place", error.place()}};
}

void limit_process(const WorkerSettings& settings) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto memory = static_cast<rlim_t>(settings.memory_bytes);
    const rlimit address_space{memory, memory};
    const rlimit no_core{0, 0};
    if (::setrlimit(RLIMIT_AS, &address_space) != 0 || ::setrlimit(RLIMIT_CORE, &no_core) != 0) {
        throw Error(ErrorKind::internal, "worker_not_limited", "worker: cannot set its limits");
    }
}

/// Only what nobody else wants. A kernel without the idle policy still knows nice.
void give_way() {
    constexpr int nicest = 19;
    const sched_param none{};
    if (::setpriority(PRIO_PROCESS, 0, nicest) != 0 &&
        ::sched_setscheduler(0, SCHED_IDLE, &none) != 0) {
        throw Error(ErrorKind::internal, "worker_not_limited", "worker: cannot give way");
    }
    static_cast<void>(::sched_setscheduler(0, SCHED_IDLE, &none));
}

Bytes load(const std::string& path, const Json& request) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::internal, "blob_missing", "worker: cannot open the stored file");
    }
    Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (request.contains("digest") && Digest::of(bytes).hex() != request.at("digest")) {
        throw Error(ErrorKind::internal, "blob_corrupt", "worker: the stored file has changed");
    }
    return bytes;
}

/// Everything a worker holds between requests. The readers are made when they are first needed: a
/// worker that sees only XML never loads Tesseract.
class Service {
  public:
    explicit Service(const WorkerSettings& settings)
        : settings_(settings), catalogue_(form::FormCatalogue::load(settings.forms)) {}

    Message answer(const Json& request) {
        const auto what = request.at("do").get<std::string>();
        if (what == "look") {
            return look(request);
        }
        if (what == "page") {
            return page(request);
        }
        if (what == "cells") {
            return cells(request);
        }
        if (what == "xml") {
            return xml(request);
        }
        if (what == "copy") {
            return copy(request);
        }
        return {R"({"ready":true})", {}};
    }

  private:
    /// What is needed to read paper.
    struct Paper {
        ocr::BlankPages blanks;
        ocr::Matcher matcher;
        ocr::PageReader reader;
        stages::PagePath path;

        Paper(const form::FormCatalogue& catalogue, const WorkerSettings& settings)
            : blanks(catalogue),
              matcher(catalogue, blanks),
              reader(catalogue, blanks, settings.models, settings.champion),
              path(stages::Decode(), stages::Normalise(), stages::Match(matcher),
                   stages::Read(reader)) {}
    };

    void open(const Json& request) {
        const auto path = request.at("file").get<std::string>();
        if (path == open_path_ && file_) {
            return;
        }
        file_.reset();
        open_path_.clear();
        bytes_ = load(path, request);
        type_ = ocr::sniff(bytes_);
        if (type_ != ocr::ScanType::xml) {
            file_ = ocr::ScanFile::open(bytes_, settings_.scratch);
        }
        open_path_ = path;
    }

    Message look(const Json& request) {
        open(request);
        const Json header{{"type", std::string(ocr::name_of(type_))},
                          {"pages", file_ ? file_->pages() : 0}};
        return {header.dump(), {}};
    }

    Paper& paper() {
        if (!paper_) {
            paper_ = std::make_unique<Paper>(catalogue_, settings_);
        }
        return *paper_;
    }

    Message cells(const Json& request) {
        open(request);
        if (!file_) {
            return {Json{{"combs", Json::array()}}.dump(), {}};
        }
        const auto place = parse_page_place(request.at("page").get<std::string>());
        VERIFY(place);
        const auto normal =
            stages::Normalise().run(stages::Decode().run({file_.get(), place->number}));
        const ocr::MatchedPage page =
            paper().matcher.match(ocr::part_of(normal.image, place->half));
        Message message;
        Json combs = Json::array();
        const form::FormDefinition* form = page.match ? catalogue_.find(page.match->form) : nullptr;
        if (form != nullptr) {
            const ocr::BlankPage& blank = paper().blanks.blank(form->key, page.match->page);
            for (const form::Zone* zone : form->zones_on(page.match->page)) {
                if (stages::is_comb_of_digits(*form->field(zone->field))) {
                    combs.push_back(cells_of(page, blank, *zone, message.body));
                }
            }
        }
        message.header = Json{{"combs", std::move(combs)}}.dump();
        return message;
    }

    static Json cells_of(const ocr::MatchedPage& page, const ocr::BlankPage& blank,
                         const form::Zone& zone, Bytes& body) {
        const auto cells =
            ocr::clean_cells(page.image, page.match->to_page, ocr::BlankForm::of(blank),
                             ocr::divide_comb(zone.box, zone.cells, zone.gap_mm));
        std::vector<bool> has_ink;
        for (const ocr::CleanCell& cell : cells) {
            has_ink.push_back(cell.has_ink);
            body.insert(body.end(), cell.tile.pixels.begin(), cell.tile.pixels.end());
        }
        return {{"field", zone.field}, {"has_ink", has_ink}};
    }

    Message page(const Json& request) {
        open(request);
        Message message;
        Json pages = Json::array();
        for (auto& read : paper().path.run({file_.get(), request.at("page").get<int>()})) {
            pages.push_back({{"reading", record::to_json(read.reading)},
                             {"media_type", read.image.media_type},
                             {"size", read.image.bytes.size()}});
            if (message.body.empty()) {
                message.body = std::move(read.image.bytes);
            } else {
                message.body.insert(message.body.end(), read.image.bytes.begin(),
                                    read.image.bytes.end());
            }
        }
        message.header = Json{{"pages", std::move(pages)}}.dump();
        return message;
    }

    Message copy(const Json& request) {
        open(request);
        const ocr::CopyOrder order = parse_copy_order(request.at("order"));
        if (!copy_maker_) {
            copy_maker_ = std::make_unique<ocr::CopyMaker>(settings_.scratch);
        }
        for (const auto& page : order.pages) {
            if (!file_ || page.page.number > file_->pages()) {
                throw Error(ErrorKind::bad_input, "no_such_page",
                            "copy: the scan has no such page");
            }
        }
        return {R"({"copied":true})", copy_maker_->make(*file_, order)};
    }

    Message xml(const Json& request) {
        if (!xml_reader_) {
            xml_reader_ = std::make_unique<xml::SubmissionReader>(catalogue_);
        }
        stages::XmlPath path{stages::Parse(*xml_reader_), stages::Map(*xml_reader_)};
        Message message;
        Json results = Json::array();
        for (const auto& work : request.at("work")) {
            try {
                const auto bytes = load(work.at("file").get<std::string>(), work);
                const auto at = parse_utc(work.at("received_at").get<std::string>());
                VERIFY(at);
                const auto record =
                    path.run({bytes, {Digest::parse(work.at("digest").get<std::string>()), *at}});
                const auto json = record::to_json(record);
                message.body.insert(message.body.end(), json.begin(), json.end());
                results.push_back({{"form", record.form.form},
                                   {"version", record.form.version},
                                   {"size", json.size()}});
            } catch (const Error& error) {
                results.push_back({{"error", json_of(error)}});
            }
        }
        message.header = Json{{"results", std::move(results)}}.dump();
        return message;
    }

    const WorkerSettings& settings_;
    form::FormCatalogue catalogue_;
    std::string open_path_;
    Bytes bytes_;
    ocr::ScanType type_ = ocr::ScanType::unknown;
    std::unique_ptr<ocr::ScanFile> file_;
    std::unique_ptr<Paper> paper_;
    std::unique_ptr<xml::SubmissionReader> xml_reader_;
    std::unique_ptr<ocr::CopyMaker> copy_maker_;
};

Message error_message(const Error& error) {
    return {Json{{"error", json_of(error)}}.dump(), {}};
}

}  // namespace

int serve_worker(const WorkerSettings& settings, int socket) {
    limit_process(settings);
    if (settings.is_background) {
        give_way();
    }
    std::unique_ptr<Service> service;
    while (auto request = receive_message(socket, std::nullopt)) {
        Message answer;
        try {
            if (!service) {
                service = std::make_unique<Service>(settings);
            }
            answer = service->answer(Json::parse(request->header));
        } catch (const Error& error) {
            answer = error_message(error);
        } catch (const std::bad_alloc&) {
            answer = error_message(
                Error(ErrorKind::limit, "memory_exceeded", "worker: beyond its memory limit"));
        }
        send_message(socket, answer);
    }
    return 0;
}

}  // namespace indgang::runner
