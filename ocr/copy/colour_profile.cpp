// SPDX-License-Identifier: MPL-2.0
#include "ocr/copy/colour_profile.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <memory>

#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

struct Close {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};

}  // namespace

Bytes srgb_profile() {
    const std::unique_ptr<void, Close> profile(cmsCreate_sRGBProfile());
    Bytes bytes;
    cmsUInt32Number size = 0;
    if (profile) {
        // Version 2 is what every reader of PDF/A-2 knows; the library would write 4.4.
        constexpr cmsFloat64Number version = 2.1;
        cmsSetProfileVersion(profile.get(), version);
        cmsSaveProfileToMem(profile.get(), nullptr, &size);
        bytes.resize(size);
    }
    // ICC.1, 7.2.8: the date stands at 24, six numbers of two bytes. The library writes the time
    // of the call, and the same scan must give the same copy.
    constexpr std::size_t date_at = 24;
    constexpr std::array<std::uint8_t, 12> date = {0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
    if (size < date_at + date.size() ||
        cmsSaveProfileToMem(profile.get(), bytes.data(), &size) == FALSE) {
        throw Error(Reason::copy_failed, "copy: no colour profile");
    }
    std::copy(date.begin(), date.end(), bytes.begin() + date_at);
    return bytes;
}

}  // namespace indgang::ocr
