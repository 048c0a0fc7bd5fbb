// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/http/server.h"
#include "pipeline/web/pages.h"
#include "pipeline/web/visit.h"
#include "schemas/core/bytes.h"
#include "schemas/error/error.h"

namespace indgang::web {

inline constexpr std::string_view session_cookie = "__Host-indgang";

/// What every answer of the desk has around it: the layout, who is signed in, where he may go, and
/// the headers that keep a browser from doing anything that the page does not say.
/// Immutable. Threads: any number.
class Frame {
  public:
    explicit Frame(const Pages& pages) : pages_(&pages) {}

    [[nodiscard]] const Pages& pages() const { return *pages_; }

    /// Takes: `title`, which holds nothing personal; `model` of the template.
    [[nodiscard]] http::ServerResponse page(const Visit& visit, const std::string& name,
                                            const std::string& title, nlohmann::json model,
                                            int status = 200) const;
    [[nodiscard]] static http::ServerResponse json(const nlohmann::json& body, int status = 200);
    [[nodiscard]] static http::ServerResponse file(const Bytes& bytes,
                                                   const std::string& content_type);
    /// To another page of the site, by GET. Takes: a path that begins with one "/".
    [[nodiscard]] static http::ServerResponse go_to(const std::string& path);
    /// A form that asks why the person looks, and sends the answer there.
    [[nodiscard]] http::ServerResponse why_page(const Visit& visit, const std::string& href) const;
    /// Trouble as a page in words, or as RFC 9457 with them.
    [[nodiscard]] http::ServerResponse trouble_page(const Visit& visit, const Error& error) const;
    [[nodiscard]] static http::ServerResponse trouble_json(const Visit& visit, const Error& error,
                                                           nlohmann::json more);
    [[nodiscard]] static int status_of(const Error& error);
    /// Sets the headers that every answer has.
    void guard(http::ServerResponse& response) const;

  private:
    const Pages* pages_;
};

/// What happened, in the language of the visit.
[[nodiscard]] std::string words_of(const Words& words, const Error& error);

}  // namespace indgang::web
