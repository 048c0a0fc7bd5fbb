// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <atomic>
#include <iostream>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>

#include "pipeline/program/commands.h"
#include "pipeline/program/inputs.h"
#include "pipeline/program/session.h"
#include "pipeline/stages/paths.h"
#include "pipeline/store/document_type.h"
#include "schemas/core/harmless_text.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"
#include "schemas/record/json.h"

namespace indgang::program {
namespace {

/// Where a page of the batch stands.
struct PageSource {
    std::filesystem::path file;
    int page_of_file = 1;
    std::filesystem::path name;  ///< for people: of an entry of a zip `file` is a copy
};

/// Of a file as a whole, or of one page of it.
struct FileTrouble {
    std::filesystem::path file;
    Error error;
    std::optional<int> page_of_file = std::nullopt;
    std::string part = {};  ///< of a feed or a zip
};

/// An application that stands in XML or JSON.
struct Document {
    std::filesystem::path file;
    std::int64_t part = 0;  ///< of a feed, from 1; 0: it is all of the file
    record::ApplicationRecord record;
};

/// Reads all pages with as many workers as the configuration says. A page that cannot be read
/// becomes an unreadable page and a trouble.
class BatchReader {
  public:
    explicit BatchReader(const configuration::Configuration& configuration)
        : unpacked_(configuration.worker_settings().scratch), configuration_(configuration) {}

    void look(const std::vector<std::filesystem::path>& files) {
        worker::WorkerProcess worker(configuration_.worker_settings());
        for (const auto& file : files) {
            try {
                const auto absolute = std::filesystem::absolute(file);
                if (!std::filesystem::is_regular_file(absolute)) {
                    throw Error(Reason::file_missing, "no such file");
                }
                const auto facts = worker.look(absolute, std::nullopt);
                // XML that is too large for one application may be a feed, read piece by piece.
                const bool is_large =
                    facts.type == "xml" && std::filesystem::file_size(file) > limits::xml_bytes;
                if (facts.type == "zip" || is_large ||
                    (store::is_document(facts.type) && !take(worker, file, 0, load_file(file)))) {
                    read_parts(worker, file);
                }
                add_pages(absolute, facts.pages, absolute.string());
            } catch (const Error& error) {
                if (error.kind() == ErrorKind::internal) {
                    throw;
                }
                troubles.push_back({file, error});
            }
        }
    }

    void read() {
        read_.resize(sources.size());
        page_troubles_.resize(sources.size());
        std::atomic<std::size_t> next{0};
        std::mutex mutex;
        std::optional<Error> broken;  // guarded by mutex
        const auto work = [&] {
            worker::WorkerProcess worker(configuration_.worker_settings());
            for (auto i = next++; i < sources.size() && !is_interrupted(); i = next++) {
                try {
                    read_one(worker, i);
                } catch (const Error& error) {
                    const std::lock_guard lock(mutex);
                    broken = error;
                    return;
                }
            }
        };
        std::vector<std::thread> threads;
        const auto count = std::min<std::size_t>(static_cast<std::size_t>(configuration_.workers()),
                                                 std::max<std::size_t>(sources.size(), 1));
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back(work);
        }
        for (auto& thread : threads) {
            thread.join();
        }
        if (broken) {
            throw *broken;
        }
        for (auto& of_picture : read_) {
            std::move(of_picture.begin(), of_picture.end(), std::back_inserter(pages));
        }
        for (auto& of_picture : page_troubles_) {
            if (of_picture) {
                troubles.push_back(std::move(*of_picture));
            }
        }
    }

    [[nodiscard]] const record::PageReading& reading_at(const PagePlace& place) const {
        const auto at = std::find_if(pages.begin(), pages.end(),
                                     [&](const auto& each) { return each.reading.page == place; });
        VERIFY(at != pages.end());
        return at->reading;
    }
    [[nodiscard]] const PageSource& source_of(const PagePlace& place) const {
        return sources[static_cast<std::size_t>(place.number) - 1];
    }

    std::vector<Document> documents;            ///< in the order of the files
    std::vector<PageSource> sources;            ///< one per picture
    std::vector<segment::StoredReading> pages;  ///< in the order of the batch
    std::vector<FileTrouble> troubles;

