// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/xml_escape.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

TEST(XmlEscape, LeavesPlainTextAlone) {
    EXPECT_EQ(escape_xml("Åkjær og søn"), "Åkjær og søn");
    EXPECT_EQ(escape_xml(""), "");
}

TEST(XmlEscape, EscapesWhatWouldEndATextOrAnAttribute) {
    EXPECT_EQ(escape_xml("<a b=\"c&d\">"), "&lt;a b=&quot;c&amp;d&quot;&gt;");
}

TEST(XmlEscape, KeepsACarriageReturn) {
    EXPECT_EQ(escape_xml("a\r\nb"), "a&#13;\nb");
}

}  // namespace
}  // namespace indgang
