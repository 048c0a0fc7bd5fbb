// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/tagged_fields.h"

#include <limits>
#include <map>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <utility>

#include "schemas/core/geometry.h"
#include "schemas/error/verify.h"
#include "schemas/paper/reading_order.h"

namespace indgang::paper {

namespace {

using Object = QPDFObjectHandle;
using form::PageLayout;
using form::Print;
using form::Zone;

std::vector<const Print*> texts_of(const PageLayout& page) {
    auto texts = reading_order(page);
    std::erase_if(texts, [](const Print* print) { return print->text.da.empty(); });
    return texts;
}

/// How surely a text is read with a place; the surest first.
enum class Kin {
    label,  ///< right above it, or the answer behind a box to be ticked
    row,    ///< at its left: what a row of a table or a ledger is called
    other
};

Kin kin_of(const BoxMm& text, const Zone& zone) {
    constexpr double above_mm = 1, beside_mm = 2.5;  // labels stand 0.6 above, 1.4 to 2.2 beside
    const BoxMm& place = zone.box;
    const bool is_in_row = gap_y(text, place) <= 0;
    const bool is_in_column = gap_x(text, place) <= 0;
    const double before = place.x - text.x - text.width;
    const double behind = text.x - place.x - place.width;
    if (zone.capture == form::Capture::mark) {
        return is_in_row && behind >= 0 && behind <= beside_mm ? Kin::label : Kin::other;
    }
    const double above = place.y - text.y - text.height;
    if (is_in_column && above >= 0 && above <= above_mm) {
        return Kin::label;
    }
    return is_in_row && before >= 0 && before <= beside_mm ? Kin::row : Kin::other;
}

/// Which of the texts from `first` on a place is read with; none that begins below it.
std::size_t words_of(const std::vector<const Print*>& texts, std::size_t first, const Zone& zone) {
    std::size_t best = first;
    std::pair best_rank(Kin::other, std::numeric_limits<double>::max());
    for (std::size_t i = first; i < texts.size(); ++i) {
        const BoxMm& box = texts[i]->box;
        const double x = gap_x(box, zone.box), y = gap_y(box, zone.box);
        const std::pair rank(kin_of(box, zone), x * x + y * y);
        if (box.y < zone.box.y + zone.box.height && rank < best_rank) {
            best = i;
            best_rank = rank;
        }
    }
    return best;
}

/// The elements of the tree that stand for a piece of a page's content: by the page's object and
/// the piece's number.
using Leaves = std::map<std::pair<int, int>, Object>;

void find_leaves(Object element, Leaves& leaves) {
    Object kids = element.getKey("/K");
    const auto look_at = [&](Object kid) {
        if (kid.isDictionary() && kid.hasKey("/S")) {
            find_leaves(kid, leaves);
        } else if (kid.isInteger() || kid.isDictionary()) {
            const bool is_number = kid.isInteger();
            Object page = is_number ? element.getKey("/Pg") : kid.getKey("/Pg");
            const int piece = (is_number ? kid : kid.getKey("/MCID")).getIntValueAsInt();
            leaves.emplace(std::pair(page.getObjGen().getObj(), piece), element);
        }
    };
    if (kids.isArray()) {
        for (auto& kid : kids.aitems()) {
            look_at(kid);
        }
    } else {
        look_at(kids);
    }
}

void put_behind(Object element, Object leaf) {
    Object parent = leaf.getKey("/P");
    element.replaceKey("/P", parent);
    Object kids = parent.getKey("/K");
    VERIFY(kids.isArray());
    int at = 0;
    while (kids.getArrayItem(at).getObjGen() != leaf.getObjGen()) {
        ++at;
    }
    kids.insertItem(at + 1, element);
}

}  // namespace

void tag_widgets(QPDF& pdf, const form::FormDefinition& form, const std::vector<Widget>& widgets) {
    const auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
    Object tree = pdf.getRoot().getKey("/StructTreeRoot");
    Leaves leaves;
    find_leaves(tree.getKey("/K"), leaves);
    // From a number to the element that a page's pieces or a widget belong to; the last one is the
    // greatest.
    Object numbers = tree.getKey("/ParentTree").getKey("/Nums");
    auto next = numbers.getArrayItem(numbers.getArrayNItems() - 2).getIntValueAsInt() + 1;
    std::vector<std::vector<const Print*>> texts;
    for (const auto& page : form.pages) {
        texts.push_back(texts_of(page));
    }
    std::vector<std::size_t> reached(texts.size(), 0);
    std::map<QPDFObjGen, Object> last_behind;  // of each leaf
    for (const auto& [zone, annotation] : widgets) {
        const auto number = static_cast<std::size_t>(zone->page - 1);
        reached[number] = words_of(texts[number], reached[number], *zone);
        Object page = pages[number].getObjectHandle();
        Object leaf = leaves.at({page.getObjGen().getObj(), static_cast<int>(reached[number])});
        Object reference = Object::newDictionary(
            {{"/Type", Object::newName("/OBJR")}, {"/Obj", annotation}, {"/Pg", page}});
        Object element =
            pdf.makeIndirectObject(Object::newDictionary({{"/Type", Object::newName("/StructElem")},
                                                          {"/S", Object::newName("/Form")},
                                                          {"/Pg", page},
                                                          {"/K", reference}}));
        const auto before = last_behind.find(leaf.getObjGen());
        put_behind(element, before == last_behind.end() ? leaf : before->second);
        last_behind.insert_or_assign(leaf.getObjGen(), element);
        Object widget = annotation;
        widget.replaceKey("/StructParent", Object::newInteger(next));
        numbers.appendItem(Object::newInteger(next));
        numbers.appendItem(element);
        ++next;
    }
    tree.replaceKey("/ParentTreeNextKey", Object::newInteger(next));
}

}  // namespace indgang::paper
