// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/dropped_name.h"

#include <gtest/gtest.h>

namespace indgang::service {
namespace {

TEST(DroppedName, KnowsAnUnfinishedTransferInAnyCaseOfLetters) {
    for (const auto* name : {"a.tif.part", "a.PART", "a.Tmp", "A.TEMP", "a.CrDownload",
                             "a.filepart", "a.partial", "a.tif~", ".a.tif.Xy12Zq"}) {
        EXPECT_EQ(kind_of_name(name), NameKind::unfinished) << name;
    }
}

TEST(DroppedName, KnowsWhatSystemsAndOpenProgramsLeaveBehind) {
    for (const auto* name : {"Thumbs.db", "THUMBS.DB", "desktop.ini", ".DS_Store", "._scan.tif",
                             "~$letter.docx", ".~lock.letter.odt#", "$RECYCLE.BIN", "@eaDir"}) {
        EXPECT_EQ(kind_of_name(name), NameKind::litter) << name;
    }
}

TEST(DroppedName, TakesOtherNamesForWhatTheyAre) {
    for (const auto* name :
         {"a.tif", "part", "tmp", "my.part.tif", "thumbs.db.tif", "-rf", "Kvittering temp"}) {
        EXPECT_EQ(kind_of_name(name), NameKind::plain) << name;
    }
}

TEST(DroppedName, CutsANameSoThatItsEndingFits) {
    EXPECT_EQ(fitting_name("a.tif", ".reason"), "a.tif.reason");
    EXPECT_EQ(fitting_name(std::string(248, 'n'), ".reason"), std::string(248, 'n') + ".reason");
    EXPECT_EQ(fitting_name(std::string(255, 'n'), ".reason"), std::string(248, 'n') + ".reason");
}

TEST(DroppedName, CutsNoCharacterInTwo) {
    const std::string name = std::string(247, 'n') + "\xC3\xA6" + "123456";  // æ in bytes 248, 249
    EXPECT_EQ(fitting_name(name, ".reason"), std::string(247, 'n') + ".reason");
    const std::string no_utf8(255, '\x80');
    EXPECT_EQ(fitting_name(no_utf8, ".reason").size(), 245u + 7u);
}

TEST(DroppedName, ShowsNoControlCharacters) {
    EXPECT_EQ(readable_name("a\n\x1B[2J\x7F \xC3\xA6.tif"), "a??[2J? \xC3\xA6.tif");
}

}  // namespace
}  // namespace indgang::service
