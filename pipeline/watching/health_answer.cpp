// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/health_answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "schemas/core/harmless_text.h"
#include "schemas/error/reason.h"

namespace indgang::watching {
namespace {

using nlohmann::ordered_json;

constexpr int ok = 200, unavailable = 503;

http::ServerResponse json_answer(int status, const ordered_json& body) {
    http::ServerResponse response;
    response.status = status;
    response.body =
        harmless_json(body.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    response.headers["Cache-Control"] = "no-store";
    if (status == unavailable) {
        response.headers["Retry-After"] = "10";
    }
    return response;
}

ordered_json json_of(const Ailment& ailment) {
    const auto reason = reason_of(ailment.reason);
    return {{"of", ailment.of},
            {"reason", ailment.reason},
            {"since", format_utc(ailment.since)},
            {"blocks", ailment.blocks},
            {"means", reason ? row_of(*reason).means : ""},
            {"next", reason ? row_of(*reason).next : ""}};
}

}  // namespace

http::ServerResponse alive_answer() {
    return json_answer(ok, {{"status", "alive"}});
}

http::ServerResponse short_readiness(const std::vector<Ailment>& ailments) {
    const auto blocking = std::ranges::find_if(ailments, &Ailment::blocks);
    if (blocking == ailments.end()) {
        return json_answer(ok, {{"status", "ready"}});
    }
    auto response = json_answer(unavailable, {{"type", "about:blank"},
                                              {"title", "Not ready"},
                                              {"status", unavailable},
                                              {"reason", blocking->reason}});
    response.content_type = "application/problem+json";
    return response;
}

http::ServerResponse full_readiness(const std::vector<Ailment>& ailments) {
    const bool is_ready = std::ranges::none_of(ailments, &Ailment::blocks);
    auto list = ordered_json::array();
    for (const auto& ailment : ailments) {
        list.push_back(json_of(ailment));
    }
    const char* status = !is_ready          ? "not ready"
                         : ailments.empty() ? "ready"
                                            : "ready, with troubles";
    return json_answer(is_ready ? ok : unavailable, {{"status", status}, {"troubles", list}});
}

}  // namespace indgang::watching
