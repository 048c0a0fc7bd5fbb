// SPDX-License-Identifier: MPL-2.0
#include "pipeline/feed/part.h"

#include <utility>

#include "ocr/decode/scan.h"
#include "pipeline/feed/sorts.h"

namespace indgang::feed {

Place behind(const Part& part, const Place& before) {
    return part.is_whole ? Place{part.number, 0}
                         : Place{before.after, before.bytes + part.bytes.size()};
}

std::unique_ptr<PartSource> take_apart(File file, IsFeed is_feed) {
    constexpr std::size_t sniffed_bytes = 4096;
    std::string head(sniffed_bytes, '\0');
    head.resize(file.read_at(head, 0));
    return ocr::sniff(view_of(head)) == ocr::ScanType::zip
               ? parts_of_zip(std::move(file), std::move(is_feed))
               : parts_of_xml(std::move(file));
}

}  // namespace indgang::feed
