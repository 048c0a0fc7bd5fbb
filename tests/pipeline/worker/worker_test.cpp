// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/worker.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "schemas/core/descriptor.h"
#include "schemas/error/error.h"
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
    WorkerProcess worker({.program = INDGANG_BUILD_DIR "/indgang",
                          .forms = {INDGANG_SOURCE_DIR "/schemas/forms"},
                          .models = INDGANG_SOURCE_DIR "/ocr/models",
                          .scratch = scratch.path()});
    ASSERT_TRUE(worker.read_documents({}).empty());
    const auto process = process_of_worker();
    std::ifstream file(process / "environ", std::ios::binary);
    const std::string environment{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(environment, HasSubstr("OMP_THREAD_LIMIT=1"));
    EXPECT_THAT(environment, HasSubstr("MALLOC_ARENA_MAX=1"));
    EXPECT_THAT(environment, Not(HasSubstr("of a register")));
    std::vector<std::string> open;
    for (const auto& entry : fs::directory_iterator(process / "fd")) {
        open.push_back(entry.path().filename().string());
    }
    EXPECT_THAT(open, testing::UnorderedElementsAre("0", "1", "2", "3", "4"))
        << "3 is its socket, 4 that to its reader";
}

/// What else lies in the folder for temporary files is nobody's of a worker.
TEST(Worker, HasAFolderOfItsOwnThatGoesWithIt) {
    const store::Folder scratch;
    const auto folders = [&] {
        return std::distance(fs::directory_iterator(scratch.path()), fs::directory_iterator());
    };
    {
        WorkerProcess worker({.program = INDGANG_BUILD_DIR "/indgang",
                              .forms = {INDGANG_SOURCE_DIR "/schemas/forms"},
                              .models = INDGANG_SOURCE_DIR "/ocr/models",
                              .scratch = scratch.path()});
        ASSERT_TRUE(worker.read_documents({}).empty());
        ASSERT_EQ(folders(), 1);
        const auto own = fs::directory_iterator(scratch.path())->path();
        EXPECT_EQ(fs::status(own).permissions(), fs::perms::owner_all);
        std::ifstream file(process_of_worker() / "cmdline", std::ios::binary);
        const std::string command{std::istreambuf_iterator<char>(file), {}};
        EXPECT_THAT(command, HasSubstr(own.string()));
    }
    EXPECT_EQ(folders(), 0);
}

/// The field library lies beside the forms, two folders above the one that is named.
TEST(Worker, KnowsAFormWithoutTheRestOfItsCatalogue) {
    const store::Folder scratch;
    WorkerProcess worker({.program = INDGANG_BUILD_DIR "/indgang",
                          .forms = {INDGANG_SOURCE_DIR "/schemas/forms/sp501"},
                          .models = INDGANG_SOURCE_DIR "/ocr/models",
                          .scratch = scratch.path()});
    EXPECT_TRUE(worker.read_documents({}).empty());
}

TEST(Worker, BlamesNoInputForFormsThatAreBroken) {
    const store::Folder scratch;
    WorkerProcess worker({.program = INDGANG_BUILD_DIR "/indgang",
                          .forms = {INDGANG_SOURCE_DIR "/schemas/forms/sp501",
                                    INDGANG_SOURCE_DIR "/schemas/forms/sp501/1"},
                          .models = INDGANG_SOURCE_DIR "/ocr/models",
                          .scratch = scratch.path()});
    try {
        static_cast<void>(worker.read_documents({}));
        ADD_FAILURE() << "no error";
    } catch (const Error& error) {
        EXPECT_TRUE(is_of_installation(error.kind()));
        EXPECT_THAT(error.what(), HasSubstr("stands in two folders [form_twice]"));
    }
}

TEST(Worker, HasLessPatienceWithDocumentsThanWithPages) {
    const store::Folder scratch;
    WorkerProcess worker({.program = INDGANG_BUILD_DIR "/indgang",
                          .forms = {INDGANG_SOURCE_DIR "/schemas/forms"},
                          .models = INDGANG_SOURCE_DIR "/ocr/models",
                          .scratch = scratch.path(),
                          .document_time = std::chrono::milliseconds(0)});
    try {
        (void)worker.read_documents({});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.why(), Reason::worker_slow);
    }
}

TEST(Worker, WithoutAFolderForTemporaryFilesSaysSo) {
    WorkerProcess worker({.program = INDGANG_BUILD_DIR "/indgang", .scratch = "/nonexistent"});
    try {
        (void)worker.read_documents({});
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "scratch_unwritable");
    }
}

}  // namespace
}  // namespace indgang::worker
