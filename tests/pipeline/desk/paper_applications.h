// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/pipeline/desk/waiting_applications.h"

namespace indgang::desk {

/// Applications that came on paper, several in a batch, with fields that were read with doubt.
class PaperApplications : public WaitingApplications {
  protected:
    struct Doubted {
        std::string field;
        std::vector<record::Candidate> candidates;  ///< the best first
        std::string doubt = "low_probability";
    };
    struct Application {
        std::vector<Doubted> doubted;
        std::vector<std::string> reasons = {};  ///< more of them
    };

    /// The fifth character of the CPR number may be a 5 or a 7, and so on.
    static Doubted doubted_cpr() {
        return {"ansoeger_cpr", {{"6101551234", 0.95, 0}, {"6101751234", 0.046, 0}}};
    }
    static Doubted doubted_telephone() {
        return {"telefon", {{"62210412", 0.94, 0}, {"62270412", 0.03, 0}, {"62210472", 0.026, 0}}};
    }
    static Doubted doubted_tick() { return {"studerende_su", {{"nej", 0.93}, {"", 0.07}}}; }

    /// Gives: their ids. The page of each is the one after that of the one before.
    std::vector<std::string> batch(const std::string& bytes,
                                   const std::vector<Application>& applications) {
        (void)store->receive(arrival_of(bytes));
        const auto arrival = store->claim_arrivals(1).front();
        std::vector<std::string> ids;
        for (const auto& application : applications) {
            const int page = static_cast<int>(ids.size()) + 1;
            ids.push_back(add(arrival.id, bytes, page, application));
        }
        store->finish_arrivals({{arrival.id, {}}});
        return ids;
    }
    std::string on_paper(const std::string& bytes, const Application& application) {
        return batch(bytes, {application}).front();
    }
    /// It becomes a case, as it was settled; `confirmed` by a register.
    std::string case_of(const std::string& bytes, const std::vector<Doubted>& doubted,
                        const std::vector<std::string>& confirmed) {
        (void)store->receive(arrival_of(bytes));
        const auto arrival = store->claim_arrivals(1).front();
        const auto record = record_of(arrival.id, bytes, 1, {doubted});
        const auto id = store->add_item(
            arrival.id, {1, record.form.form, record.form.version, record::to_json(record)});
        store->finish_arrivals({{arrival.id, {}}});
        deliver(id, record, confirmed);
        return id;
    }
    void deliver(const std::string& id, const record::ApplicationRecord& record,
                 const std::vector<std::string>& confirmed) {
        record::SettledRecord settled;
        settled.validated.inquired.record = record;
        settled.validated.findings = findings;
        for (const auto& field : confirmed) {
            settled.validated.verdicts.push_back({field, record::Agreement::confirmed, "cpr",
                                                  record.field(field)->value->canonical(),
                                                  clock()()});
        }
        auto settlement = accepted("key of " + id);
        settlement.record = record::to_json(settled);
        settlement.listing = runner::listing_of(catalogue(), settled);
        EXPECT_EQ(store->settle({{claim(id), settlement}}), 0);
        for (const auto& entry : store->claim_deliveries(100)) {
            store->delivered(entry.item, "case of " + entry.item);
        }
        EXPECT_EQ(store->item(id)->state, store::ItemState::delivered);
    }
    /// As the pages of the batch were read, and nothing is settled.
    record::ApplicationRecord record_of(const std::string& arrival, const std::string& bytes,
                                        int page, const Application& application) {
        auto record = sample();
        const auto* form = catalogue().find(record.form);
        const auto image = Digest::of(view_of(bytes + std::to_string(page)));
        record.source = record::Source::paper;
        record.pages = {{page, 1, image, "image/png"}};
        record::PageReading reading;
        reading.page = page;
        reading.kind = record::PageKind::form;
        reading.match = record::FormMatch{.form = record.form, .to_page = {10, 0, 0, 0, 10, 0}};
        reading.width_px = 2'100;
        reading.height_px = 2'970;
        reading.traces = traces;
        for (const auto& doubted : application.doubted) {
            const auto box = box_of(*form, doubted.field);
            reading.fields.push_back(
                {doubted.field, box, doubted.candidates, "digits/1", "", record::Basis::fitted});
            auto& field =
                *std::ranges::find(record.fields, doubted.field, &record::FieldValue::field);
            field.raw = doubted.candidates.front().text;
            const auto parsed =
                form::parse_field(*form->field(doubted.field), field.raw, Notation::danish);
            field.value = std::holds_alternative<Value>(parsed)
                              ? std::optional(std::get<Value>(parsed))
                              : std::nullopt;
            field.candidates = doubted.candidates;
            field.provenance =
                record::Scanned{page, box, doubted.candidates.front().probability, "digits/1"};
            field.is_accepted = false;
            field.doubt = doubted.doubt;
        }
        store->put_pages(arrival, {{page, record::to_json(reading), image, "image/png"}});
        return record;
    }

    std::vector<record::Trace> traces;  ///< of pages that are made from now on

  private:
    static BoxPx box_of(const form::FormDefinition& form, const std::string& field) {
        const auto zone = std::ranges::find(form.zones, field, &form::Zone::field);
        return MmToPx{10, 0, 0, 0, 10, 0}(zone->box);
    }
    std::string add(const std::string& arrival, const std::string& bytes, int page,
                    const Application& application) {
        const auto record = record_of(arrival, bytes, page, application);
        const auto id = store->add_item(
            arrival, {page, record.form.form, record.form.version, record::to_json(record)});
        record::SettledRecord settled;
        settled.validated.inquired.record = record;
        settled.validated.findings = findings;
        for (const auto& doubted : application.doubted) {
            settled.reasons.push_back(doubted.doubt + ":" + doubted.field);
        }
        settled.reasons.insert(settled.reasons.end(), application.reasons.begin(),
                               application.reasons.end());
        auto settlement = parked(settled.reasons.front());
        settlement.record = record::to_json(settled);
        settlement.listing = runner::listing_of(catalogue(), settled);
        settlement.listing.reasons = settled.reasons;
        EXPECT_EQ(store->settle({{claim(id), settlement}}), 0);
        return id;
    }
};

}  // namespace indgang::desk
