// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/blobs.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "schemas/core/descriptor.h"
#include "tests/pipeline/store/folder.h"

namespace indgang::store {
namespace {

Bytes sample(std::size_t size) {
    return Bytes(size, 0x5a);
}

TEST(Blobs, GivesBackWhatWasPut) {
    const Folder folder;
    Blobs blobs(folder.path() / "blobs");
    for (const std::size_t size : {0u, 1u, 4096u, 3'000'000u}) {
        const auto digest = blobs.put(sample(size));
        EXPECT_TRUE(blobs.has(digest));
        EXPECT_EQ(blobs.get(digest), sample(size));
    }
}

TEST(Blobs, SameBytesAreOneFile) {
    const Folder folder;
    Blobs blobs(folder.path());
    const auto one = blobs.put(sample(9));
    const auto written = std::filesystem::last_write_time(blobs.path_of(one));
    EXPECT_EQ(blobs.put(sample(9)), one);
    EXPECT_EQ(std::filesystem::last_write_time(blobs.path_of(one)), written);
}

TEST(Blobs, BytesThatComeInPiecesAreOneFile) {
    const Folder folder;
    Blobs blobs(folder.path());
    BlobWriter writer(blobs);
    writer.add(sample(70'000));
    EXPECT_TRUE(std::filesystem::is_empty(blobs.folder_of_unnamed()));
    writer.add(sample(5));
    EXPECT_EQ(writer.size_bytes(), 70'005);
    const auto digest = writer.finish();
    EXPECT_EQ(digest, Digest::of(sample(70'005)));
    EXPECT_EQ(blobs.get(digest), sample(70'005));
}

TEST(Blobs, WhatIsNotFinishedLeavesNothing) {
    const Folder folder;
    Blobs blobs(folder.path());
    { BlobWriter(blobs).add(sample(70'000)); }
    EXPECT_TRUE(std::filesystem::is_empty(blobs.folder_of_unnamed()));
    EXPECT_FALSE(blobs.has(Digest::of(sample(70'000))));
}

/// A file without a name in the place where such files are adopted from.
Descriptor unnamed(const Blobs& blobs, BytesView bytes) {
    Descriptor file(
        ::open(blobs.folder_of_unnamed().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    EXPECT_EQ(::write(file.number(), bytes.data(), bytes.size()), std::ssize(bytes));
    return file;
}

TEST(Blobs, AdoptAFileWithoutAName) {
    const Folder folder;
    Blobs blobs(folder.path());
    const auto bytes = sample(200'000);
    const auto digest = Digest::of(bytes);
    blobs.adopt(unnamed(blobs, bytes).number(), digest);
    EXPECT_EQ(blobs.get(digest), bytes);
    EXPECT_TRUE(std::filesystem::is_empty(blobs.folder_of_unnamed()));
    struct stat status {};
    ASSERT_EQ(::stat(blobs.path_of(digest).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Blobs, AdoptedAgainAreOneFileAndMendADamagedOne) {
    const Folder folder;
    Blobs blobs(folder.path());
    const auto bytes = sample(200'000);
    const auto digest = blobs.put(bytes);
    const auto written = std::filesystem::last_write_time(blobs.path_of(digest));
    blobs.adopt(unnamed(blobs, bytes).number(), digest);
    EXPECT_EQ(std::filesystem::last_write_time(blobs.path_of(digest)), written);
    std::fstream(blobs.path_of(digest), std::ios::in | std::ios::out).put('x');
    blobs.adopt(unnamed(blobs, bytes).number(), digest);
    EXPECT_EQ(blobs.get(digest), bytes);
}

TEST(Blobs, UnknownDigestIsNotFound) {
    const Folder folder;
    const Blobs blobs(folder.path());
    const auto digest = Digest::of(view_of("never"));
    EXPECT_FALSE(blobs.has(digest));
    try {
        (void)blobs.get(digest);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
}

TEST(Blobs, DamagedBytesAreNeverHandedOut) {
    const Folder folder;
    Blobs blobs(folder.path());
    const auto digest = blobs.put(sample(100));
    std::fstream(blobs.path_of(digest), std::ios::in | std::ios::out).put('x');
    try {
        (void)blobs.get(digest);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "blob_corrupt");
    }
}

TEST(Blobs, WhatADeadProcessLeftIsRemovedThoughItHadOurProcessId) {
    const Folder folder;
    const auto writing = folder.path() / "writing";
    std::filesystem::create_directories(writing);
    const auto left = writing / (std::to_string(::getpid()) + "-1");
    std::ofstream(left) << "half";
    const Blobs blobs(folder.path());
    EXPECT_FALSE(std::filesystem::exists(left));
}

TEST(Blobs, WhatALivingProcessWritesStaysThoughItsProcessIdMeansNothingHere) {
    const Folder folder;
    const auto writing = folder.path() / "writing";
    std::filesystem::create_directories(writing);
    const auto child = ::fork();  // gone in a moment: no process of ours has its id
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    const auto written = writing / (std::to_string(child) + "-1");
    std::ofstream(written) << "half";
    const auto descriptor = ::open(written.c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(::flock(descriptor, LOCK_EX | LOCK_NB), 0);
    const Blobs blobs(folder.path());
    EXPECT_TRUE(std::filesystem::exists(written));
    ::close(descriptor);
}

TEST(Blobs, TakenTemporaryNamesArePassedOver) {
    const Folder folder;
    Blobs blobs(folder.path());
    constexpr int more_than_were_put = 2000;
    for (int count = 1; count <= more_than_were_put; ++count) {
        const auto name = std::to_string(::getpid()) + '-' + std::to_string(count);
        std::ofstream(folder.path() / "writing" / name) << "";
    }
    EXPECT_EQ(blobs.get(blobs.put(sample(7))), sample(7));
}

TEST(Blobs, FoldersAndFilesAreForTheOwnerAlone) {
    const Folder folder;
    const auto made = folder.path() / "new" / "blobs";
    const auto before = ::umask(0);
    Blobs blobs(made);
    const auto path = blobs.path_of(blobs.put(sample(7)));
    ::umask(before);
    using std::filesystem::perms;
    for (const auto& one : {made.parent_path(), made, made / "writing", path.parent_path()}) {
        EXPECT_EQ(std::filesystem::status(one).permissions(), perms::owner_all) << one;
    }
    EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
}

TEST(Blobs, ManyThreadsPutTheSame) {
    const Folder folder;
    Blobs blobs(folder.path());
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (std::size_t size = 1; size <= 20; ++size) {
                EXPECT_EQ(blobs.get(blobs.put(sample(size))), sample(size));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "writing"));
}

}  // namespace
}  // namespace indgang::store
