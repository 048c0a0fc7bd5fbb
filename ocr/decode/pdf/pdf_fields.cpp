// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/pdf/pdf_fields.h"

#include <algorithm>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <string>
#include <utility>

#include "ocr/decode/pdf/pdf_limits.h"
#include "schemas/core/limits.h"

namespace indgang::ocr {

namespace {

/// Lines end in many ways in PDF texts; ours end with "\n".
std::string with_plain_lines(const std::string& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            plain += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            plain += '\n';
        }
    }
    return plain;
}

std::string text_in(QPDFFormFieldObjectHelper& field) {
    QPDFObjectHandle value = field.getValue();
    if (value.isString()) {
        return with_plain_lines(value.getUTF8Value());
    }
    if (value.isName() && value.getName() != "/Off") {
        return value.getName().substr(1);
    }
    return "";
}

}  // namespace

std::vector<TypedField> typed_fields_on(QPDF& pdf, QPDFPageObjectHelper page) {
    std::vector<TypedField> typed;
    if (!pdf.getRoot().getKey("/AcroForm").isDictionary()) {
        return typed;
    }
    QPDFAcroFormDocumentHelper forms(pdf);
    for (auto& widget : forms.getWidgetAnnotationsForPage(page)) {
        QPDFFormFieldObjectHelper field = forms.getFieldForAnnotation(widget);
        TypedField filled{field.getFullyQualifiedName(), text_in(field)};
        const bool is_known = std::any_of(
            typed.begin(), typed.end(), [&](const auto& each) { return each.name == filled.name; });
        if (is_known || filled.text.empty() || filled.name.empty() ||
            filled.name.size() > limits::field_name_bytes_most ||
            filled.text.size() > indgang::limits::value_bytes || field.getFieldType() == "/Sig") {
            continue;
        }
        if (typed.size() >= static_cast<std::size_t>(indgang::limits::form_fields)) {
            break;
        }
        typed.push_back(std::move(filled));
    }
    return typed;
}

}  // namespace indgang::ocr
