// SPDX-License-Identifier: MPL-2.0
// libzip reads the file by a source of ours, so that it opens nothing, writes nothing and needs no
// name. It is asked for what the directory says, and for the bytes of one entry, of which it
// checks the checksum at their end. That an entry has no more bytes than the directory says, and
// no fewer, is checked here.
#include "schemas/zip/zip_file.h"

#include <sys/stat.h>
#include <zip.h>

#include <exception>
#include <new>
#include <utility>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::zip {
namespace {

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Close {
    void operator()(zip_file_t* file) const { static_cast<void>(zip_fclose(file)); }
};
using ArchivePtr = std::unique_ptr<zip_t, Discard>;
using FilePtr = std::unique_ptr<zip_file_t, Close>;

/// Of libzip, which gives it back in time.
struct Trouble {
    zip_error_t error;
    Trouble() { zip_error_init(&error); }
    ~Trouble() { zip_error_fini(&error); }
    Trouble(const Trouble&) = delete;
    Trouble& operator=(const Trouble&) = delete;
};

std::uint64_t index_of(std::int64_t index) {
    VERIFY(index >= 0);
    return static_cast<std::uint64_t>(index);
}

/// How an entry that its maker had on a Unix file system was marked there.
mode_t unix_mode(zip_t* archive, std::uint64_t index) {
    constexpr unsigned mode_at = 16;
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0 ||
        (system != ZIP_OPSYS_UNIX && system != ZIP_OPSYS_OS_X)) {
        return 0;
    }
    return static_cast<mode_t>(attributes >> mode_at) & S_IFMT;
}

}  // namespace

struct ZipFile::State {
    Source source;
    std::uint64_t size_bytes = 0;
    std::uint64_t at = 0;
    Trouble trouble;
    std::exception_ptr thrown;  ///< by `source`, while libzip was calling
    ArchivePtr archive;
    FilePtr file;
    std::uint64_t left = 0;  ///< of the open entry's bytes

    /// What libzip asks of its source. No exception may go through it.
    zip_int64_t answer(void* data, zip_uint64_t length, zip_source_cmd_t command) noexcept {
        switch (command) {
            case ZIP_SOURCE_OPEN:
                at = 0;
                return 0;
            case ZIP_SOURCE_READ:
                return read_for_libzip(data, length);
            case ZIP_SOURCE_CLOSE:
            case ZIP_SOURCE_FREE:
                return 0;
            case ZIP_SOURCE_STAT:
                return describe(static_cast<zip_stat_t*>(data));
            case ZIP_SOURCE_ERROR:
                return zip_error_to_data(&trouble.error, data, length);
            case ZIP_SOURCE_SEEK: {
                const auto to =
                    zip_source_seek_compute_offset(at, size_bytes, data, length, &trouble.error);
                at = to >= 0 ? static_cast<std::uint64_t>(to) : at;
                return to >= 0 ? 0 : -1;
            }
            case ZIP_SOURCE_TELL:
                return static_cast<zip_int64_t>(at);
            case ZIP_SOURCE_SUPPORTS:
                return zip_source_make_command_bitmap(
                    ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                    ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                    ZIP_SOURCE_SUPPORTS, -1);
            default:
                zip_error_set(&trouble.error, ZIP_ER_OPNOTSUPP, 0);
                return -1;
        }
    }

    zip_int64_t read_for_libzip(void* data, zip_uint64_t length) noexcept {
        try {
            const auto got = source({static_cast<char*>(data), length}, at);
            at += got;
            return static_cast<zip_int64_t>(got);
        } catch (...) {
            thrown = std::current_exception();
            zip_error_set(&trouble.error, ZIP_ER_READ, 0);
            return -1;
        }
    }

    [[nodiscard]] zip_int64_t describe(zip_stat_t* status) const noexcept {
        zip_stat_init(status);
        status->size = size_bytes;
        status->comp_size = size_bytes;
        status->comp_method = ZIP_CM_STORE;
        status->encryption_method = ZIP_EM_NONE;
        status->valid =
            ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
        return sizeof(*status);
    }

    static zip_int64_t callback(void* state, void* data, zip_uint64_t length,
                                zip_source_cmd_t command) noexcept {
        return static_cast<State*>(state)->answer(data, length, command);
    }

    /// What stopped libzip and is no fault of the zip.
    void throw_what_is_ours(const zip_error_t& error) {
        if (auto ours = std::exchange(thrown, nullptr)) {
            std::rethrow_exception(ours);
        }
        if (zip_error_code_zip(&error) == ZIP_ER_MEMORY) {
            throw std::bad_alloc();
        }
    }
};

