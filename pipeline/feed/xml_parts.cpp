// SPDX-License-Identifier: MPL-2.0
// The parts of an XML feed: the elements below its root.
#include <utility>

#include "pipeline/feed/sorts.h"
#include "schemas/xml/feed.h"

namespace indgang::feed {
namespace {

class XmlParts : public PartSource {
  public:
    explicit XmlParts(File file)
        : reader_([file = std::move(file), at = std::uint64_t{0}](std::span<char> into) mutable {
              const auto got = file.read_at(into, at);
              at += got;
              return got;
          }) {}

    std::optional<Part> next() override {
        auto part = reader_.next();
        if (!part) {
            return std::nullopt;
        }
        Part taken;
        taken.number = part->number;
        taken.line = part->line;
        if (part->is_too_large) {
            taken.refusal = Reason::xml_too_large;
        } else {
            taken.type = "xml";
            taken.bytes = std::move(part->document);
        }
        return taken;
    }

    void go_to(const Place& place) override {
        for (auto given = std::int64_t{0}; given < place.after && reader_.next(); ++given) {
        }
    }

  private:
    xml::FeedReader reader_;
};

}  // namespace

std::unique_ptr<PartSource> parts_of_xml(File file) {
    return std::make_unique<XmlParts>(std::move(file));
}

}  // namespace indgang::feed
