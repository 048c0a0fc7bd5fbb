// SPDX-License-Identifier: MPL-2.0
// libFuzzer changes a PNG anywhere; then the check sum of each chunk is written anew (PNG, 5.5).
#include <cstddef>
#include <cstdint>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed);

namespace {

std::uint32_t check_sum(const std::uint8_t* data, std::size_t size) {
    constexpr std::uint32_t polynomial = 0xEDB88320, all_ones = 0xFFFFFFFF;
    std::uint32_t sum = all_ones;
    for (std::size_t i = 0; i < size; ++i) {
        sum ^= data[i];
        for (int bit = 0; bit < 8; ++bit) {
            sum = sum >> 1U ^ ((sum & 1U) != 0 ? polynomial : 0);
        }
    }
    return sum ^ all_ones;
}

std::uint32_t number_at(const std::uint8_t* at) {
    return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U |
           at[3];
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned) {
    size = LLVMFuzzerMutate(data, size, most);
    constexpr std::size_t signature = 8, around = 12;  // a chunk: length, name, data, sum
    for (std::size_t at = signature; at + around <= size;) {
        const std::size_t length = number_at(data + at);
        if (length > size - at - around) {
            break;
        }
        const std::uint32_t sum = check_sum(data + at + 4, length + 4);
        for (std::size_t i = 0; i < 4; ++i) {
            data[at + 8 + length + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
        }
        at += around + length;
    }
    return size;
}