ZipFile::ZipFile(Source source, std::uint64_t size_bytes) : state_(std::make_unique<State>()) {
    auto& state = *state_;
    state.source = std::move(source);
    state.size_bytes = size_bytes;
    Trouble trouble;
    zip_source_t* bytes = zip_source_function_create(&State::callback, &state, &trouble.error);
    if (bytes == nullptr) {
        throw std::bad_alloc();
    }
    state.archive.reset(zip_open_from_source(bytes, ZIP_RDONLY, &trouble.error));
    if (!state.archive) {
        zip_source_free(bytes);
        if (zip_error_code_zip(&trouble.error) == ZIP_ER_MEMORY) {
            throw Error(Reason::zip_too_many_entries, "zip: its directory is too large");
        }
        state.throw_what_is_ours(trouble.error);
        throw Error(Reason::zip_damaged,
                    std::string("zip: a zip or an Office document that is damaged: ") +
                        zip_error_strerror(&trouble.error));
    }
    if (entries() > limits::zip_entries) {
        throw Error(Reason::zip_too_many_entries,
                    "zip: has " + std::to_string(entries()) + " entries, at most " +
                        std::to_string(limits::zip_entries) + " are taken");
    }
}

ZipFile::~ZipFile() = default;

std::int64_t ZipFile::entries() const {
    return zip_get_num_entries(state_->archive.get(), 0);
}

Entry ZipFile::entry(std::int64_t index) const {
    auto* archive = state_->archive.get();
    zip_stat_t status;
    zip_stat_init(&status);
    // The encoding is guessed where the zip does not say it: UTF-8 or that of DOS.
    const char* name = zip_get_name(archive, index_of(index), ZIP_FL_ENC_GUESS);
    if (name == nullptr || zip_stat_index(archive, index_of(index), 0, &status) != 0) {
        state_->throw_what_is_ours(*zip_get_error(archive));
        throw Error(Reason::zip_damaged, "zip: an entry of its directory cannot be read",
                    "entry " + std::to_string(index + 1));
    }
    Entry entry{name, status.size, false, std::nullopt};
    const auto mode = unix_mode(archive, index_of(index));
    entry.is_folder = entry.name.ends_with('/') || mode == S_IFDIR;
    if (mode != 0 && mode != S_IFREG && mode != S_IFDIR) {
        entry.refusal = Reason::zip_entry_not_a_file;
    } else if (status.encryption_method != ZIP_EM_NONE) {
        entry.refusal = Reason::zip_entry_encrypted;
    } else if (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE) {
        entry.refusal = Reason::zip_entry_method;
    }
    return entry;
}

void ZipFile::open(std::int64_t index) {
    close();
    auto& state = *state_;
    const auto place = "entry " + std::to_string(index + 1);
    const auto known = entry(index);
    if (known.refusal) {
        throw Error(*known.refusal, "zip: an entry cannot be unpacked", place);
    }
    state.file.reset(zip_fopen_index(state.archive.get(), index_of(index), 0));
    if (!state.file) {
        state.throw_what_is_ours(*zip_get_error(state.archive.get()));
        throw Error(Reason::zip_entry_damaged, "zip: the bytes of an entry are not there", place);
    }
    state.left = known.size_bytes;
}

std::size_t ZipFile::read(std::span<char> into) {
    auto& state = *state_;
    VERIFY(state.file);
    const auto damaged = [&](const char* what) {
        close();
        return Error(Reason::zip_entry_damaged, std::string("zip: ") + what);
    };
    std::size_t filled = 0;
    while (filled < into.size()) {
        const auto got = zip_fread(state.file.get(), into.data() + filled, into.size() - filled);
        if (got < 0) {
            state.throw_what_is_ours(*zip_file_get_error(state.file.get()));
            throw damaged("the bytes of an entry are damaged");
        }
        if (got == 0) {
            if (state.left > 0) {
                throw damaged("an entry has fewer bytes than its directory says");
            }
            break;
        }
        if (std::cmp_greater(got, state.left)) {
            throw damaged("an entry has more bytes than its directory says");
        }
        state.left -= static_cast<std::uint64_t>(got);
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

void ZipFile::close() {
    state_->file.reset();
}

bool ZipFile::is_open() const {
    return state_->file != nullptr;
}

}  // namespace indgang::zip
