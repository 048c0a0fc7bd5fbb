// SPDX-License-Identifier: MPL-2.0
// Learning from corrections without forgetting. Some hundred cells that people corrected say where
// the net is weak in this mailroom; trained on them alone it would forget the rest. So the
// convolutions stay as they are, which makes the work small: their outputs are computed once for
// each tile. The dense layers behind them learn in batches, an eighth of verified cells towards
// their labels and the rest of general tiles towards what the champion says of them, and each
// weight is drawn back to the champion's. Adam, a fixed number of steps, a falling rate; a
// generator of our own draws the order, so that the same tiles give the same net.
//
// Cost: 400 steps of 64 tiles, each about 0.1 million multiply-adds forward and as many back.
#include "ocr/net/tune_net.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ocr/net/forward_pass.h"
#include "ocr/net/net_limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

constexpr std::size_t record_head = 4;  // label, kind, has_ink, ink

/// Numbers by chance that are the same everywhere (SplitMix64).
class Chance {
  public:
    std::size_t below(std::size_t end) {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<std::size_t>((z ^ (z >> 31)) % end);
    }

  private:
    std::uint64_t state_ = 1;
};

/// One dense layer that learns. Weights lie [input][output].
struct Learner {
    NetLayer layer;
    std::vector<float> start;  // the champion's weights, then bias
    std::vector<float> gradient, first, second;
    std::vector<float> input, output, back;  // of one tile

    explicit Learner(const NetLayer& from) : layer(from) {
        start = from.weights;
        start.insert(start.end(), from.bias.begin(), from.bias.end());
        gradient.assign(start.size(), 0);
        first = second = gradient;
    }

    [[nodiscard]] std::size_t inputs() const { return layer.weights.size() / layer.outputs; }

    std::span<const float> forward(std::span<const float> from) {
        input.assign(from.begin(), from.end());
        output = layer.bias;
        for (std::size_t i = 0; i < input.size(); ++i) {
            if (input[i] == 0) {
                continue;
            }
            const float* weights = layer.weights.data() + i * layer.outputs;
            for (std::size_t o = 0; o < layer.outputs; ++o) {
                output[o] += weights[o] * input[i];
            }
        }
        if (layer.has_relu) {
            for (float& value : output) {
                value = std::max(value, 0.0F);
            }
        }
        return output;
    }

    /// Takes the gradient of the output; gives that of the input, if anybody wants it.
    std::span<const float> backward(std::span<const float> of_output, bool is_first) {
        std::vector<float> own(of_output.begin(), of_output.end());
        for (std::size_t o = 0; o < own.size(); ++o) {
            own[o] = layer.has_relu && output[o] <= 0 ? 0 : own[o];
            gradient[layer.weights.size() + o] += own[o];
        }
        back.assign(input.size(), 0);
        for (std::size_t i = 0; i < input.size(); ++i) {
            if (input[i] == 0) {  // about half, behind a ReLU, which passes nothing back either
                continue;
            }
            const float* weights = layer.weights.data() + i * layer.outputs;
            float* slope = gradient.data() + i * layer.outputs;
            for (std::size_t o = 0; o < layer.outputs; ++o) {
                slope[o] += own[o] * input[i];
            }
            for (std::size_t o = 0; !is_first && o < layer.outputs; ++o) {
                back[i] += own[o] * weights[o];
            }
        }
        return back;
    }

    void step(std::size_t number, float rate, float share) {
        const float first_scale = 1 - std::pow(limits::first_decay, static_cast<float>(number + 1));
        const float second_scale =
            1 - std::pow(limits::second_decay, static_cast<float>(number + 1));
        for (std::size_t k = 0; k < start.size(); ++k) {
            float& weight =
                k < layer.weights.size() ? layer.weights[k] : layer.bias[k - layer.weights.size()];
            const float slope = gradient[k] * share;
            first[k] = limits::first_decay * first[k] + (1 - limits::first_decay) * slope;
            second[k] =
                limits::second_decay * second[k] + (1 - limits::second_decay) * slope * slope;
            weight -= rate * (first[k] / first_scale /
                                  (std::sqrt(second[k] / second_scale) + limits::floor_of_root) +
                              limits::pull_back * (weight - start[k]));
        }
        std::fill(gradient.begin(), gradient.end(), 0.0F);
    }
};

/// Softmax of the first `classes` outputs.
std::vector<float> softmax(std::span<const float> outputs, std::size_t classes) {
    std::vector<float> result(outputs.begin(),
                              outputs.begin() + static_cast<std::ptrdiff_t>(classes));
    const float most = *std::max_element(result.begin(), result.end());
    float sum = 0;
    for (float& value : result) {
        value = std::exp(value - most);
        sum += value;
    }
    for (float& value : result) {
        value /= sum;
    }
    return result;
}

