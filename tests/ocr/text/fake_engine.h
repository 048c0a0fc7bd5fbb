// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ocr/text/line_engine.h"
#include "ocr/text/text_characters.h"

namespace indgang::ocr {

/// Sees the same text in every picture. Knows all letters but those of `unknown`.
class FakeEngine final : public LineEngine {
  public:
    FakeEngine(std::string name, std::string text, double confidence, std::string unknown = "")
        : name_(std::move(name)),
          text_(std::move(text)),
          confidence_(confidence),
          unknown_(std::move(unknown)) {}

    SeenText read(const PixPtr&, Layout) override {
        ++looks;
        SeenText seen;
        bool is_begin = true;
        for (const std::string_view c : characters_of(text_)) {
            if (c != " ") {
                seen.symbols.push_back({std::string(c), confidence_, is_begin, false, 0, 0});
            }
            is_begin = c == " ";
        }
        seen.worst_word = seen.symbols.empty() ? 0 : confidence_;
        return seen;
    }
    bool knows(std::string_view character) const override {
        const auto all = characters_of(unknown_);
        return std::find(all.begin(), all.end(), character) == all.end();
    }
    std::string name() const override { return name_; }
    void reset() override { ++resets; }

    int looks = 0;
    int resets = 0;

  private:
    std::string name_, text_;
    double confidence_;
    std::string unknown_;
};

}  // namespace indgang::ocr
