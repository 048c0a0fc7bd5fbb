// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "pipeline/program/command_line.h"
#include "schemas/error/reason.h"

namespace indgang::program {
namespace {

using console::ExitCode;

TEST(ExitCodes, AnErrorIsNeverADefect) {
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            if (row.kind) {
                EXPECT_NE(exit_code_of(row.reason, *row.kind), ExitCode::internal) << row.code;
            }
        }
    }
}

TEST(ExitCodes, WhatIsWrongWithThisMachineIsAPartTheDiskOrTheConfiguration) {
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            if (row.kind != ErrorKind::internal) {
                continue;
            }
            const auto code = exit_code_of(row.reason, *row.kind);
            EXPECT_TRUE(code == ExitCode::missing_part || code == ExitCode::storage ||
                        code == ExitCode::configuration)
                << row.code;
            EXPECT_FALSE(row.next.empty()) << row.code << " says what to do";
        }
    }
}

TEST(ExitCodes, TellADamagedPartFromADamagedStore) {
    EXPECT_EQ(exit_code_of(Reason::character_net, ErrorKind::internal), ExitCode::missing_part);
    EXPECT_EQ(exit_code_of(Reason::form_lost, ErrorKind::internal), ExitCode::missing_part);
    EXPECT_EQ(exit_code_of(Reason::database_lost, ErrorKind::internal), ExitCode::storage);
    EXPECT_EQ(exit_code_of(Reason::store_corrupt, ErrorKind::internal), ExitCode::storage);
}

}  // namespace
}  // namespace indgang::program
