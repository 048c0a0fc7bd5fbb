// SPDX-License-Identifier: MPL-2.0
// A PDF page that is not simply a scanned image has to be drawn: fonts, forms, vector art. Every
// drawing library in reach is either AGPL or GPL or too large to trust in this process, so the
// page is drawn by poppler's program in a child. Between fork and exec only calls that are safe
// there. The child's picture comes back through a pipe, read until its end, the deadline, or the
// largest size a page may have; then the whole process group is killed and waited for. A page
// costs about 150 ms.
#include "ocr/decode/pdf_drawing.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include "ocr/decode/decoders.h"
#include "schemas/core/limits.h"

namespace indgang::ocr {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto wall_time_most = 30s;
constexpr rlim_t cpu_seconds_most = 20;
constexpr rlim_t memory_bytes_most = rlim_t{2} << 30;
constexpr std::size_t header_bytes_most = 64;
constexpr std::size_t picture_bytes_most =
    static_cast<std::size_t>(limits::page_pixels) + header_bytes_most;
constexpr int exit_not_found = 127;

void limit_resource(int resource, rlim_t most) {
    const rlimit limit{most, most};
    static_cast<void>(setrlimit(static_cast<__rlimit_resource>(resource), &limit));
}

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { reset(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    void reset() {
        if (number_ >= 0) {
            close(number_);
        }
        number_ = -1;
    }

  private:
    int number_;
};

[[noreturn]] void become_drawer(const char* const* arguments, int output) {
    setpgid(0, 0);
    limit_resource(RLIMIT_AS, memory_bytes_most);
    limit_resource(RLIMIT_CPU, cpu_seconds_most);
    limit_resource(RLIMIT_FSIZE, 0);
    limit_resource(RLIMIT_CORE, 0);
    signal(SIGXFSZ, SIG_IGN);  // a font cache that can not be written is no reason to die
    const int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDERR_FILENO) < 0 ||
        dup2(output, STDOUT_FILENO) < 0) {
        _exit(exit_not_found);
    }
    execvp(arguments[0], const_cast<char* const*>(arguments));
    _exit(exit_not_found);
}

struct Drawn {
    Bytes picture;
    bool was_cut_off = false;  ///< out of time or too large
    int status = 0;            ///< as waitpid gives it
};

/// Reads to the end of the pipe; false when the time or the size ran out first.
bool read_all(int input, Bytes& into) {
    const auto deadline = SteadyClock::now() + wall_time_most;
    constexpr std::size_t piece_bytes = std::size_t{1} << 18;
    std::vector<std::uint8_t> piece(piece_bytes);
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
        pollfd waiting{input, POLLIN, 0};
        if (left <= 0ms) {
            return false;
        }
        if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
            continue;
        }
        const ssize_t got = read(input, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return true;
        }
        into.insert(into.end(), piece.begin(), piece.begin() + got);
        if (into.size() > picture_bytes_most) {
            return false;
        }
    }
}

Drawn run_drawer(const char* const* arguments, int page) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
        throw Error(ErrorKind::internal, "pdf_not_drawn", "pdf: no pipe", place_of(page));
    }
    Descriptor input(pipe_ends[0]), output(pipe_ends[1]);
    const pid_t child = fork();
    if (child < 0) {
        throw Error(ErrorKind::internal, "pdf_not_drawn", "pdf: no child process", place_of(page));
    }
    if (child == 0) {
        become_drawer(arguments, output.number());
    }
    setpgid(child, child);
    output.reset();
    Drawn drawn;
    drawn.was_cut_off = !read_all(input.number(), drawn.picture);
    kill(-child, SIGKILL);
    while (waitpid(child, &drawn.status, 0) < 0 && errno == EINTR) {
    }
    return drawn;
}

/// The header of a PGM: "P5 <width> <height> 255" and one white space.
struct PgmHeader {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    std::size_t pixels_at = 0;
};

