// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace indgang::fuzz {

/// Opens a scan and takes its first pages as a worker does. The programs that draw PDF pages and
/// decode HEIC are not found: they are other makers', in a jail, and are not what is tried here.
int read_scan(const std::uint8_t* data, std::size_t size);

}  // namespace indgang::fuzz