std::vector<CharacterTile> tiles_of(std::span<const VerifiedTile> verified) {
    std::vector<CharacterTile> tiles;
    tiles.reserve(verified.size());
    std::transform(verified.begin(), verified.end(), std::back_inserter(tiles),
                   [](const VerifiedTile& each) { return each.tile; });
    return tiles;
}

/// Inputs of the dense layers, and what they shall say.
struct Lessons {
    std::vector<float> features;
    std::vector<float> targets;  // [tile][class]
    std::size_t count = 0;
};

Lessons lessons_of(const CharacterNet& champion, std::span<const VerifiedTile> tiles,
                   bool are_labels_known) {
    const std::size_t classes = champion.classes().size();
    const auto pictures = tiles_of(tiles);
    Lessons lessons;
    lessons.count = tiles.size();
    lessons.features = champion.features(pictures);
    if (!are_labels_known) {
        const auto logits = champion.logits(pictures);
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            const auto said = softmax(std::span(logits).subspan(i * classes, classes), classes);
            lessons.targets.insert(lessons.targets.end(), said.begin(), said.end());
        }
        return lessons;
    }
    lessons.targets.assign(tiles.size() * classes, 0.0F);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        VERIFY(tiles[i].label < classes);
        lessons.targets[i * classes + tiles[i].label] = 1;
    }
    return lessons;
}

void learn(std::vector<Learner>& learners, const Lessons& lessons, std::size_t at,
           std::size_t classes) {
    const std::size_t width = learners.front().inputs();
    std::span<const float> signal = std::span(lessons.features).subspan(at * width, width);
    for (Learner& learner : learners) {
        signal = learner.forward(signal);
    }
    std::vector<float> slope(signal.size(), 0.0F);
    const std::vector<float> said = softmax(signal, classes);
    for (std::size_t c = 0; c < classes; ++c) {
        slope[c] = said[c] - lessons.targets[at * classes + c];
    }
    std::span<const float> back = slope;
    for (auto learner = learners.rbegin(); learner != learners.rend(); ++learner) {
        back = learner->backward(back, std::next(learner) == learners.rend());
    }
}

}  // namespace

std::vector<VerifiedTile> parse_tiles(BytesView records, std::size_t classes) {
    VerifiedTile tile;
    const std::size_t size = record_head + tile.tile.pixels.size();
    if (records.size() % size != 0) {
        throw Error(Reason::tiles_broken, "tiles: the file ends within a record");
    }
    std::vector<VerifiedTile> tiles;
    for (std::size_t at = 0; at < records.size(); at += size) {
        const BytesView record = records.subspan(at, size);
        if (record[2] == 0) {
            continue;
        }
        tile.label = record[0];
        if (tile.label >= classes) {
            throw Error(Reason::tiles_broken, "tiles: a label is beyond the net's");
        }
        std::memcpy(tile.tile.pixels.data(), record.data() + record_head, tile.tile.pixels.size());
        tile.group = std::to_string(at / size);
        tiles.push_back(tile);
    }
    return tiles;
}

CharacterNet tune(const CharacterNet& champion, std::span<const VerifiedTile> verified,
                  std::span<const VerifiedTile> general) {
    if (verified.empty() || general.empty() || verified.size() > tuned_tiles_most ||
        general.size() > tuned_tiles_most) {
        throw Error(Reason::tiles_count, "tune: " + std::to_string(verified.size()) +
                                             " verified and " + std::to_string(general.size()) +
                                             " general tiles");
    }
    const std::size_t classes = champion.classes().size();
    const Lessons new_lessons = lessons_of(champion, verified, true);
    const Lessons old_lessons = lessons_of(champion, general, false);
    std::vector<Learner> learners;
    for (const NetLayer& layer : champion.dense_layers()) {
        learners.emplace_back(layer);
    }
    Chance chance;
    for (std::size_t step = 0; step < limits::tuning_steps; ++step) {
        for (std::size_t i = 0; i < limits::new_in_batch; ++i) {
            learn(learners, new_lessons, chance.below(new_lessons.count), classes);
        }
        for (std::size_t i = 0; i < limits::old_in_batch; ++i) {
            learn(learners, old_lessons, chance.below(old_lessons.count), classes);
        }
        const float left = 1 - static_cast<float>(step) / limits::tuning_steps;
        for (Learner& learner : learners) {
            learner.step(step, limits::first_rate * left,
                         1.0F / (limits::new_in_batch + limits::old_in_batch));
        }
    }
    std::vector<NetLayer> layers;
    std::transform(learners.begin(), learners.end(), std::back_inserter(layers),
                   [](const Learner& learner) { return learner.layer; });
    return champion.with_dense_layers(layers);
}

}  // namespace indgang::ocr
