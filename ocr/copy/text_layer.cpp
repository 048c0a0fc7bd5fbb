// SPDX-License-Identifier: MPL-2.0
#include "ocr/copy/text_layer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <tesseract/baseapi.h>
#include <tesseract/renderer.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "ocr/copy/copy_limits.h"
#include "schemas/core/descriptor.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

[[noreturn]] void fail(const char* doing) {
    throw Error(Reason::copy_failed, std::string("copy: Tesseract: ") + doing);
}

/// The renderer writes to a file by name only. The file stands in a folder of the owner alone and
/// loses its name as soon as both ends are open, so that nothing is left however the process ends.
struct NamelessFile {
    std::unique_ptr<tesseract::TessPDFRenderer> renderer;
    std::unique_ptr<Descriptor> reading;
};

NamelessFile open_renderer(const std::filesystem::path& scratch, const char* data_folder) {
    std::string folder = (scratch / "copy-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        throw Error(Reason::scratch_unwritable, "copy: the scratch folder takes no file");
    }
    const std::string base = folder + "/text", file = base + ".pdf";
    NamelessFile opened;
    constexpr bool text_only = true;
    opened.renderer =
        std::make_unique<tesseract::TessPDFRenderer>(base.c_str(), data_folder, text_only);
    opened.reading = std::make_unique<Descriptor>(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    ::unlink(file.c_str());
    ::rmdir(folder.c_str());
    if (opened.reading->number() < 0) {
        throw Error(Reason::scratch_unwritable, "copy: the scratch folder takes no file");
    }
    return opened;
}

Bytes read_all(int descriptor) {
    std::array<std::uint8_t, limits::read_piece_bytes> piece{};
    Bytes bytes;
    while (true) {
        const ssize_t got = ::read(descriptor, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fail("its file cannot be read");
        }
        if (got == 0) {
            return bytes;
        }
        bytes.insert(bytes.end(), piece.begin(), piece.begin() + got);
    }
}

}  // namespace

struct TextLayer::State {
    std::filesystem::path scratch;
    tesseract::TessBaseAPI api;
    std::optional<NamelessFile> file;
};

TextLayer::TextLayer(const std::string& language, std::filesystem::path scratch_folder)
    : state_(std::make_unique<State>()) {
    state_->scratch = std::move(scratch_folder);
    if (state_->api.Init(nullptr, language.c_str(), tesseract::OEM_LSTM_ONLY) != 0) {
        throw Error(Reason::tesseract_language_missing,
                    "copy: Tesseract does not start (package tesseract-ocr-" + language + ")");
    }
    state_->api.SetVariable("debug_file", "/dev/null");
    state_->api.SetPageSegMode(tesseract::PSM_AUTO);
}

TextLayer::~TextLayer() = default;

void TextLayer::begin() {
    state_->file = open_renderer(state_->scratch, state_->api.GetDatapath());
    if (!state_->file->renderer->BeginDocument("")) {
        fail("its document does not begin");
    }
}

void TextLayer::add(const PageImage& page) {
    VERIFY(state_->file);
    auto& api = state_->api;
    api.ClearAdaptiveClassifier();
    api.SetImage(page.pix.get());
    api.SetSourceResolution(static_cast<int>(std::lround(page.dpi)));
    const bool is_added = api.Recognize(nullptr) == 0 && state_->file->renderer->AddImage(&api);
    api.Clear();
    if (!is_added) {
        fail("a page was not recognised");
    }
}

Bytes TextLayer::end() {
    VERIFY(state_->file);
    const bool has_ended = state_->file->renderer->EndDocument();
    state_->file->renderer.reset();  // closes, and so writes, the file
    if (!has_ended) {
        fail("its document does not end (is pdf.ttf there?)");
    }
    const Bytes pdf = read_all(state_->file->reading->number());
    state_->file.reset();
    return pdf;
}

}  // namespace indgang::ocr
