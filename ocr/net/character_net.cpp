// SPDX-License-Identifier: MPL-2.0
#include "ocr/net/character_net.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "ocr/net/forward_pass.h"
#include "ocr/net/net_limits.h"
#include "schemas/core/digest.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is little-endian");

constexpr std::string_view magic = "INDGNET1";
constexpr std::uint32_t format_version = 1;
constexpr std::uint32_t relu_flag = 1;
constexpr std::uint32_t pooling_flag = 2;
constexpr std::uint32_t convolution_step = 16;  // outputs of a convolution come in such blocks
constexpr std::uint32_t dense_step = 8;

[[noreturn]] void refuse(const std::string& what) {
    throw Error(Reason::character_net, "character net: " + what);
}

class Reader {
  public:
    explicit Reader(BytesView bytes) : rest_(bytes) {}

    BytesView take(std::size_t count) {
        if (count > rest_.size()) {
            refuse("the file ends too early");
        }
        const BytesView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    std::uint32_t number(std::uint32_t most, const char* what) {
        std::uint32_t value = 0;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        if (value > most) {
            refuse(std::string(what) + " is " + std::to_string(value));
        }
        return value;
    }
    std::vector<float> floats(std::size_t count) {
        const BytesView bytes = take(count * sizeof(float));
        std::vector<float> values(count);
        std::memcpy(values.data(), bytes.data(), bytes.size());
        if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) {
            refuse("a weight is not finite");
        }
        return values;
    }
    [[nodiscard]] BytesView rest() const { return rest_; }

  private:
    BytesView rest_;
};

std::vector<NetLayer> read_layers(Reader& reader) {
    const std::uint32_t count = reader.number(limits::layers_most, "the number of layers");
    std::vector<NetLayer> layers;
    std::size_t side = static_cast<std::size_t>(tile_side_px);
    std::size_t channels = 1;
    for (std::uint32_t i = 0; i < count; ++i) {
        NetLayer layer;
        const std::uint32_t kind = reader.number(2, "the kind of a layer");
        layer.kind = static_cast<NetLayer::Kind>(kind);
        layer.kernel = reader.number(limits::kernel_most, "a kernel");
        layer.stride = reader.number(2, "a stride");
        layer.inputs = reader.number(limits::channels_most, "the inputs of a layer");
        layer.outputs = reader.number(limits::channels_most, "the outputs of a layer");
        const std::uint32_t flags = reader.number(relu_flag | pooling_flag, "the flags");
        layer.has_relu = (flags & relu_flag) != 0;
        layer.has_pooling = (flags & pooling_flag) != 0;
        const bool is_dense = layer.kind == NetLayer::Kind::dense;
        layer.input_side = side;
        // A dense layer is a convolution whose window is its whole input.
        const bool fits =
            kind != 0 && layer.inputs == channels && layer.stride > 0 && layer.outputs > 0 &&
            (is_dense
                 ? layer.kernel == side && !layer.has_pooling && layer.outputs % dense_step == 0
                 : layer.kernel % 2 == 1 && layer.outputs % convolution_step == 0);
        if (!fits || (layer.has_pooling && layer.unpooled_side() < 2)) {
            refuse("layer " + std::to_string(i) + " does not fit");
        }
        layer.weights = reader.floats(layer.kernel * layer.kernel * layer.inputs * layer.outputs);
        layer.bias = reader.floats(layer.outputs);
        side = is_dense ? 1 : layer.output_side();
        channels = layer.outputs;
        layers.push_back(std::move(layer));
    }
    if (layers.empty() || layers.back().kind != NetLayer::Kind::dense) {
        refuse("the last layer is not dense");
    }
    return layers;
}

/// Writes what `Reader` reads.
class Writer {
  public:
    void bytes(const void* from, std::size_t count) {
        const auto* begin = static_cast<const std::uint8_t*>(from);
        out.insert(out.end(), begin, begin + count);
    }
    void number(std::size_t value) {
        const auto narrow = static_cast<std::uint32_t>(value);
        bytes(&narrow, sizeof narrow);
    }
    void text(std::string_view text) {
        number(text.size());
        bytes(text.data(), text.size());
    }
    void floats(std::span<const float> values) { bytes(values.data(), values.size_bytes()); }

    Bytes out;
};

void write_layer(Writer& writer, const NetLayer& layer) {
    writer.number(static_cast<std::size_t>(layer.kind));
    writer.number(layer.kernel);
    writer.number(layer.stride);
    writer.number(layer.inputs);
    writer.number(layer.outputs);
    writer.number((layer.has_relu ? relu_flag : 0) | (layer.has_pooling ? pooling_flag : 0));
    writer.floats(layer.weights);
    writer.floats(layer.bias);
}

std::array<std::uint8_t, Digest::size_bytes> raw_digest(BytesView bytes) {
    const std::string hex = Digest::of(bytes).hex();
    std::array<std::uint8_t, Digest::size_bytes> raw{};
    for (std::size_t i = 0; i < raw.size(); ++i) {
        std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, raw[i], 16);
    }
    return raw;
}

}  // namespace

struct CharacterNet::Weights {
    std::vector<std::string> classes;
    std::size_t reject = 0;
    std::optional<std::size_t> empty;
    std::string version;
    float temperature = 1;
    float uniform_share = 0;
    std::vector<NetLayer> layers;
};

Arithmetic best_arithmetic() {
    static const bool has_v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                               __builtin_cpu_supports("bmi2");
    return has_v3 ? Arithmetic::x86_64_v3 : Arithmetic::baseline;
}

