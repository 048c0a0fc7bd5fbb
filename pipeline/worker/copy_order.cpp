// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/copy_order.h"

#include <nlohmann/json.hpp>

#include "schemas/error/verify.h"

namespace indgang::worker {
namespace {

using Json = nlohmann::json;

Json json_of(const ocr::CopyPage& page) {
    Json texts = Json::array();
    for (const auto& known : page.texts) {
        texts.push_back({{"box_px", {known.box.x, known.box.y, known.box.width, known.box.height}},
                         {"text", known.text}});
    }
    return {{"page", format_page_place(page.page)},
            {"file", page.file},
            {"width_px", page.width_px},
            {"height_px", page.height_px},
            {"dpi", page.dpi},
            {"turned_quarters", page.turned_quarters},
            {"texts", std::move(texts)}};
}

ocr::CopyPage parse_page(const Json& json) {
    ocr::CopyPage page;
    const auto place = parse_page_place(json.at("page").get<std::string>());
    VERIFY(place);
    page.page = *place;
    page.file = json.at("file").get<int>();
    page.width_px = json.at("width_px").get<int>();
    page.height_px = json.at("height_px").get<int>();
    page.dpi = json.at("dpi").get<double>();
    page.turned_quarters = json.at("turned_quarters").get<int>();
    for (const auto& known : json.at("texts")) {
        const auto& box = known.at("box_px");
        page.texts.push_back({{box.at(0).get<int>(), box.at(1).get<int>(), box.at(2).get<int>(),
                               box.at(3).get<int>()},
                              known.at("text").get<std::string>()});
    }
    return page;
}

}  // namespace

Json json_of(const ocr::CopyOrder& order) {
    Json pages = Json::array();
    for (const auto& page : order.pages) {
        pages.push_back(json_of(page));
    }
    return {{"title", order.facts.title},
            {"identifier", order.facts.identifier},
            {"received_at", format_utc(order.facts.received_at)},
            {"pages", std::move(pages)}};
}

ocr::CopyOrder parse_copy_order(const Json& json) {
    ocr::CopyOrder order;
    order.facts.title = json.at("title").get<std::string>();
    order.facts.identifier = json.at("identifier").get<std::string>();
    const auto at = parse_utc(json.at("received_at").get<std::string>());
    VERIFY(at);
    order.facts.received_at = *at;
    for (const auto& page : json.at("pages")) {
        order.pages.push_back(parse_page(page));
    }
    return order;
}

}  // namespace indgang::worker
