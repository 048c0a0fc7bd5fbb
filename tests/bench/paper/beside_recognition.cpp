// SPDX-License-Identifier: MPL-2.0
// The networks are one cost, everything else another, and only the second is the product's own: a
// faster network changes nothing of it. It is measured by calling the product's parts in the order
// in which ocr/read/page_reader.cpp calls them, without the networks.
#include "tests/bench/paper/beside_recognition.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

#include "ocr/account/hidden_print.h"
#include "ocr/account/ink_account.h"
#include "ocr/decode/scan.h"
#include "ocr/ink/comb_cells.h"
#include "ocr/ink/zone_ink.h"
#include "ocr/mark/mark_reader.h"
#include "ocr/mark/signature.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/paper/forged_set.h"

namespace indgang::bench {
namespace {

constexpr double line_inset_mm = 0.8;  // as the page reader has it

void cut_zone(const ocr::PageOnBlank& at, const form::Zone& zone) {
    switch (zone.capture) {
        case form::Capture::mark:
        case form::Capture::bubble:
            (void)ocr::read_mark(at, zone.box);
            return;
        case form::Capture::signature:
            (void)ocr::read_signature(at, zone.box);
            return;
        case form::Capture::line:
        case form::Capture::block:
            if (ocr::has_ink_inside(at, zone.box, line_inset_mm)) {
                (void)ocr::take_ink(at, zone.box);
            }
            return;
        case form::Capture::comb: {
            const auto cells = divide_comb(zone.box, zone.cells, zone.gap_mm);
            if (std::any_of(cells.begin(), cells.end(), [&](const BoxMm& cell) {
                    return ocr::has_ink_inside(at, cell, line_inset_mm);
                })) {
                (void)ocr::clean_cells(at.page, at.to_page, ocr::BlankForm::of(at.blank), cells);
            }
            return;
        }
    }
}

void keep_least(double& least, double seconds) {
    least = least > 0 ? std::min(least, seconds) : seconds;
}

}  // namespace

BesideRecognition& BesideRecognition::operator+=(const BesideRecognition& other) {
    decode += other.decode;
    normalise += other.normalise;
    match += other.match;
    cut += other.cut;
    account += other.account;
    return *this;
}

BesideRecognition beside_recognition(const form::FormCatalogue& catalogue, ocr::BlankPages& blanks,
                                     ocr::Matcher& matcher, ocr::PageReader& reader,
                                     const std::filesystem::path& page, int rounds) {
    const Bytes bytes = load_bytes(page);
    BesideRecognition least;
    std::optional<ocr::PageContent> content;
    for (int round = 0; round < rounds; ++round) {
        const double begin = own_cpu_seconds();
        const auto file = ocr::open_scan(bytes, std::filesystem::temp_directory_path());
        ocr::ScanPage scan = file->page(1);
        const double decoded = own_cpu_seconds();
        ocr::PageImage image = ocr::normalise(std::move(scan));
        const double normal = own_cpu_seconds();
        const ocr::MatchedPage matched = matcher.match(std::move(image));
        const double known = own_cpu_seconds();
        if (!matched.match.has_value()) {
            throw std::runtime_error("a forged page was not found to be a page of its form");
        }
        const form::FormDefinition& form = *catalogue.find(matched.match->form);
        const int number = matched.match->page;
        const std::vector<const form::Zone*> zones = form.zones_on(number);
        const ocr::BlankPage& blank = blanks.blank(matched.match->form, number);
        const ocr::AddedInk added(matched.image, matched.match->to_page, blank);
        const ocr::PageOnBlank at{matched.image, matched.match->to_page, blank, added};
        for (const form::Zone* zone : zones) {
            cut_zone(at, *zone);
        }
        const double cut = own_cpu_seconds();
        if (!content) {
            content = reader.read(matched);
        }
        std::vector<record::FieldReading> fields = content->fields;
        const double read = own_cpu_seconds();
        (void)ocr::account_for_ink(at, form, number, ocr::zones_with_hidden_print(at, zones),
                                   fields);
        const double accounted = own_cpu_seconds();
        keep_least(least.decode, decoded - begin);
        keep_least(least.normalise, normal - decoded);
        keep_least(least.match, known - normal);
        keep_least(least.cut, cut - known);
        keep_least(least.account, accounted - read);
    }
    return least;
}

double until_unknown(ocr::Matcher& matcher, const std::filesystem::path& scan, int rounds) {
    const Bytes bytes = load_bytes(scan);
    double least = 0;
    for (int round = 0; round < rounds; ++round) {
        const double begin = own_cpu_seconds();
        const auto file = ocr::open_scan(bytes, std::filesystem::temp_directory_path());
        const ocr::MatchedPage matched = matcher.match(ocr::normalise(file->page(1)));
        keep_least(least, own_cpu_seconds() - begin);
        if (matched.match.has_value()) {
            throw std::runtime_error("a forged letter was found to be a page of a form");
        }
    }
    return least;
}

}  // namespace indgang::bench