CharacterNet::CharacterNet(std::unique_ptr<Weights> weights) : weights_(std::move(weights)) {}
CharacterNet::CharacterNet(CharacterNet&&) noexcept = default;
CharacterNet& CharacterNet::operator=(CharacterNet&&) noexcept = default;
CharacterNet::~CharacterNet() = default;

CharacterNet CharacterNet::load(BytesView file) {
    Reader reader(file);
    if (text_of(reader.take(magic.size())) != magic) {
        refuse("this is another kind of file");
    }
    const std::uint32_t format = reader.number(UINT32_MAX, "");
    if (format != format_version) {
        refuse("format " + std::to_string(format) + " is not known");
    }
    const BytesView named = reader.take(Digest::size_bytes);
    const std::string hex = Digest::of(reader.rest()).hex();
    const auto own = raw_digest(reader.rest());
    if (!std::equal(named.begin(), named.end(), own.begin(), own.end())) {
        refuse("the digest does not belong to the weights");
    }
    auto weights = std::make_unique<Weights>();
    weights->version = hex.substr(0, limits::version_digits);
    const std::uint32_t count = reader.number(limits::classes_most, "the number of classes");
    std::optional<std::size_t> reject;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t size =
            reader.number(limits::class_name_bytes_most, "the length of a class");
        weights->classes.emplace_back(text_of(reader.take(size)));
        if (weights->classes.back() == "reject") {
            reject = i;
        } else if (weights->classes.back() == "empty") {
            weights->empty = i;
        }
    }
    if (!reject) {
        refuse("there is no class \"reject\"");
    }
    weights->reject = *reject;
    const std::vector<float> calibration = reader.floats(2);
    weights->temperature = calibration[0];
    weights->uniform_share = calibration[1];
    if (!(weights->temperature > 0) || weights->uniform_share < 0 || weights->uniform_share > 1) {
        refuse("the calibration is not usable");
    }
    weights->layers = read_layers(reader);
    if (!reader.rest().empty() || weights->layers.back().outputs < count) {
        refuse("layers and classes do not fit");
    }
    return CharacterNet(std::move(weights));
}

const std::vector<std::string>& CharacterNet::classes() const {
    return weights_->classes;
}
std::size_t CharacterNet::reject_class() const {
    return weights_->reject;
}
std::optional<std::size_t> CharacterNet::empty_class() const {
    return weights_->empty;
}
const std::string& CharacterNet::version() const {
    return weights_->version;
}

std::vector<float> CharacterNet::logits(std::span<const CharacterTile> tiles,
                                        Arithmetic arithmetic) const {
    const std::size_t count = weights_->classes.size();
    std::vector<float> result(tiles.size() * count);
    ForwardPass pass(weights_->layers, arithmetic);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        std::copy_n(pass.run(tiles[i]).begin(), count, result.data() + i * count);
    }
    return result;
}

std::span<const NetLayer> CharacterNet::dense_layers() const {
    const auto first =
        std::find_if(weights_->layers.begin(), weights_->layers.end(),
                     [](const NetLayer& layer) { return layer.kind == NetLayer::Kind::dense; });
    return {first, weights_->layers.end()};
}

std::vector<float> CharacterNet::features(std::span<const CharacterTile> tiles,
                                          Arithmetic arithmetic) const {
    const std::size_t convolutions = weights_->layers.size() - dense_layers().size();
    VERIFY(convolutions > 0);
    ForwardPass pass(std::span(weights_->layers).first(convolutions), arithmetic);
    std::vector<float> all;
    for (const CharacterTile& tile : tiles) {
        const auto own = pass.run(tile);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

Bytes CharacterNet::file() const {
    Writer content;
    content.number(weights_->classes.size());
    for (const std::string& name : weights_->classes) {
        content.text(name);
    }
    content.floats(std::array{weights_->temperature, weights_->uniform_share});
    content.number(weights_->layers.size());
    for (const NetLayer& layer : weights_->layers) {
        write_layer(content, layer);
    }
    Writer file;
    file.bytes(magic.data(), magic.size());
    file.number(format_version);
    const auto digest = raw_digest(content.out);
    file.bytes(digest.data(), digest.size());
    file.bytes(content.out.data(), content.out.size());
    return file.out;
}

CharacterNet CharacterNet::with_dense_layers(std::span<const NetLayer> layers) const {
    const std::span<const NetLayer> own = dense_layers();
    VERIFY(layers.size() == own.size());
    auto weights = std::make_unique<Weights>(*weights_);
    const std::size_t first = weights->layers.size() - own.size();
    for (std::size_t i = 0; i < own.size(); ++i) {
        VERIFY(layers[i].weights.size() == own[i].weights.size());
        VERIFY(layers[i].bias.size() == own[i].bias.size());
        weights->layers[first + i] = layers[i];
    }
    return load(CharacterNet(std::move(weights)).file());
}

std::vector<float> CharacterNet::probabilities(std::span<const CharacterTile> tiles,
                                               Arithmetic arithmetic) const {
    const std::size_t count = weights_->classes.size();
    std::vector<float> result = logits(tiles, arithmetic);
    const float uniform = weights_->uniform_share / static_cast<float>(count);
    for (std::size_t begin = 0; begin < result.size(); begin += count) {
        const std::span<float> own(result.data() + begin, count);
        const float most = *std::max_element(own.begin(), own.end());
        float sum = 0;
        for (float& value : own) {
            value = std::exp((value - most) / weights_->temperature);
            sum += value;
        }
        for (float& value : own) {
            value = (1 - weights_->uniform_share) * value / sum + uniform;
        }
    }
    return result;
}

}  // namespace indgang::ocr
