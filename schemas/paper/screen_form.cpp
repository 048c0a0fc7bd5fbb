// SPDX-License-Identifier: MPL-2.0
// The same sheet, to be filled in on a screen: an interactive form (ISO 32000-1, 12.7) laid over
// the printed one. Every place to write becomes a field that has the name of the form's field, so
// that the value comes back under its own name and nothing has to be recognised. The sheet keeps
// its page code and its marks: printed and filled in by hand it is the paper form.
//
// A name with dots is a path in PDF: husstand.1.cpr is the field cpr of 1 of husstand, so groups
// are nodes of a tree. A choice is one field with a box for each of its keys, of which at most one
// is on. Signatures are made with a pen and get no field.
//
// It is tagged as the sheet is. Its fields are written in Helvetica, which every program for PDF
// has and the file has not; PDF/UA-1 wants all fonts in the file, so it does not say that it is
// that.
#define POINTERHOLDER_TRANSITION 4
#include <algorithm>
#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QUtil.hh>
#include <string>
#include <vector>

#include "schemas/error/error.h"
#include "schemas/paper/paper.h"
#include "schemas/paper/tagged_fields.h"
#include "schemas/paper/tagged_pdf.h"

namespace indgang::paper {
namespace {

using Object = QPDFObjectHandle;

constexpr double pt_per_inch = 72;
constexpr double pt_per_mm = pt_per_inch / mm_per_inch;
constexpr double inset_mm = 0.3;  ///< the printed lines stay to be seen

/// ISO 32000-1, tables 221, 226 and 228; bit 1 is the lowest.
constexpr int flag_required = 1 << 1, flag_multiline = 1 << 12, flag_comb = 1 << 24,
              flag_radio = 1 << 15, flag_printed = 1 << 2;

Object number(double value) {
    return Object::newReal(value, 3);
}

Object rectangle(const BoxMm& box, double page_height_mm) {
    const double left = (box.x + inset_mm) * pt_per_mm;
    const double right = (box.x + box.width - inset_mm) * pt_per_mm;
    const double top = (page_height_mm - box.y - inset_mm) * pt_per_mm;
    const double bottom = (page_height_mm - box.y - box.height + inset_mm) * pt_per_mm;
    Object array = Object::newArray();
    for (const double each : {left, bottom, right, top}) {
        array.appendItem(number(each));
    }
    return array;
}

/// The words at the head of the column in which a place stands, in a section that has columns; or
/// null.
const Print* column_of(const PageLayout& page, const Zone& zone) {
    const Print* found = nullptr;
    for (const auto& print : page.prints) {
        const bool is_heading = print.role == Print::Role::heading;
        const bool is_column = print.role == Print::Role::label && print.is_bold &&
                               print.box.x <= zone.box.x &&
                               zone.box.x < print.box.x + print.box.width;
        if (print.box.y < zone.box.y && (is_heading || is_column) &&
            (found == nullptr || print.box.y > found->box.y)) {
            found = &print;
        }
    }
    return found == nullptr || found->role == Print::Role::heading ? nullptr : found;
}

class ScreenForm {
  public:
    ScreenForm(QPDF& pdf, const FormDefinition& form,
               const std::map<std::string, std::string>& typed, Language language)
        : pdf_(pdf),
          form_(form),
          typed_(typed),
          language_(language),
          pages_(QPDFPageDocumentHelper(pdf).getAllPages()) {
        fields_ = Object::newArray();
        std::map<std::string, std::vector<const Zone*>> zones;
        for (const auto& zone : form.zones) {
            zones[zone.field].push_back(&zone);
        }
        for (const auto& field : form.fields) {
            if (field.capture != Capture::signature) {
                add(field, zones[field.id]);
            }
        }
        finish();
    }

