// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The limits of the room, each with its unit and where it comes from. All are set by hand where no
/// measurement is named.
///
/// What other rooms are told stands with the declarations: `least_verified` and `least_groups`
/// (duel.h), `tuned_tiles_most` (tune_net.h).
namespace indgang::ocr::limits {

// A file of a net (character_net.cpp): more than any net of ours has, so that a broken file takes
// no memory.
constexpr std::uint32_t classes_most = 256, class_name_bytes_most = 16;
constexpr std::uint32_t layers_most = 32, channels_most = 4096, kernel_most = 7;
constexpr std::size_t version_digits = 12;  ///< of its digest, that name it

// Two nets (net_panel.cpp).
/// Probability that the first net has to say, or the second is asked. Below this it leaves 8 % of
/// the digits of MNIST and 15 to 21 % of those of sketched combs. A limit of 0.999 asks twice as
/// often and gains nothing more (ocr/models/digits.md).
constexpr float certain = 0.995F;

// Champion and challenger (duel.cpp).
constexpr float duel_sure = 0.99F;  ///< what is said so surely and is wrong is seen by nobody
constexpr float duel_probability_least = 1e-6F;  ///< one tile must not outweigh all others
constexpr std::size_t held_out_every = 4;        ///< groups
constexpr std::size_t general_parts = 2;         ///< one to keep in mind, one to judge by

// Learning (tune_net.cpp).
constexpr std::size_t tuning_steps = 400;
/// Tiles of a batch: verified cells (more of them, and the rest is forgotten), and general ones.
constexpr std::size_t new_in_batch = 8, old_in_batch = 56;
constexpr float first_rate = 1e-4F;  ///< of learning; it falls evenly to none
constexpr float pull_back = 10;      ///< per unit of rate, towards the champion's weight
/// Adam's own.
constexpr float first_decay = 0.9F, second_decay = 0.999F, floor_of_root = 1e-8F;

}  // namespace indgang::ocr::limits
