// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/tail.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/rules/bound.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"
#include "schemas/record/json_writer.h"

namespace indgang::stages {
namespace {

const form::FormDefinition& form_of(const form::FormCatalogue& catalogue,
                                    const record::ApplicationRecord& record) {
    const auto* form = catalogue.find(record.form);
    if (form == nullptr) {
        throw Error(Reason::form_lost, "no form " + record.form.form + " version " +
                                           record.form.version + " in the catalogue");
    }
    return *form;
}

std::string extension_of(std::string_view media_type) {
    if (media_type == "image/tiff") {
        return ".tif";
    }
    if (media_type == "image/jpeg") {
        return ".jpg";
    }
    return media_type == "image/png" ? ".png" : ".bin";
}

/// The pages of an application; of XML and JSON the original document. The original bytes of a
/// batch hold other people's pages and are never a document of a case.
std::vector<casequeue::Document> documents_of(const record::ApplicationRecord& record) {
    std::vector<casequeue::Document> documents;
    if (record.source != record::Source::paper && record.arrival) {
        const bool is_json = record.source == record::Source::json;
        documents.push_back({*record.arrival, is_json ? "application/json" : "application/xml",
                             is_json ? "original.json" : "original.xml"});
    }
    int number = 0;
    for (const auto& page : record.pages) {
        ++number;
        if (page.image && !is_foreign(record, page.page)) {
            documents.push_back({*page.image, page.media_type,
                                 "page-" + std::to_string(number) + extension_of(page.media_type)});
        }
    }
    return documents;
}

/// The record is written once: the store keeps the text, and the case holds it.
std::string case_body(const std::string& record, const std::string& documents) {
    constexpr std::string_view start = R"({"format":"indgang-case/1","application":)";
    constexpr std::string_view middle = R"(,"documents":)";
    std::string body;
    body.reserve(start.size() + record.size() + middle.size() + documents.size() + 1);
    body.append(start).append(record).append(middle).append(documents) += '}';
    return body;
}

}  // namespace

bool is_foreign(const record::ApplicationRecord& record, const PagePlace& page) {
    return std::any_of(record.findings.begin(), record.findings.end(), [&](const auto& finding) {
        const auto place = finding.evidence.find("page_in_batch");
        return finding.rule == "foreign_page" && place != finding.evidence.end() &&
               place->second == format_page_place(page);
    });
}

record::InquiredRecord Ask::run(record::ApplicationRecord in) {
    const auto questions = rules::questions(form_of(*catalogue_, in), in);
    return {std::move(in), registries_->ask(questions)};
}

record::ValidatedRecord Validate::run(record::InquiredRecord in) {
    const auto& form = form_of(*catalogue_, in.record);
    return rules::validate(form, std::move(in));
}

record::ValidatedRecord Compare::run(record::ValidatedRecord in) {
    const bool is_contradicted = std::any_of(
        in.verdicts.begin(), in.verdicts.end(),
        [](const auto& verdict) { return verdict.agreement == record::Agreement::differs; });
    if (in.inquired.record.source != record::Source::paper || !is_contradicted) {
        return in;
    }
    const auto& form = form_of(*catalogue_, in.inquired.record);
    for (auto& neighbour : neighbours_->of(in.inquired.record)) {
        const auto other = Ask(*catalogue_, *registries_).run(std::move(neighbour));
        rules::add_findings(in, rules::exchanged_pages(form, in.inquired, other));
    }
    return in;
}

record::ValidatedRecord Recall::run(record::ValidatedRecord in) {
    const auto& form = form_of(*catalogue_, in.inquired.record);
    const auto earlier = earlier_->before(form, in.inquired.record);
    rules::add_findings(in, rules::came_before(form, in.inquired.record, earlier));
    return in;
}

record::SettledRecord Settle::run(record::ValidatedRecord in) {
    const auto& form = form_of(*catalogue_, in.inquired.record);
    return rules::settle(form, std::move(in));
}

RoutedRecord Choose::run(record::SettledRecord in) {
    if (in.outcome == record::Outcome::parked) {
        return {std::move(in), {}};
    }
    const auto& record = in.validated.inquired.record;
    const auto day = rules::danish_day(record.received_at);
    auto destination =
        destination_of(routes_, {.form = record.form.form,
                                 .municipality = in.validated.municipality,
                                 .authority = form_of(*catalogue_, record).authority_cvr.on(day),
                                 .received = day});
    if (!destination) {
        in.outcome = record::Outcome::parked;
        in.reasons = {std::string(code_of(Reason::no_destination))};
    }
    return {std::move(in), destination.value_or(std::string())};
}

Delivery Deliver::run(RoutedRecord in) {
    Delivery out;
    out.record = record::to_json(in.settled);
    if (in.settled.outcome != record::Outcome::parked) {
        out.documents = documents_of(in.settled.validated.inquired.record);
        out.body = case_body(out.record, to_json(out.documents));
    }
    out.settled = std::move(in.settled);
    out.destination = std::move(in.destination);
    return out;
}

std::string to_json(const std::vector<casequeue::Document>& documents) {
    record::JsonWriter out;
    out.array(documents, [&](const casequeue::Document& document) {
        out.begin_object();
        out.member("digest", document.digest.hex());
        out.member("media_type", document.media_type);
        out.member("name", document.name);
        out.end_object();
    });
    return out.take();
}

std::vector<casequeue::Document> parse_documents(std::string_view json) {
    std::vector<casequeue::Document> documents;
    try {
        for (const auto& entry : nlohmann::json::parse(json)) {
            const auto digest = Digest::parse(entry.at("digest").get<std::string>());
            if (!digest) {
                throw Error(Reason::outbox_corrupt, "outbox: broken digest");
            }
            documents.push_back({*digest, entry.at("media_type").get<std::string>(),
                                 entry.at("name").get<std::string>()});
        }
    } catch (const nlohmann::json::exception&) {
        throw Error(Reason::outbox_corrupt, "outbox: documents are no JSON list");
    }
    return documents;
}

}  // namespace indgang::stages
