// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/worker.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "schemas/core/descriptor.h"
#include "tests/pipeline/store/folder.h"

namespace indgang::worker {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// The worker process of this program.
fs::path process_of_worker() {
    std::ifstream children("/proc/self/task/" + std::to_string(::gettid()) + "/children");
    std::string child;
    children >> child;
    return fs::path("/proc") / child;
}

TEST(Worker, GetsNothingOfTheProgramsEnvironmentAndFiles) {
    const store::Folder scratch;
    ::setenv("INDGANG_TEST_SECRET", "of a register", 1);
    const Descriptor forgotten(::open("/dev/null", O_RDONLY));  // stays open over exec
    Worker worker({.program = INDGANG_BUILD_DIR "/indgang",
                   .forms = {INDGANG_SOURCE_DIR "/schemas/forms"},
                   .models = INDGANG_SOURCE_DIR "/ocr/models",
                   .scratch = scratch.path()});
    ASSERT_TRUE(worker.read_xml({}).empty());
    const auto process = process_of_worker();
    std::ifstream file(process / "environ", std::ios::binary);
    const std::string environment{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(environment, HasSubstr("OMP_THREAD_LIMIT=1"));
    EXPECT_THAT(environment, Not(HasSubstr("of a register")));
    std::vector<std::string> open;
    for (const auto& entry : fs::directory_iterator(process / "fd")) {
        open.push_back(entry.path().filename().string());
    }
    EXPECT_THAT(open, testing::UnorderedElementsAre("0", "1", "2", "3")) << "3 is its socket";
}

}  // namespace
}  // namespace indgang::worker
