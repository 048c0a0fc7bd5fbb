// SPDX-License-Identifier: MPL-2.0
// What a browser sends the desk: as a form, as a path, as cookies, and as the JSON of a script.
#include <nlohmann/json.hpp>

#include "pipeline/web/visit.h"
#include "tests/fuzz/door.h"

using namespace indgang;
using fuzz::taken_or_refused;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView bytes(data, size);
    static_cast<void>(web::parse_form(text_of(bytes)));
    static_cast<void>(web::match_path("/tasks/{id}/pages/{page}", text_of(bytes)));
    static_cast<void>(web::cookie_of(text_of(bytes), "__Host-session"));
    http::ServerRequest request;
    request.body.assign(bytes.begin(), bytes.end());
    web::Visit visit;
    visit.request = &request;
    taken_or_refused([&] { static_cast<void>(web::places_in(web::body_of(visit))); });
    taken_or_refused([&] { static_cast<void>(web::quarters_in(web::body_of(visit))); });
    taken_or_refused([&] { static_cast<void>(web::texts_in(web::body_of(visit), "ids")); });
    return taken_or_refused([&] { static_cast<void>(web::text_in(web::body_of(visit), "why")); });
}
