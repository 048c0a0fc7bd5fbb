// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>

#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"
#include "schemas/core/digest.h"
#include "schemas/core/digester.h"

namespace indgang::http {

/// How much of the bodies that are under way is kept, and where. Shared by all connections.
/// Threads: any number.
class BodyRoom {
  public:
    struct Limits {
        /// Where large bodies are written, each in a file without a name. Empty: none is, and every
        /// body is kept in memory.
        std::filesystem::path folder;
        std::size_t memory_bytes = 512u << 20;           ///< of all bodies in memory together
        std::size_t file_bytes = std::size_t{16} << 30;  ///< of all bodies in files together
        std::size_t free_bytes = 512u << 20;             ///< that the disk of the folder keeps
    };
    explicit BodyRoom(Limits limits) : limits_(std::move(limits)) {}

    /// Room for some bytes, given back by the end of this object.
    class Share {
      public:
        Share() = default;
        ~Share() { give_back(); }
        Share(Share&& other) noexcept;
        Share& operator=(Share&& other) noexcept;
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        [[nodiscard]] std::size_t bytes() const { return bytes_; }

      private:
        friend class BodyRoom;
        void give_back();
        std::atomic<std::size_t>* used_ = nullptr;
        std::size_t bytes_ = 0;
    };
    /// Errors: unavailable body_room_full.
    void grow_in_memory(Share& share, std::size_t bytes);
    /// Errors: also internal disk_full, before the disk is.
    void grow_in_file(Share& share, std::size_t bytes);
    /// Errors: as grow_in_file would give now.
    void check_in_file(std::size_t bytes) const;
    [[nodiscard]] const std::filesystem::path& folder() const { return limits_.folder; }
    [[nodiscard]] std::size_t bytes_in_memory() const { return memory_used_; }
    [[nodiscard]] std::size_t bytes_in_files() const { return file_used_; }

  private:
    Limits limits_;
    std::atomic<std::size_t> memory_used_{0};
    std::atomic<std::size_t> file_used_{0};
};

/// A body that came whole and is too large to be kept in memory.
struct StoredBody {
    Descriptor file;  ///< for reading and writing; it has no name and goes when this goes
    std::size_t size_bytes = 0;
    Digest digest;
    Bytes head;  ///< the first bytes, enough to see what it is
    BodyRoom::Share share;
};

/// Collects the body of one request: in memory while it is small, then in a file.
/// Threads: one at a time.
class Body {
  public:
    /// `announced`: how many bytes the sender said will come. `room` outlives the body. Room is
    /// taken as bytes come: who announces and sends nothing takes it from nobody. Errors: as of
    /// `add`, when there is no room for what is announced now.
    Body(BodyRoom& room, std::optional<std::size_t> announced);
    /// Errors: unavailable body_room_full, internal disk_full and disk_error.
    void add(BytesView bytes);
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool is_in_file() const { return file_.is_open(); }
    /// What is not in a file. The body is of no use afterwards.
    [[nodiscard]] Bytes take() { return std::move(bytes_); }
    [[nodiscard]] std::shared_ptr<const StoredBody> take_stored();

  private:
    void open_file();
    void write(BytesView bytes);

    BodyRoom* room_;
    BodyRoom::Share share_;
    Bytes bytes_;  ///< everything, or the first of what is in the file
    Descriptor file_;
    std::optional<Digester> digester_;
    std::size_t size_ = 0;
    std::size_t written_ = 0;  ///< to the file
    std::size_t begun_ = 0;    ///< of that, what the disk was told to write
};

}  // namespace indgang::http
