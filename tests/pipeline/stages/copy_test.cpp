// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/copy.h"

#include <gtest/gtest.h>

namespace indgang::stages {
namespace {

class OrderCopy : public testing::Test {
  protected:
    OrderCopy() {
        form.title.da = "Ansøgning om boligstøtte";
        form.fields = {field("fornavn", form::Capture::line), field("cpr", form::Capture::comb),
                       field("civilstand", form::Capture::mark)};
        record.form = {"boligstoette", "1"};
        record.source = record::Source::paper;
        record.pages = {{4, 1, std::nullopt, ""}, {5, 2, std::nullopt, ""}};
        record.fields = {value("fornavn", Value::of_text(ValueKind::name, "Åge"), "Age"),
                         value("cpr", std::nullopt, "61015"),
                         value("civilstand", Value::of_text(ValueKind::name, "gift"), "gift")};
        readings = {reading(4), reading(5), reading(6)};
        readings[0].fields = {seen("fornavn", {1, 2, 3, 4}), seen("civilstand", {5, 6, 7, 8})};
        readings[1].fields = {seen("cpr", {9, 10, 11, 12})};
    }
    static form::Field field(const std::string& id, form::Capture capture) {
        form::Field field;
        field.id = id;
        field.capture = capture;
        return field;
    }
    static record::FieldValue value(const std::string& id, std::optional<Value> value,
                                    const std::string& raw) {
        record::FieldValue field;
        field.field = id;
        field.value = std::move(value);
        field.raw = raw;
        return field;
    }
    static record::PageReading reading(int page) {
        record::PageReading reading;
        reading.page = page;
        reading.kind = record::PageKind::form;
        reading.width_px = 2480;
        reading.height_px = 3508;
        reading.dpi = 300;
        reading.turned_quarters = 2;
        return reading;
    }
    static record::FieldReading seen(const std::string& id, const BoxPx& box) {
        record::FieldReading seen;
        seen.field = id;
        seen.box = box;
        return seen;
    }
    [[nodiscard]] std::vector<int> pages() const {
        std::vector<int> numbers;
        if (const auto order = order_copy(&form, record, readings, "id-1")) {
            for (const auto& page : order->pages) {
                numbers.push_back(page.page.number);
            }
        }
        return numbers;
    }

    form::FormDefinition form;
    record::ApplicationRecord record;
    std::vector<record::PageReading> readings;
};

TEST_F(OrderCopy, HoldsThePagesOfTheApplicationAndNoOthers) {
    EXPECT_EQ(pages(), (std::vector{4, 5}));
}

TEST_F(OrderCopy, LeavesAForeignPageOut) {
    record::Finding foreign;
    foreign.rule = "foreign_page";
    foreign.evidence["page_in_batch"] = "5";
    record.findings = {foreign};
    EXPECT_EQ(pages(), std::vector{4});
}

TEST_F(OrderCopy, LeavesAPageWithoutPixelsOut) {
    readings[0].kind = record::PageKind::unreadable;
    EXPECT_EQ(pages(), std::vector{5});
}

TEST_F(OrderCopy, LeavesAPageOfNoResolutionOut) {
    readings[0].dpi = 0;
    EXPECT_EQ(pages(), std::vector{5});
}

TEST_F(OrderCopy, HalvesOfAPictureArePagesOfTheirOwn) {
    record.pages = {{{4, Half::left}, 1, std::nullopt, ""},
                    {{4, Half::right}, 2, std::nullopt, ""}};
    readings[0].page = {4, Half::left};
    readings[1].page = {4, Half::right};
    record::Finding foreign;
    foreign.rule = "foreign_page";
    foreign.evidence["page_in_batch"] = "4-right";
    record.findings = {foreign};
    const auto order = order_copy(&form, record, readings, "id-1");
    ASSERT_TRUE(order);
    ASSERT_EQ(order->pages.size(), 1u);
    EXPECT_EQ(order->pages[0].page, PagePlace(4, Half::left));
}

TEST_F(OrderCopy, IsNothingWithoutPages) {
    record.pages.clear();
    EXPECT_FALSE(order_copy(&form, record, readings, "id-1"));
}

TEST_F(OrderCopy, SaysTheFormAndTheApplicationAndNoPerson) {
    const auto order = order_copy(&form, record, readings, "id-1");
    ASSERT_TRUE(order);
    EXPECT_EQ(order->facts.title, "Ansøgning om boligstøtte");
    EXPECT_EQ(order->facts.identifier, "id-1");
}

TEST_F(OrderCopy, HasTheValueAtItsBoxAndWhatWasReadWhereThereIsNone) {
    const auto order = order_copy(&form, record, readings, "id-1");
    ASSERT_TRUE(order);
    ASSERT_EQ(order->pages[0].texts.size(), 1u);
    EXPECT_EQ(order->pages[0].texts[0].text, "Åge");
    EXPECT_EQ(order->pages[0].texts[0].box, (BoxPx{1, 2, 3, 4}));
    ASSERT_EQ(order->pages[1].texts.size(), 1u);
    EXPECT_EQ(order->pages[1].texts[0].text, "61015");
}

TEST_F(OrderCopy, OfAnUnknownFormHasItsPagesAndNoValues) {
    const auto order = order_copy(nullptr, record, readings, "id-1");
    ASSERT_TRUE(order);
    EXPECT_EQ(order->pages.size(), 2u);
    EXPECT_TRUE(order->pages[0].texts.empty());
}

}  // namespace
}  // namespace indgang::stages
