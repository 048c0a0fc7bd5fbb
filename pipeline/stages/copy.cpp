// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/copy.h"

#include <algorithm>
#include <utility>

#include "pipeline/stages/tail.h"

namespace indgang::stages {
namespace {

/// Marks say nothing by themselves, their printed words do; a signature is a drawing.
bool is_words(form::Capture capture) {
    return capture == form::Capture::comb || capture == form::Capture::line ||
           capture == form::Capture::block;
}

std::vector<ocr::KnownText> texts_on(const form::FormDefinition& form,
                                     const record::ApplicationRecord& record,
                                     const record::PageReading& reading) {
    std::vector<ocr::KnownText> texts;
    for (const auto& seen : reading.fields) {
        const auto* field = form.field(seen.field);
        const auto* value = record.field(seen.field);
        if (field == nullptr || value == nullptr || !is_words(field->capture)) {
            continue;
        }
        auto text = value->value ? value->value->danish() : value->raw;
        if (!text.empty()) {
            texts.push_back({seen.box, std::move(text)});
        }
    }
    return texts;
}

}  // namespace

std::optional<ocr::CopyOrder> order_copy(const form::FormDefinition* form,
                                         const record::ApplicationRecord& record,
                                         const std::vector<record::PageReading>& readings,
                                         const std::string& id) {
    ocr::CopyOrder order;
    order.facts = {form == nullptr ? "Ansøgning" : form->title.da, id, record.received_at};
    for (const auto& page : record.pages) {
        const auto reading = std::find_if(readings.begin(), readings.end(),
                                          [&](const auto& each) { return each.page == page.page; });
        if (reading == readings.end() || reading->kind == record::PageKind::unreadable ||
            reading->dpi <= 0 || is_foreign(record, page.page)) {
            continue;
        }
        order.pages.push_back({.page = page.page,
                               .width_px = reading->width_px,
                               .height_px = reading->height_px,
                               .dpi = reading->dpi,
                               .turned_quarters = reading->turned_quarters,
                               .texts = form == nullptr ? std::vector<ocr::KnownText>{}
                                                        : texts_on(*form, record, *reading)});
    }
    return order.pages.empty() ? std::nullopt : std::optional(std::move(order));
}

}  // namespace indgang::stages
