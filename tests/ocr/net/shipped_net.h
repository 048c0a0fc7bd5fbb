// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "ocr/net/character_net.h"

namespace indgang::ocr {

/// A net of ocr/models by its file name, as the program ships it.
inline CharacterNet shipped_net(const std::string& name) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/ocr/models/" + name, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    return CharacterNet::load(bytes);
}

}  // namespace indgang::ocr