  private:
    void add(const Field& field, const std::vector<const Zone*>& zones) {
        if (zones.empty()) {
            return;
        }
        Object node = new_node(field.id);
        node.replaceKey("/TU", Object::newUnicodeString(said_of(field, *zones.front())));
        const int required = field.is_always_required() && field.row == 0 ? flag_required : 0;
        if (field.capture == Capture::mark) {
            const bool is_single = zones.size() == 1;
            node.replaceKey("/FT", Object::newName("/Btn"));
            node.replaceKey("/Ff", Object::newInteger(required | (is_single ? 0 : flag_radio)));
            const auto said = typed_.find(field.id);
            const std::string chosen = said == typed_.end() ? std::string() : said->second;
            const bool is_there = std::any_of(zones.begin(), zones.end(), [&](const Zone* zone) {
                return zone->choice == chosen;
            });
            node.replaceKey("/V", Object::newName(is_there ? "/" + chosen : "/Off"));
            Object kids = Object::newArray();
            for (const auto* zone : zones) {
                Object box = add_box(node, *zone, zone->choice == chosen);
                if (!is_single) {
                    box.replaceKey("/TU",
                                   Object::newUnicodeString(said_of(field, *zone, zone->choice)));
                }
                kids.appendItem(box);
            }
            node.replaceKey("/Kids", kids);
            return;
        }
        const Zone& zone = *zones.front();
        node.replaceKey("/FT", Object::newName("/Tx"));
        int flags = required;
        flags |= field.capture == Capture::block ? flag_multiline : 0;
        if (field.capture == Capture::comb) {
            flags |= flag_comb;
            node.replaceKey("/MaxLen", Object::newInteger(zone.cells));
        }
        node.replaceKey("/Ff", Object::newInteger(flags));
        if (const auto said = typed_.find(field.id); said != typed_.end()) {
            node.replaceKey("/V", Object::newUnicodeString(said->second));
        }
        constexpr const char* look = "/Helv 11 Tf 0 g";
        node.replaceKey("/DA", Object::newString(look));
        make_widget(node, zone);
    }

    /// What somebody hears who cannot see the sheet: whose column it is, the label, the answer that
    /// a box stands for, and the help.
    [[nodiscard]] std::string said_of(const Field& field, const Zone& zone,
                                      const std::string& choice = {}) const {
        const auto* column = column_of(form_.pages[static_cast<std::size_t>(zone.page - 1)], zone);
        std::string said = column == nullptr ? "" : column->text.in(language_) + ": ";
        said += field.label.in(language_);
        const auto found = std::ranges::find(field.choices, choice, &form::Choice::key);
        if (!choice.empty() && found != field.choices.end()) {
            said += ": " + found->label.in(language_);
        }
        const auto& help = field.terms.help.in(language_);
        return said + (help.empty() ? "" : ". " + help);
    }

    void make_widget(Object widget, const Zone& zone) {
        widgets_.push_back({&zone, widget});
        auto& page = pages_.at(static_cast<std::size_t>(zone.page - 1));
        const double height = form_.pages[static_cast<std::size_t>(zone.page - 1)].height_mm;
        widget.replaceKey("/Type", Object::newName("/Annot"));
        widget.replaceKey("/Subtype", Object::newName("/Widget"));
        widget.replaceKey("/F", Object::newInteger(flag_printed));
        widget.replaceKey("/Rect", rectangle(zone.box, height));
        widget.replaceKey("/P", page.getObjectHandle());
        Object sheet = page.getObjectHandle();
        if (!sheet.getKey("/Annots").isArray()) {
            sheet.replaceKey("/Annots", Object::newArray());
        }
        sheet.getKey("/Annots").appendItem(widget);
    }

    /// One box of a choice: a cross when it is on, nothing when it is off.
    Object add_box(Object parent, const Zone& zone, bool is_on) {
        Object widget = pdf_.makeIndirectObject(Object::newDictionary());
        widget.replaceKey("/Parent", parent);
        make_widget(widget, zone);
        const double width = (zone.box.width - 2 * inset_mm) * pt_per_mm;
        const double height = (zone.box.height - 2 * inset_mm) * pt_per_mm;
        Object states = Object::newDictionary();
        states.replaceKey("/" + zone.choice, drawing(width, height, true));
        states.replaceKey("/Off", drawing(width, height, false));
        widget.replaceKey("/AP", Object::newDictionary({{"/N", states}}));
        // Programs that draw every field anew (NeedAppearances) draw this character instead, a
        // cross, and nothing at all where none is named.
        widget.replaceKey("/MK", Object::parse("<< /CA (8) >>"));
        widget.replaceKey("/DA", Object::newString("/ZaDb 0 Tf 0 g"));
        widget.replaceKey("/AS", Object::newName(is_on ? "/" + zone.choice : "/Off"));
        return widget;
    }

