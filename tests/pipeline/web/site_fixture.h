// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "pipeline/web/site.h"
#include "tests/pipeline/desk/paper_applications.h"

namespace indgang::web {

inline constexpr auto password = "a long and plain password";

inline std::string text_between(const std::string& text, const std::string& before, char end) {
    const auto at = text.find(before);
    if (at == std::string::npos) {
        return {};
    }
    const auto from = at + before.size();
    return text.substr(from, text.find(end, from) - from);
}

inline std::string encoded(const std::string& text) {
    std::string all;
    for (const char c : text) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        all += '%';
        all += digits[byte >> 4U];
        all += digits[byte & 15U];
    }
    return all;
}

/// The site over a store of its own, as browsers see it. Its pages are the project's templates and
/// words, without scripts and styles.
class SiteTest : public desk::PaperApplications {
  protected:
    SiteTest() {
        namespace fs = std::filesystem;
        const fs::path source = fs::path(INDGANG_SOURCE_DIR) / "pipeline/web";
        const auto built = folder.path() / "web";
        fs::create_directories(built);
        for (const char* part : {"templates", "words"}) {
            fs::copy(source / part, built / part, fs::copy_options::recursive);
        }
        std::ofstream(built / "desk.css") << "main { color: black }";
        pages_ = std::make_unique<Pages>(built);
        blobs_ = std::make_unique<store::Blobs>(folder.path() / "blobs");
        accounts_ =
            std::make_unique<identity::LocalAccounts>(folder.path() / "accounts.toml", clock());
        open_site();
    }
    /// Anew, with what stands in the members by now.
    void open_site() {
        site_ = std::make_unique<Site>(
            SiteParts{*store,
                      store::desk_book_of(*store),
                      *blobs_,
                      catalogue(),
                      *pages_,
                      *accounts_,
                      provider_.get(),
                      "http://127.0.0.1:8120",
                      {{"pension", {"sp501"}}, {"bolig", {"boligstoette"}}},
                      entered_twice_,
                      is_private_,
                      seeded_share_,
                      {},
                      clock(),
                      [this] { return "token" + std::to_string(++tokens_); },
                      [] { return 0.0; },
                      [this](const std::string& line) { said_ += line + "\n"; }});
    }

    struct Browser {
        std::string cookie;
        std::string csrf;
    };
    struct Asked {
        std::string method = "GET";
        std::string path;
        std::map<std::string, std::string> headers = {};
        std::string body = {};
        std::map<std::string, std::string> query = {};
    };
    http::ServerResponse ask(const Browser& browser, const Asked& asked) {
        http::ServerRequest request;
        request.method = asked.method;
        request.path = asked.path;
        request.query = asked.query;
        request.headers = asked.headers;
        request.headers["host"] = "desk.example";
        request.peer = "127.0.0.1";
        request.body.assign(asked.body.begin(), asked.body.end());
        if (!browser.cookie.empty()) {
            request.headers["cookie"] = "other=1; __Host-indgang=" + browser.cookie;
        }
        return site_->answer(request);
    }
    http::ServerResponse get(const Browser& browser, const std::string& path) {
        return ask(browser, {.path = path});
    }
    /// A form of a page of the browser's own.
    http::ServerResponse post(const Browser& browser, const std::string& path,
                              const std::map<std::string, std::string>& fields = {}) {
        std::string body = "csrf=" + encoded(browser.csrf);
        for (const auto& [name, value] : fields) {
            body += "&" + name + "=" + encoded(value);
        }
        return ask(browser, {.method = "POST",
                             .path = path,
                             .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                             .body = body});
    }
    http::ServerResponse send(const Browser& browser, const std::string& method,
                              const std::string& path, const std::string& body,
                              const std::string& etag = {}) {
        Asked asked{method, path, {{"content-type", "application/json"}}, body};
        asked.headers["x-csrf-token"] = browser.csrf;
        if (!etag.empty()) {
            asked.headers["if-match"] = etag;
        }
        return ask(browser, asked);
    }
    static std::string cookie_in(const http::ServerResponse& response) {
        const auto found = response.headers.find("Set-Cookie");
        return found == response.headers.end()
                   ? std::string()
                   : text_between(found->second, "__Host-indgang=", ';');
    }
    Browser stranger() {
        Browser browser;
        const auto page = get(browser, "/login");
        browser.cookie = cookie_in(page);
        browser.csrf = text_between(page.body, "name=\"csrf\" content=\"", '"');
        return browser;
    }
    /// The browser after an answer that signs it in.
    Browser after(const http::ServerResponse& answer) {
        Browser browser{cookie_in(answer), ""};
        const auto page = get(browser, "/nowhere");
        browser.csrf = text_between(page.body, "name=\"csrf\" content=\"", '"');
        return browser;
    }
    Browser sign_in(const std::string& user, const std::string& with = password) {
        return after(post(stranger(), "/login", {{"user", user}, {"password", with}}));
    }
    /// Signed in in this role, of all units unless some are named.
    Browser as(desk::Role role, const std::vector<std::string>& units = {}) {
        const auto user = std::string(desk::name_of(role)) + std::to_string(++users_);
        accounts_->add({user, "Test Testesen", {std::string(desk::name_of(role))}, units},
                       password);
        return sign_in(user);
    }
    static nlohmann::json task_in(const http::ServerResponse& page) {
        return json_in(page, "task");
    }
    static nlohmann::json json_in(const http::ServerResponse& page, const std::string& id) {
        const auto before = "<script type=\"application/json\" id=\"" + id + "\">";
        const auto from = page.body.find(before) + before.size();
        return nlohmann::json::parse(page.body.substr(from, page.body.find("</", from) - from));
    }

    std::unique_ptr<Pages> pages_;
    std::unique_ptr<store::Blobs> blobs_;
    std::unique_ptr<identity::LocalAccounts> accounts_;
    desk::EnteredTwice entered_twice_;
    bool is_private_ = false;
    double seeded_share_ = 0;
    std::unique_ptr<identity::OpenIdProvider> provider_;
    std::unique_ptr<Site> site_;
    std::string said_;
    int tokens_ = 0;
    int users_ = 0;
};

}  // namespace indgang::web
