// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <sys/stat.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/service/door.h"
#include "pipeline/service/folder_watch.h"
#include "pipeline/service/side_folder.h"
#include "schemas/core/descriptor.h"
#include "schemas/core/time.h"
#include "schemas/error/error.h"

namespace indgang::service {

/// Everything that one look at a folder and those inside it finds.
struct Findings {
    FolderWatch::Look look;       ///< its troubles and their ends are the watch's matter
    std::set<std::string> lines;  ///< "message [reason]" of what holds now
    std::map<std::string, FolderWatch::Trouble> troubles;  ///< by reason
    std::vector<std::string> noticed;                      ///< reasons of look.notices
    int folders = 0;                                       ///< that were looked at

    void trouble(const Error& error, bool is_of_folder = false);
    void trouble(std::string_view message, Reason reason, bool is_of_folder = false);
    void notice(std::string_view message, Reason reason);

  private:
    void add(const std::string& message, std::string_view reason, bool is_of_folder);
};

/// What is remembered of one folder from look to look: its files, those that were moved away not
/// long ago, and the folders inside it. A folder is known by device and inode; when another lies
/// there, whoever calls throws this away and begins anew. Threads: one at a time.
class WatchedFolder {
  public:
    /// What all folders of one watch have in common. Must outlive them.
    struct Setting {
        const FolderWatchSettings& times;
        const Door& door;
        const Clock& clock;
    };
    WatchedFolder(const Setting& setting, dev_t device, ino_t inode)
        : setting_(&setting), device_(device), inode_(inode) {}

    [[nodiscard]] bool is(const struct stat& folder) const {
        return folder.st_dev == device_ && folder.st_ino == inode_;
    }
    /// Takes: the open folder; how deep it lies in the watched one, 0 for that.
    void look(const Descriptor& folder, int depth, UtcTime now, Findings& findings);

  private:
    struct Seen {
        FileMark mark;
        UtcTime still_since{};  ///< when this mark was first seen
        UtcTime first_seen{};
        bool is_taken = false;  ///< stored, but could not be moved
        bool is_unfit = false;  ///< read in this state: to be rejected after the grace
    };
    /// A file that was moved away, as it was when it was read.
    struct Moved {
        std::string side;        ///< "done" or "rejected"
        std::string name;        ///< in there
        std::string dropped_as;  ///< its name in the watched folder
        std::string note;        ///< of a rejected one
        FileMark mark;
        UtcTime at{};
    };
    /// One file at this look.
    struct Sight {
        const Descriptor& folder;
        const std::string& name;
        UtcTime now;
        Findings& findings;
    };

    void look_at(const Sight& sight);
    void look_at_unfinished(const Sight& sight, const struct stat& status);
    Seen& see(const Sight& sight, const struct stat& status);
    void take_or_wait(const Sight& sight, const Descriptor& file, const struct stat& status);
    void take_large(const Sight& sight, const Descriptor& file, std::size_t size, Seen& known);
    void reject(const Sight& sight, std::string_view reason, const FileMark& mark);
    void move_to_done(const Sight& sight, const FileMark& mark);

    void find_written_while_away(const Descriptor& folder, UtcTime now);
    void bring_back_what_grew(const Descriptor& folder, UtcTime now, Findings& findings);
    void look_into(const Descriptor& folder, const std::vector<std::string>& names, int depth,
                   UtcTime now, Findings& findings);

    const Setting* setting_;
    dev_t device_;
    ino_t inode_;
    bool is_new_ = true;
    std::map<std::string, Seen> seen_;
    std::vector<Moved> moved_;
    std::map<std::string, std::unique_ptr<WatchedFolder>> inside_;
};

}  // namespace indgang::service