    Object drawing(double width, double height, bool is_on) {
        constexpr double edge = 0.15;
        const auto text = [](double value) { return QUtil::double_to_string(value, 2); };
        const std::string x0 = text(edge * width), x1 = text((1 - edge) * width);
        const std::string y0 = text(edge * height), y1 = text((1 - edge) * height);
        const std::string cross = "1.2 w " + x0 + " " + y0 + " m " + x1 + " " + y1 + " l " + x0 +
                                  " " + y1 + " m " + x1 + " " + y0 + " l S";
        Object stream = pdf_.newStream(is_on ? cross : "");
        Object box = Object::newArray();
        for (const double each : {0.0, 0.0, width, height}) {
            box.appendItem(number(each));
        }
        stream.getDict().replaceKey("/Type", Object::newName("/XObject"));
        stream.getDict().replaceKey("/Subtype", Object::newName("/Form"));
        stream.getDict().replaceKey("/BBox", box);
        stream.getDict().replaceKey("/Resources", Object::newDictionary());
        return stream;
    }

    /// The node of a field, below the nodes of the groups in its name.
    Object new_node(const std::string& id) {
        const auto dot = id.rfind('.');
        Object node = pdf_.makeIndirectObject(Object::newDictionary());
        node.replaceKey("/T", Object::newString(id.substr(dot == std::string::npos ? 0 : dot + 1)));
        if (dot == std::string::npos) {
            fields_.appendItem(node);
            return node;
        }
        const std::string group = id.substr(0, dot);
        if (!groups_.contains(group)) {
            Object made = new_node(group);
            made.replaceKey("/Kids", Object::newArray());
            groups_.emplace(group, made);
        }
        Object parent = groups_.at(group);
        parent.getKey("/Kids").appendItem(node);
        node.replaceKey("/Parent", parent);
        return node;
    }

    void finish() {
        Object font = pdf_.makeIndirectObject(
            Object::parse("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
                          "/Encoding /WinAnsiEncoding >>"));
        Object signs = pdf_.makeIndirectObject(
            Object::parse("<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"));
        Object fonts = Object::newDictionary({{"/Helv", font}, {"/ZaDb", signs}});
        Object acroform = Object::newDictionary();
        acroform.replaceKey("/Fields", fields_);
        acroform.replaceKey("/DR", Object::newDictionary({{"/Font", fonts}}));
        acroform.replaceKey("/DA", Object::newString("/Helv 11 Tf 0 g"));
        acroform.replaceKey("/NeedAppearances", Object::newBool(true));
        pdf_.getRoot().replaceKey("/AcroForm", pdf_.makeIndirectObject(acroform));
        for (auto& page : pages_) {
            page.getObjectHandle().replaceKey("/Tabs", Object::newName("/S"));  // as the tags
        }
        tag_widgets(pdf_, form_, widgets_);
    }

    QPDF& pdf_;
    const FormDefinition& form_;
    const std::map<std::string, std::string>& typed_;
    Language language_;
    std::vector<QPDFPageObjectHelper> pages_;
    Object fields_ = Object::newArray();
    std::map<std::string, Object> groups_;
    std::vector<Widget> widgets_;
};

}  // namespace

Bytes render_screen_pdf(const FormDefinition& form, const std::map<std::string, std::string>& typed,
                        Language language) {
    const Bytes paper = render_pdf(form, {}, language);
    try {
        QPDF pdf;
        pdf.processMemoryFile("form", reinterpret_cast<const char*>(paper.data()), paper.size());
        const ScreenForm screen(pdf, form, typed, language);
        say_metadata(pdf, form.title.in(language), Universal::no);
        return written(pdf);
    } catch (const std::exception&) {
        throw Error(Reason::drawing_failed, "paper: adding fields to a PDF");
    }
}

}  // namespace indgang::paper
