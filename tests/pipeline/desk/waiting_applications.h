// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "pipeline/runner/listing.h"
#include "pipeline/stages/paths.h"
#include "schemas/record/json.h"
#include "schemas/xml/submission.h"
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::desk {

/// Applications that wait for a person, made of a sample of which the test doubts what it likes.
class WaitingApplications : public store::StoreTest {
  protected:
    static const form::FormCatalogue& catalogue() {
        static const auto loaded = form::FormCatalogue::load(
            {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas" / "forms"});
        return loaded;
    }
    static record::ApplicationRecord sample() {
        std::ifstream in(std::string(INDGANG_SOURCE_DIR) + "/samples/xml/boligstoette-single.xml");
        const std::string xml{std::istreambuf_iterator<char>(in), {}};
        xml::SubmissionReader reader(catalogue());
        stages::XmlPath path{stages::Parse(reader), stages::Map(reader)};
        const auto bytes = view_of(xml);
        return path.run(
            {bytes, {Digest::of(bytes), std::chrono::sys_days(std::chrono::year(2026) / 11 / 29)}});
    }
    /// Parked for these reasons; the fields of "low_probability" are doubted.
    std::string waiting(const std::string& bytes, const std::vector<std::string>& reasons) {
        auto record = sample();
        for (auto& field : record.fields) {
            if (std::ranges::find(reasons, "low_probability:" + field.field) != reasons.end()) {
                field.is_accepted = false;
                field.doubt = "low_probability";
            }
        }
        (void)store->receive(arrival_of(bytes));
        const auto arrival = store->claim_arrivals(1).front();
        if (page) {
            record.source = record::Source::paper;
            record.pages = {{1, 1, Digest::of(view_of(bytes)), "image/png"}};
            record::PageReading reading;
            reading.kind = record::PageKind::attachment;
            store->put_pages(arrival.id, {{1, record::to_json(reading), Digest::of(view_of(bytes)),
                                           "image/png"}});
        }
        const auto id = store->add_item(
            arrival.id, {1, record.form.form, record.form.version, record::to_json(record)});
        record::SettledRecord settled;
        settled.validated.inquired.record = record;
        settled.reasons = reasons;
        settled.validated.findings = findings;
        auto settlement = parked(reasons.front());
        settlement.record = record::to_json(settled);
        settlement.listing = runner::listing_of(catalogue(), settled);
        settlement.listing.reasons = reasons;
        EXPECT_EQ(store->settle({{claim(id), settlement}}), 0);
        return id;
    }

    /// Of those that are made from now on; `page`: they have one.
    bool page = false;
    std::vector<record::Finding> findings;
};

}  // namespace indgang::desk