PgmHeader read_pgm_header(const Bytes& picture) {
    std::array<std::uint64_t, 3> numbers{};
    std::size_t at = 2;
    constexpr std::uint64_t number_most = 1'000'000;
    for (std::uint64_t& number : numbers) {
        while (at < picture.size() && (picture[at] == ' ' || picture[at] == '\n')) {
            ++at;
        }
        while (at < picture.size() && picture[at] >= '0' && picture[at] <= '9' &&
               number < number_most) {
            number = number * 10 + (picture[at] - '0');
            ++at;
        }
    }
    return {numbers[0], numbers[1], at + 1};
}

PixPtr pix_of_pgm(const Bytes& picture, int page) {
    const PgmHeader header = read_pgm_header(picture);
    if (picture.size() < 2 || picture[0] != 'P' || picture[1] != '5' ||
        header.width * header.height + header.pixels_at != picture.size()) {
        throw broken_image("pdf_broken", "pdf: the page can not be drawn", page);
    }
    check_page_size(header.width, header.height, page);
    PixPtr pix(pixCreateNoInit(static_cast<l_int32>(header.width),
                               static_cast<l_int32>(header.height), 8));
    if (!pix) {
        throw Error(ErrorKind::limit, "page_too_large", "pdf: no memory for the page",
                    place_of(page));
    }
    l_uint32* data = pixGetData(pix.get());
    const int words = pixGetWpl(pix.get());
    const std::uint8_t* from = picture.data() + header.pixels_at;
    for (std::size_t y = 0; y < header.height; ++y) {
        l_uint32* row = data + static_cast<std::ptrdiff_t>(y) * words;
        for (std::size_t x = 0; x < header.width; ++x) {
            SET_DATA_BYTE(row, x, *from++);
        }
    }
    pixSetResolution(pix.get(), pdf_drawing_dpi, pdf_drawing_dpi);
    return pix;
}

}  // namespace

PdfDrawing::PdfDrawing(BytesView pdf, std::filesystem::path scratch_folder)
    : pdf_(pdf), folder_(std::move(scratch_folder)) {}

PdfDrawing::~PdfDrawing() {
    if (!file_.empty()) {
        std::error_code gone_already;
        std::filesystem::remove(file_, gone_already);
    }
}

PixPtr PdfDrawing::draw(int page) {
    if (file_.empty()) {
        std::string name = (folder_ / "drawing-XXXXXX").string();
        const Descriptor file(mkostemp(name.data(), O_CLOEXEC));
        if (file.number() >= 0) {
            file_ = name;
        }
        for (std::size_t done = 0; done < pdf_.size();) {
            const ssize_t wrote =
                file.number() < 0 ? -1
                                  : write(file.number(), pdf_.data() + done, pdf_.size() - done);
            if (wrote <= 0) {
                throw Error(ErrorKind::internal, "scratch_unwritable",
                            "pdf: the scratch folder takes no file", place_of(page));
            }
            done += static_cast<std::size_t>(wrote);
        }
    }
    const std::string number = std::to_string(page), dpi = std::to_string(pdf_drawing_dpi);
    const std::array<const char*, 11> arguments = {
        "pdftoppm",     "-r", dpi.c_str(),    "-gray",       "-cropbox", "-f",
        number.c_str(), "-l", number.c_str(), file_.c_str(), nullptr};
    const Drawn drawn = run_drawer(arguments.data(), page);
    if (WIFEXITED(drawn.status) && WEXITSTATUS(drawn.status) == exit_not_found) {
        throw Error(ErrorKind::internal, "pdftoppm_missing",
                    "pdf: pdftoppm does not start (package poppler-utils)", place_of(page));
    }
    const bool was_stopped = WIFSIGNALED(drawn.status) && WTERMSIG(drawn.status) == SIGXCPU;
    if (drawn.was_cut_off || was_stopped) {
        throw Error(ErrorKind::limit, "page_too_large",
                    "pdf: drawing the page takes more time or memory than a page may",
                    place_of(page));
    }
    return pix_of_pgm(drawn.picture, page);
}

}  // namespace indgang::ocr
