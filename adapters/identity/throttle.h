// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "schemas/core/time.h"

namespace indgang::identity {

/// Makes guessing slow: after `free_tries` wrong ones in a row, of one user or from one address,
/// each further try must wait for 1 s, then 2, 4 ... 60 s. Nobody sleeps: who is too early is told
/// how long to wait, and that try counts for nothing.
///
/// A try of a user counts as wrong from its beginning, so that many at once are no way around. One
/// from an address counts when it has proved wrong: a whole office may come from one address in the
/// morning. Who guesses can make a user wait who is right, for a minute at most.
/// Threads: any number.
class Throttle {
  public:
    static constexpr int free_tries = 5;
    static constexpr std::chrono::seconds longest_wait{60};
    /// Then nobody remembers.
    static constexpr std::chrono::minutes memory{15};
    /// Users and addresses that are remembered; beyond it the one that tried longest ago is
    /// forgotten.
    static constexpr std::size_t remembered_most = 10'000;

    /// Gives how long to wait; 0: the try may go on, and one of `wrong`, `right` and `withdraw`
    /// follows. Takes: `user` empty: nobody's, only the address counts; `address` empty: not known.
    [[nodiscard]] std::chrono::seconds begin(const std::string& user, const std::string& address,
                                             UtcTime now);
    void wrong(const std::string& address, UtcTime now);
    /// Nobody looked at it.
    void withdraw(const std::string& user);
    void right(const std::string& user, const std::string& address);

  private:
    struct Tries {
        int wrong = 0;  ///< in a row
        UtcTime last{};
    };
    using Book = std::map<std::string, Tries>;

    [[nodiscard]] static std::chrono::milliseconds left(const Book& book, const std::string& key,
                                                        UtcTime now);
    static void count(Book& book, const std::string& key, UtcTime now);

    std::mutex mutex_;
    Book users_;      ///< guarded by mutex_
    Book addresses_;  ///< guarded by mutex_
};

}  // namespace indgang::identity
