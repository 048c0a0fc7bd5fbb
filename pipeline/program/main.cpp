// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/commands.h"

int main(int argument_count, char** arguments) {
    return indgang::program::run_program(argument_count, arguments);
}
