// SPDX-License-Identifier: MPL-2.0
#include "adapters/casequeue/protocols.h"

#include <gtest/gtest.h>

#include <set>

#include "schemas/error/error.h"

namespace indgang::casequeue {
namespace {

const Clock no_clock = [] { return UtcTime{}; };

TEST(Protocols, HaveOneNameEach) {
    std::set<std::string_view> names;
    for (const auto& protocol : protocols()) {
        EXPECT_TRUE(names.insert(protocol.name).second) << protocol.name;
        EXPECT_NE(protocol.create({.base_url = "http://127.0.0.1:1"}, no_clock), nullptr);
    }
    EXPECT_TRUE(names.contains(Destination{}.protocol));
}

TEST(Protocols, AreNotGuessed) {
    try {
        (void)queue_to({"sf2900", {.base_url = "http://127.0.0.1:1"}}, no_clock);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_input);
        EXPECT_EQ(error.reason(), "protocol_unknown");
    }
}

}  // namespace
}  // namespace indgang::casequeue
