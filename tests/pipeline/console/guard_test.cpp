// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "pipeline/console/console.h"

namespace indgang::console {
namespace {

class Guard : public testing::Test {
  protected:
    std::ostringstream out_;
};

TEST_F(Guard, LetsNothingThroughToATerminal) {
    {
        const GuardedOutput guard(out_);
        out_ << "scan \x1b[2J\x1b]0;title\x07 \xC2\x9B"
             << "31m \u202E \x9B\r\n"
             << "ø\n";
    }
    EXPECT_EQ(out_.str(), "scan ?[2J?]0;title? ?31m ? ??\nø\n");
}

TEST_F(Guard, LetsOwnColoursThrough) {
    const auto text = paint("a", Colour::good, true) + paint("b", Colour::warning, true) +
                      paint("c", Colour::bad, true) + paint("d", Colour::faint, true);
    {
        const GuardedOutput guard(out_);
        out_ << text << "\x1b[8m";
    }
    EXPECT_EQ(out_.str(), text + "?[8m");
}

TEST_F(Guard, PutsTogetherWhatCameInPieces) {
    {
        const GuardedOutput guard(out_);
        for (const char byte : std::string("\xC3\xA6\xC2\x9B\x1b[2J\x1b[31m\n")) {
            out_.put(byte);
        }
    }
    EXPECT_EQ(out_.str(), "æ??[2J\x1b[31m\n");
}

TEST_F(Guard, PassesOnWhatIsFlushedAndWhatIsLeftAtItsEnd) {
    auto* inner = static_cast<std::stringbuf*>(out_.rdbuf());
    {
        const GuardedOutput guard(out_);
        out_ << "a\nb";
        EXPECT_EQ(inner->str(), "a\n");
        out_ << std::flush;
        EXPECT_EQ(inner->str(), "a\nb");
        out_ << "c";
    }
    out_ << "\x1b";  // nobody guards it any more
    EXPECT_EQ(inner->str(), "a\nbc\x1b");
}

TEST_F(Guard, KeepsNoLongLineForItself) {
    auto* inner = static_cast<std::stringbuf*>(out_.rdbuf());
    const GuardedOutput guard(out_);
    out_ << std::string(100'000, 'x');
    EXPECT_EQ(inner->str().size(), 100'000u);
}

TEST(Table, KeepsACellInItsLine) {
    Table table({"file", "state"});
    table.row({"a\nb\x1b[2J", paint("good", Colour::good, true)});
    EXPECT_EQ(table.text(), "file     state\na?b?[2J  \x1b[32mgood\x1b[0m\n");
}

}  // namespace
}  // namespace indgang::console