  private:
    void add_pages(const std::filesystem::path& file, int pages, const std::string& name) {
        for (int page = 1; page <= pages; ++page) {
            sources.push_back({file, page, name});
        }
    }

    /// Of a feed or a zip. A worker of its own takes it apart: it need not begin anew each time.
    void read_parts(worker::Worker& worker, const std::filesystem::path& file) {
        worker::WorkerProcess taker(configuration_.worker_settings());
        worker::FeedPiece piece;
        feed::Place place;
        do {
            piece = taker.take_apart({std::filesystem::absolute(file), std::nullopt}, place);
            for (auto& part : piece.parts) {
                place = feed::behind(part, place);
                try {
                    take(worker, file, part);
                } catch (const Error& error) {
                    if (error.kind() == ErrorKind::internal) {
                        throw;
                    }
                    troubles.push_back({file, error, std::nullopt, title_of(part)});
                }
            }
            if (piece.trouble) {
                throw *piece.trouble;
            }
        } while (!piece.is_last && !is_interrupted());
    }

    void take(worker::Worker& worker, const std::filesystem::path& file, const feed::Part& part) {
        if (part.refusal == Reason::zip_entry_passed_over) {
            std::cerr << console::printable(part.name) << ": passed over\n";
            return;
        }
        if (part.refusal) {
            throw Error(*part.refusal, std::string(row_of(*part.refusal).means));
        }
        const auto name = part.name.empty() ? file.string() : file.string() + "/" + part.name;
        const auto number = part.name.empty() ? part.number : 0;
        if (store::is_document(part.type)) {
            static_cast<void>(take(worker, name, number, bytes_of(part.bytes)));
        } else if (const auto copy = unpacked_.add(file, part); part.is_whole) {
            add_pages(copy, worker.look(copy, std::nullopt).pages, name);
        }
    }

    /// Gives: false when the document is a feed.
    bool take(worker::Worker& worker, const std::filesystem::path& file, std::int64_t part,
              Bytes bytes) {
        const worker::DocumentWork work{{}, Digest::of(bytes), {}, std::move(bytes)};
        auto result = std::move(worker.read_documents({&work, 1}).front());
        if (const auto* error = std::get_if<Error>(&result)) {
            throw Error(*error);
        }
        if (const auto* read = std::get_if<worker::DocumentRecord>(&result)) {
            documents.push_back({file, part, record::parse_application_record(read->record)});
        }
        return std::holds_alternative<worker::DocumentRecord>(result);
    }

    void read_one(worker::Worker& worker, std::size_t i) {
        auto& of_picture = read_[i];
        try {
            for (auto& result :
                 worker.read_page(sources[i].file, std::nullopt, sources[i].page_of_file)) {
                of_picture.push_back({std::move(result.reading), std::nullopt, {}});
            }
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::internal) {
                throw;
            }
            auto& page = of_picture.emplace_back();
            page.reading.kind = record::PageKind::unreadable;
            page.reading.trouble = error.reason();
            page_troubles_[i] = FileTrouble{sources[i].name, error, sources[i].page_of_file};
        }
        for (auto& page : of_picture) {
            page.reading.page.number = static_cast<int>(i) + 1;
        }
    }

    std::vector<std::vector<segment::StoredReading>> read_;  ///< by picture
    std::vector<std::optional<FileTrouble>> page_troubles_;  ///< by picture
    UnpackedScans unpacked_;
    const configuration::Configuration& configuration_;
};

nlohmann::ordered_json json_of(const record::FieldValue& value, const BatchReader& batch) {
    const auto& scanned = std::get<record::Scanned>(value.provenance);
    nlohmann::ordered_json json{{"field", value.field}};
    const bool has_page = value.doubt != "page_missing";
    json["page"] = has_page ? nlohmann::ordered_json(scanned.page.number) : nullptr;
    if (has_page) {
        const auto& match = batch.reading_at(scanned.page).match;
        json["half"] = std::string(name_of(scanned.page.half));
        json["form_page"] = match ? nlohmann::ordered_json(match->page) : nullptr;
    }
    json["box_px"] = {scanned.box.x, scanned.box.y, scanned.box.width, scanned.box.height};
    json["candidates"] = nlohmann::ordered_json::array();
    for (const auto& candidate : value.candidates) {
        json["candidates"].push_back(record::json_of(candidate));
    }
    json["value"] = value.value ? nlohmann::ordered_json(value.value->canonical()) : nullptr;
    json["probability"] = scanned.probability;
    json["accepted"] = value.is_accepted;
    json["doubt"] = value.doubt;
    json["reader"] = scanned.reader;
    return json;
}

