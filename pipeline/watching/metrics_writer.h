// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace indgang::watching {

/// Writes the text format of Prometheus, one family after the other.
/// Source: prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4.
class MetricsWriter {
  public:
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    /// Begins a family; all that follows is of it. `type`: "gauge", "counter", "histogram".
    void family(std::string_view name, std::string_view type, std::string_view help);
    void sample(double value, Labels labels = {}) { sample("", value, labels); }
    /// `suffix`: of a histogram "_bucket", "_sum", "_count".
    void sample(std::string_view suffix, double value, Labels labels = {});

    /// What another writer wrote, whole families.
    void append(MetricsWriter other) { text_ += other.take(); }
    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    std::string name_;
    std::string text_;
};

/// The shortest text that means the number; whole ones without a point.
[[nodiscard]] std::string number_text(double value);

}  // namespace indgang::watching
