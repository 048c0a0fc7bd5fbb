// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "pipeline/service/folder_watch.h"
#include "tests/pipeline/service/installation.h"

namespace indgang::service {

/// A watched folder, somebody who writes into it, and a clock that only the test moves.
class Inbox : public testing::Test {
  protected:
    static constexpr std::chrono::seconds still{2}, still_of_others{15};
    static constexpr std::chrono::minutes grace{5};

    Inbox() {
        std::filesystem::create_directories(inbox_);
        watch();
    }
    /// As after a start: nothing is remembered.
    void watch(bool takes_subfolders = false) {
        watch_ = std::make_unique<FolderWatch>(
            FolderWatchSettings{.folder = inbox_, .takes_subfolders = takes_subfolders}, at_.door,
            [this] { return at_.now; });
    }
    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream(inbox_ / name, std::ios::binary) << bytes;
    }
    /// So that an account without rights can work here.
    void open_to_all() const {
        for (const auto& folder : {at_.folder, inbox_, inbox_ / "done", inbox_ / "rejected"}) {
            std::error_code absent;
            std::filesystem::permissions(folder, std::filesystem::perms::all, absent);
        }
    }
    static void append(const std::filesystem::path& file, const std::string& bytes) {
        std::ofstream(file, std::ios::binary | std::ios::app) << bytes;
    }
    static std::string read(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    FolderWatch::Look look() { return watch_->look(); }
    FolderWatch::Look look_after(std::chrono::milliseconds passed) {
        at_.now += passed;
        return watch_->look();
    }
    /// Looks often enough that a file which stands still is taken.
    FolderWatch::Look settle() {
        (void)watch_->look();
        return look_after(still);
    }
    /// How many files or folders meet this trouble now.
    std::int64_t troubled(const std::string& reason) const {
        for (const auto& trouble : watch_->present().troubles) {
            if (trouble.reason == reason) {
                return trouble.count;
            }
        }
        return 0;
    }
    std::size_t stored() const { return at_.store.arrivals(100).size(); }

    Installation at_;
    std::filesystem::path inbox_ = at_.folder / "inbox";
    std::unique_ptr<FolderWatch> watch_;
};

/// This thread alone works as an account without rights for as long as this lives; the store's
/// own threads go on as they are. Does nothing when the tests do not run as root.
class WithoutRights {
  public:
    static constexpr uid_t account = 65534;
    WithoutRights() { become(account); }
    ~WithoutRights() { become(0); }
    WithoutRights(const WithoutRights&) = delete;
    WithoutRights& operator=(const WithoutRights&) = delete;

  private:
    void become(uid_t user) const {
        if (is_root_) {
            EXPECT_EQ(::syscall(SYS_setresuid, -1, user, -1), 0);
        }
    }
    bool is_root_ = ::getuid() == 0;
};

}  // namespace indgang::service