nlohmann::ordered_json findings_of(const record::ApplicationRecord& record) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& finding : record.findings) {
        json.push_back(record::json_of(finding));
    }
    return json;
}

nlohmann::ordered_json json_of(const record::ApplicationRecord& record, const BatchReader& batch) {
    nlohmann::ordered_json json{{"form", record.form.form}, {"version", record.form.version}};
    json["pages"] = nlohmann::ordered_json::array();
    for (const auto& page : record.pages) {
        const auto& source = batch.source_of(page.page);
        const auto& reading = batch.reading_at(page.page);
        const bool has_no_version = page.form_page == 0 && reading.match;  // segment.cpp
        const auto kind = has_no_version ? record::PageKind::attachment : reading.kind;
        const auto trouble = has_no_version ? code_of(Reason::several_forms) : reading.trouble;
        json["pages"].push_back({{"page", page.page.number},
                                 {"half", std::string(name_of(page.page.half))},
                                 {"form_page", page.form_page},
                                 {"file", source.name.string()},
                                 {"page_of_file", source.page_of_file},
                                 {"kind", std::string(record::name_of(kind))},
                                 {"trouble", trouble},
                                 {"turned_quarters", reading.turned_quarters},
                                 {"size_px", {reading.width_px, reading.height_px}},
                                 {"residual_mm", reading.match ? reading.match->residual_mm : 0.0},
                                 {"found_by", reading.match ? reading.match->by : ""}});
    }
    json["fields"] = nlohmann::ordered_json::array();
    for (const auto& value : record.fields) {
        json["fields"].push_back(json_of(value, batch));
    }
    json["findings"] = findings_of(record);
    return json;
}

nlohmann::ordered_json json_of(const Document& document) {
    const auto& record = document.record;
    const char* place = record.source == record::Source::json ? "pointer" : "xpath";
    nlohmann::ordered_json json{{"form", record.form.form},
                                {"version", record.form.version},
                                {"file", document.file.string()}};
    if (document.part > 0) {
        json["part"] = document.part;
    }
    json["fields"] = nlohmann::ordered_json::array();
    for (const auto& value : record.fields) {
        const auto& submitted = std::get<record::Submitted>(value.provenance);
        json["fields"].push_back(
            {{"field", value.field},
             {place, submitted.place},
             {"raw", value.raw},
             {"value", value.value ? nlohmann::ordered_json(value.value->canonical()) : nullptr},
             {"accepted", value.is_accepted},
             {"doubt", value.doubt}});
    }
    json["findings"] = findings_of(record);
    return json;
}

/// The ink on the pages that no reading explains.
nlohmann::ordered_json traces_of(const BatchReader& batch) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& page : batch.pages) {
        for (const record::Trace& trace : page.reading.traces) {
            const BoxPx& box = trace.box;
            json.push_back({{"page", page.reading.page.number},
                            {"half", std::string(name_of(page.reading.page.half))},
                            {"kind", std::string(record::name_of(trace.kind))},
                            {"box_px", {box.x, box.y, box.width, box.height}},
                            {"near", trace.near}});
        }
    }
    return json;
}

void print_json(const std::vector<record::ApplicationRecord>& records, const BatchReader& batch) {
    nlohmann::ordered_json all;
    all["applications"] = nlohmann::ordered_json::array();
    for (const auto& record : records) {
        all["applications"].push_back(json_of(record, batch));
    }
    for (const auto& document : batch.documents) {
        all["applications"].push_back(json_of(document));
    }
    all["pages_read"] = batch.sources.size();
    all["traces"] = traces_of(batch);
    all["troubles"] = nlohmann::ordered_json::array();
    for (const auto& trouble : batch.troubles) {
        all["troubles"].push_back({{"file", trouble.file.string()},
                                   {"reason", trouble.error.reason()},
                                   {"place", trouble.error.place()},
                                   {"message", trouble.error.what()}});
        if (!trouble.part.empty()) {
            all["troubles"].back()["part"] = trouble.part;
        }
        if (trouble.page_of_file) {
            all["troubles"].back()["page_of_file"] = *trouble.page_of_file;
        }
    }
    std::cout << harmless_json(all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace))
              << "\n";
}

