// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/batch.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <stdexcept>

#include "tests/forge/hand/letter_hand.h"
#include "tests/forge/sheet/ordinary.h"

namespace indgang::forge {
namespace {

constexpr double dpi = 300;
constexpr double page_width_mm = 210;
constexpr double page_height_mm = 297;

const form::FormDefinition& find_form(const form::FormCatalogue& catalogue,
                                      const form::FormKey& key) {
    const form::FormDefinition* form = catalogue.find(key);
    if (form == nullptr) {
        throw std::runtime_error("no form " + key.form + " version " + key.version);
    }
    return *form;
}

bool contains(const std::vector<int>& list, int number) {
    return std::find(list.begin(), list.end(), number) != list.end();
}

Hand print_hand() {
    Hand hand;
    hand.family = "Liberation Serif";
    hand.ink_grey = 10;
    return hand;
}

/// As wide as the box; bars as high as it, a QR code as high as it is wide.
void draw_code(const Sheet& sheet, const std::string& text, ZXing::BarcodeFormat format,
               const BoxMm& box) {
    const bool is_qr = format == ZXing::BarcodeFormat::QRCode;
    const ZXing::BitMatrix modules =
        ZXing::MultiFormatWriter(format).setMargin(0).encode(text, 0, is_qr ? 0 : 1);
    const double width = (is_qr ? box.height : box.width) / modules.width();
    const double height = is_qr ? width : box.height;
    for (int y = 0; y < modules.height(); ++y) {
        for (int x = 0; x < modules.width(); ++x) {
            if (modules.get(x, y)) {
                cairo_rectangle(sheet.ink(), box.x + width * x, box.y + height * y, width, height);
            }
        }
    }
    cairo_fill(sheet.ink());
}

ZXing::BarcodeFormat format_of(Batch::SeparatorCode kind) {
    switch (kind) {
        case Batch::SeparatorCode::code_128:
            return ZXing::BarcodeFormat::Code128;
        case Batch::SeparatorCode::code_39:
            return ZXing::BarcodeFormat::Code39;
        case Batch::SeparatorCode::qr:
            return ZXing::BarcodeFormat::QRCode;
    }
    throw std::runtime_error("no such code");
}

Batch::SeparatorCode separator_code_in(const nlohmann::json& plan) {
    const std::string kind = plan.value("code", "code_128");
    if (kind == "code_128") {
        return Batch::SeparatorCode::code_128;
    }
    if (kind == "code_39") {
        return Batch::SeparatorCode::code_39;
    }
    if (kind == "qr") {
        return Batch::SeparatorCode::qr;
    }
    throw std::runtime_error("code is code_128, code_39 or qr");
}

PaperApplication application_of(const form::FormCatalogue& catalogue, const nlohmann::json& plan,
                                const GlyphSet* digits, const GlyphSet* letters, Dice& dice) {
    PaperApplication application;
    application.form = {plan.at("form"), plan.value("version", "1")};
    const form::FormDefinition& form = find_form(catalogue, application.form);
    const std::string script = plan.value("script", "typed");
    if (script != "typed" && script != "written" && script != "digits" && script != "people") {
        throw std::runtime_error("script is typed, written, digits or people");
    }
    application.hand = pick_hand(script == "typed" ? Script::typed : Script::written, dice);
    if (plan.contains("condition")) {
        application.condition = condition_of(plan.at("condition").get<std::string>());
        if (!application.condition.has_value()) {
            throw std::runtime_error("no such condition in the plan");
        }
        application.print = script == "typed" ? application.hand : pick_hand(Script::typed, dice);
        application.print.family = plan.value("family", application.print.family);
    }
    if (!application.condition.has_value() || script == "typed") {
        application.hand.family = plan.value("family", application.hand.family);
    }
    if (script == "digits") {
        if (digits == nullptr) {
            throw std::runtime_error("script digits needs --digits");
        }
        application.hand.digits = digits;
        application.hand.writer = digits
                                      ->pictures[static_cast<std::size_t>(
                                          dice.below(static_cast<int>(digits->pictures.size())))]
                                      .writer;
    }
    if (script == "people") {
        if (letters == nullptr) {
            throw std::runtime_error("script people needs --letters");
        }
        application.hand.letters = letters;
        application.hand.letter_writer = letters
                                             ->pictures[static_cast<std::size_t>(dice.below(
                                                 static_cast<int>(letters->pictures.size())))]
                                             .writer;
    }
    application.filling =
        plan.contains("values") ? plan.at("values").get<Filling>() : random_filling(form, dice);
    check_filling(form, application.filling);
    application.left_out = plan.value("left_out", std::vector<int>{});
    application.upside_down = plan.value("upside_down", std::vector<int>{});
    application.blank_backs = plan.value("blank_backs", std::vector<int>{});
    application.order = plan.value("order", std::vector<int>{});
    application.set = plan.value("set", "");
    application.letter_backs = plan.value("letter_backs", std::vector<int>{});
    for (const auto& [page, quarters] : plan.value("turned", std::map<std::string, int>{})) {
        application.turned[std::stoi(page)] = quarters;
    }
    return application;
}

Grade grade_in(const nlohmann::json& plan, Grade otherwise) {
    if (!plan.contains("grade")) {
        return otherwise;
    }
    const std::optional<Grade> grade = grade_of(plan.at("grade").get<std::string>());
    if (!grade.has_value()) {
        throw std::runtime_error("no such grade in the plan");
    }
    return *grade;
}

}  // namespace

void Batch::add_page(const paper::Raster& page, const char* kind, Grade grade, int quarters,
                     Dice& dice) {
    pages_.push_back(degrade(page, grade, quarters, dice));
    kinds_.push_back({{"page", pages_.size()}, {"kind", kind}});
}

void Batch::add(const PaperApplication& application, Grade grade, Dice& dice) {
    const form::FormDefinition& form = find_form(catalogue_, application.form);
    nlohmann::ordered_json truth = {{"form", application.form.form},
                                    {"version", application.form.version},
                                    {"pages", nlohmann::ordered_json::array()},
                                    {"missing_pages", application.left_out},
                                    {"fields", nlohmann::ordered_json::object()}};
    const std::optional<OrdinaryMail> mail =
        application.condition.has_value()
            ? std::optional(ordinary_mail(form, *application.condition, application.filling,
                                          application.print, application.hand, dice))
            : std::nullopt;
    if (mail.has_value()) {
        const ConditionTrait& trait = trait_of(mail->condition);
        truth["condition"] = trait.name;
        truth["done"] = trait.says;
        truth["damaged"] = nlohmann::ordered_json::object();
    }
    const Filling& filling = mail.has_value() ? mail->filling : application.filling;
    std::vector<int> order = application.order;
    if (order.empty()) {
        order.resize(form.pages.size());
        std::iota(order.begin(), order.end(), 1);
    }
    for (const int page : order) {
        if (contains(application.left_out, page)) {
            continue;
        }
        constexpr int half_turn = 2;
        const auto turned = application.turned.find(page);
        const int quarters = turned != application.turned.end()        ? turned->second
                             : contains(application.upside_down, page) ? half_turn
                                                                       : 0;
        if (mail.has_value()) {
            OrdinaryPage drawn =
                ordinary_page(form, page, *mail, grade, quarters, application.set, dice);
            pages_.push_back(std::move(drawn.scan));
            kinds_.push_back({{"page", pages_.size()}, {"kind", "form"}});
            truth["damaged"].update(nlohmann::ordered_json(drawn.damaged));
        } else {
            const Sheet sheet =
                fill_page(form, page, dpi, filling, application.hand, dice, application.set);
            add_page(sheet.raster(), "form", grade, quarters, dice);
        }
        truth["pages"].push_back(pages_.size());
        for (const form::Zone* zone : form.zones_on(page)) {
            if (const auto value = filling.find(zone->field); value != filling.end()) {
                truth["fields"][zone->field] = value->second;
            }
        }
        if (contains(application.blank_backs, page)) {
            add_blank(grade, dice);
        }
        if (contains(application.letter_backs, page)) {
            add_letter(grade, dice);
        }
    }
    applications_.push_back(std::move(truth));
}

void Batch::add_separator(const std::string& code, SeparatorCode kind, Grade grade, Dice& dice) {
    Sheet sheet = Sheet::blank(page_width_mm, page_height_mm, dpi);
    const Hand hand = print_hand();
    draw_code(sheet, code, format_of(kind), {45, 60, 120, 25});
    draw_code(sheet, code, format_of(kind), {45, 210, 120, 25});
    write_line(sheet, "SKILLEARK", {60, 120, 100, 14}, hand, dice);
    write_line(sheet, "Læg dette ark mellem to ansøgninger.", {50, 140, 120, 9}, hand, dice);
    sheet.dry(hand.ink_grey);
    add_page(sheet.raster(), "separator", grade, 0, dice);
}

void Batch::add_letter(Grade grade, Dice& dice) {
    constexpr std::array<const char*, 13> lines = {
        "Boligselskabet Ådalen",
        "Møllevej 1, 5000 Odense C",
        "",
        "Til vores lejere",
        "",
        "Vi skifter vinduer i opgang 3 til 9 i uge 48. Håndværkerne begynder klokken 8.",
        "Flyt venligst møbler og gardiner mindst en meter fra vinduerne inden da.",
        "",
        "Arbejdet tager højst to dage i hver bolig, og huslejen ændres ikke.",
        "Spørgsmål besvares i ejendomskontorets åbningstid.",
        "",
        "Med venlig hilsen",
        "Driften",
    };
    Sheet sheet = Sheet::blank(page_width_mm, page_height_mm, dpi);
    const Hand hand = print_hand();
    double y = 30;
    constexpr double line_mm = 7.5;
    for (const char* line : lines) {
        write_line(sheet, line, {25, y, 165, line_mm}, hand, dice);
        y += line_mm;
    }
    sheet.dry(hand.ink_grey);
    add_page(sheet.raster(), "attachment", grade, 0, dice);
}

void Batch::add_blank(Grade grade, Dice& dice) {
    add_page(Sheet::blank(page_width_mm, page_height_mm, dpi).raster(), "blank", grade, 0, dice);
}

nlohmann::ordered_json Batch::truth() const {
    return {{"applications", applications_}, {"pages", kinds_}};
}

std::optional<Writers> writers_of(const std::string& name) {
    constexpr std::array<std::pair<std::string_view, Writers>, 3> names = {
        {{"test", Writers::for_test},
         {"calibrate", Writers::for_calibration},
         {"train", Writers::for_training}}};
    const auto* found = std::find_if(names.begin(), names.end(),
                                     [&](const auto& each) { return each.first == name; });
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

GlyphSet load_writers(const std::string& folder, Writers writers) {
    constexpr int parts = 10;
    GlyphSet set =
        load_mnist(folder + "/train-images-idx3-ubyte.gz", folder + "/train-labels-idx1-ubyte.gz",
                   folder + "/qmnist-train-labels.tsv.gz");
    std::erase_if(set.pictures, [writers](const GlyphSet::Picture& picture) {
        const int slot = picture.writer % parts;
        const Writers own = slot == 0   ? Writers::for_test
                            : slot == 1 ? Writers::for_calibration
                                        : Writers::for_training;
        return own != writers;
    });
    return set;
}

GlyphSet load_test_writers(const std::string& folder) {
    return load_writers(folder, Writers::for_test);
}

GlyphSet load_people(const std::string& file, Writers writers) {
    Dice own(1);  // Æ, Ø and Å are the same at each call
    const bool are_pens = file.find("tsv") != std::string::npos;
    if (writers == Writers::for_training || (are_pens && writers == Writers::for_test)) {
        throw std::runtime_error("nobody in " + file + " writes letters for this");
    }
    if (!are_pens) {
        const int rest = writers == Writers::for_test ? 1 : 0;
        GlyphSet set = load_stroke_letters(file, own);
        std::erase_if(set.pictures, [rest](const auto& each) { return each.writer % 2 != rest; });
        return set;
    }
    constexpr int parts = 10, few = 20;
    GlyphSet set = load_pen_characters(file, {"", "ibm,aga,kai"}, own);
    std::map<int, int> written;
    for (const GlyphSet::Picture& picture : set.pictures) {
        ++written[picture.writer];
    }
    std::erase_if(set.pictures, [&](const auto& each) {
        return each.writer % parts != 1 || written.at(each.writer) < few;
    });
    return set;
}

Batch batch_of(const form::FormCatalogue& catalogue, const nlohmann::json& plan,
               const GlyphSet* digits, const GlyphSet* letters) {
    Batch batch(catalogue);
    Dice dice(plan.value("seed", 1u));
    const Grade usual = grade_in(plan, Grade::office);
    for (const nlohmann::json& sheet : plan.at("sheets")) {
        const Grade grade = grade_in(sheet, usual);
        if (sheet.contains("separator")) {
            batch.add_separator(sheet.at("separator"), separator_code_in(sheet), grade, dice);
        } else if (sheet.contains("letter")) {
            batch.add_letter(grade, dice);
        } else if (sheet.contains("blank")) {
            batch.add_blank(grade, dice);
        } else {
            batch.add(application_of(catalogue, sheet, digits, letters, dice), grade, dice);
        }
    }
    return batch;
}

}  // namespace indgang::forge
