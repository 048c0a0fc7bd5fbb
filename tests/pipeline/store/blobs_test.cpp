// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/blobs.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/pipeline/store/store_fixture.h"

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

TEST(Blobs, WhatADeadProcessLeftIsRemovedAndWhatALivingOneWritesIsNot) {
    const Folder folder;
    const auto writing = folder.path() / "writing";
    std::filesystem::create_directories(writing);
    const auto child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    const auto dead = writing / (std::to_string(child) + "-1");
    const auto alive = writing / (std::to_string(::getpid()) + "-1");
    std::ofstream(dead) << "half";
    std::ofstream(alive) << "half";
    const Blobs blobs(folder.path());
    EXPECT_FALSE(std::filesystem::exists(dead));
    EXPECT_TRUE(std::filesystem::exists(alive));
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