void print_findings(const record::ApplicationRecord& record) {
    for (const auto& finding : record.findings) {
        std::cout << "  " << record::name_of(finding.severity) << ": " << finding.rule;
        if (const auto page = finding.evidence.find("page_in_batch");
            page != finding.evidence.end()) {
            std::cout << ", page " << page->second;
        }
        if (const auto place = finding.evidence.find("xpath"); place != finding.evidence.end()) {
            std::cout << ", " << console::printable(place->second);
        }
        std::cout << "\n";
    }
}

void print_text(const Document& document, bool colours) {
    const auto& form = document.record.form;
    std::cout << form.form << " version " << form.version << ", "
              << console::printable(document.file.string())
              << (document.part > 0 ? ", application " + std::to_string(document.part) : "")
              << "\n";
    console::Table table({"  field", "value", "from", ""});
    for (const auto& value : document.record.fields) {
        if (!value.value && value.is_accepted) {
            continue;
        }
        const auto text = value.value ? value.value->danish() : "(" + value.raw + ")";
        table.row({"  " + value.field, console::printable(text),
                   console::printable(std::get<record::Submitted>(value.provenance).place),
                   console::paint(value.doubt, console::Colour::warning, colours)});
    }
    std::cout << table.text();
    print_findings(document.record);
}

void print_text(const std::vector<record::ApplicationRecord>& records, const BatchReader& batch) {
    const bool colours = console::has_colours(1);
    for (const auto& document : batch.documents) {
        print_text(document, colours);
    }
    for (const auto& record : records) {
        std::cout << record.form.form << " version " << record.form.version << "\n";
        console::Table table({"  field", "page", "value", "probability", "reader", ""});
        for (const auto& value : record.fields) {
            if (!value.value && value.is_accepted) {
                continue;  // left empty, and surely so
            }
            const auto& scanned = std::get<record::Scanned>(value.provenance);
            const auto text = value.value ? value.value->danish() : "(" + value.raw + ")";
            const auto percent =
                std::to_string(static_cast<int>(scanned.probability * 1000) / 10.0).substr(0, 4);
            table.row({"  " + value.field, format_page_place(scanned.page),
                       console::printable(text), percent + " %", scanned.reader,
                       console::paint(value.doubt, console::Colour::warning, colours)});
        }
        std::cout << table.text();
        print_findings(record);
    }
    if (records.empty() && !batch.sources.empty()) {
        std::cout << "no application on " << batch.sources.size() << " pages\n";
    }
}

}  // namespace

console::ExitCode read_scans(const configuration::Configuration& configuration,
                             const ReadOptions& options) {
    const auto catalogue = load_forms(configuration);
    BatchReader batch(configuration);
    batch.look(options.files);
    batch.read();
    stages::BatchPath path{stages::Assemble(catalogue)};
    const auto records = path.run({{}, batch.pages});
    if (options.is_json) {
        print_json(records, batch);
    } else {
        print_text(records, batch);
    }
    for (const auto& trouble : batch.troubles) {
        std::cerr << console::printable(trouble.file.string())
                  << (trouble.page_of_file ? ", page " + std::to_string(*trouble.page_of_file) : "")
                  << (trouble.part.empty() ? "" : ", " + console::printable(trouble.part)) << ": "
                  << console::printable(trouble.error.what()) << " [" << trouble.error.reason()
                  << "]" << (trouble.error.place().empty() ? "" : ", ")
                  << console::printable(trouble.error.place()) << "\n";
    }
    if (is_interrupted()) {
        return console::ExitCode::interrupted;
    }
    return batch.troubles.empty() ? console::ExitCode::done : console::ExitCode::bad_input;
}

console::ExitCode work(const worker::WorkerSettings& settings) {
    constexpr int worker_socket = 3;
    return worker::serve_worker(settings, worker_socket) == 0 ? console::ExitCode::done
                                                              : console::ExitCode::internal;
}

}  // namespace indgang::program
