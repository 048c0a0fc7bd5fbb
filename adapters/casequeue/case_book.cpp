// SPDX-License-Identifier: MPL-2.0
#include "adapters/casequeue/case_book.h"

#include <Poco/Data/LOB.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Tuple.h>

#include <mutex>
#include <nlohmann/json.hpp>

#include "schemas/error/error.h"

namespace indgang::casequeue {
namespace {

using Poco::Data::Keywords::into;
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;
using Poco::Data::Keywords::useRef;

// `enforced_key` is null in the control arm, where keys are written down but mean nothing.
constexpr std::string_view tables[] = {
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    R"(CREATE TABLE IF NOT EXISTS cases (
        number INTEGER PRIMARY KEY,
        idempotency_key TEXT NOT NULL,
        enforced_key TEXT UNIQUE,
        payload_digest TEXT NOT NULL,
        documents TEXT NOT NULL,
        body TEXT NOT NULL))",
    R"(CREATE TABLE IF NOT EXISTS documents (
        digest TEXT PRIMARY KEY,
        media_type TEXT NOT NULL,
        bytes BLOB NOT NULL))",
    R"(CREATE TABLE IF NOT EXISTS additions (
        number INTEGER PRIMARY KEY,
        case_number TEXT NOT NULL,
        enforced_key TEXT UNIQUE,
        digest TEXT NOT NULL))",
};

constexpr std::string_view prefix = "SIM-";

std::string case_number_of(std::int64_t number) {
    return std::string(prefix) + std::to_string(number);
}

Poco::Data::Session open(const std::filesystem::path& folder) {
    static std::once_flag registered;
    std::call_once(registered, [] { Poco::Data::SQLite::Connector::registerConnector(); });
    std::filesystem::create_directories(folder);
    Poco::Data::Session session(Poco::Data::SQLite::Connector::KEY,
                                (folder / "cases.sqlite").string());
    for (const auto statement : tables) {
        session << std::string(statement), now;
    }
    return session;
}

// A transaction that is rolled back unless it is committed.
class Transaction {
  public:
    explicit Transaction(Poco::Data::Session& session) : session_(session) {
        session_ << "BEGIN IMMEDIATE", now;
    }
    ~Transaction() {
        if (!is_committed_) {
            try {
                session_ << "ROLLBACK", now;
            } catch (const Poco::Exception&) {
                is_committed_ = false;  // SQLite had rolled back by itself
            }
        }
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit() {
        session_ << "COMMIT", now;
        is_committed_ = true;
    }

  private:
    Poco::Data::Session& session_;
    bool is_committed_ = false;
};

template <typename Work>
auto translated(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const Poco::Exception& e) {
        throw Error(Reason::case_book_failed, std::string("case book: ") + e.name());
    }
}

std::int64_t number(Poco::Data::Session& session, const std::string& sql) {
    std::int64_t found = 0;
    session << sql, into(found), now;
    return found;
}

bool has(Poco::Data::Session& session, const std::string& digest) {
    std::int64_t found = 0;
    session << "SELECT count(*) FROM documents WHERE digest = ?", into(found), useRef(digest), now;
    return found != 0;
}

}  // namespace

struct CaseBook::State {
    Keys keys;
    std::mutex mutex;  ///< of the session
    Poco::Data::Session session;
};

CaseBook::CaseBook(const std::filesystem::path& folder, Keys keys)
    : state_(translated([&] {
          return new State{keys, {}, open(folder)};
      })) {}

CaseBook::~CaseBook() = default;

CaseBook::Entry CaseBook::enter(const std::string& key, const std::string& body,
                                const std::vector<Digest>& documents) {
    const auto payload = Digest::of(view_of(body)).hex();
    auto names = nlohmann::json::array();
    for (const auto& digest : documents) {
        names.push_back(digest.hex());
    }
    const auto listed = names.dump();
    const std::lock_guard lock(state_->mutex);
    return translated([&]() -> Entry {
        auto& session = state_->session;
        Transaction transaction(session);
        if (state_->keys == Keys::checked) {
            std::vector<Poco::Tuple<std::int64_t, std::string>> known;
            session << "SELECT number, payload_digest FROM cases WHERE enforced_key = ?",
                into(known), useRef(key), now;
            if (!known.empty()) {
                return known.front().get<1>() == payload
                           ? Entry{Entry::Kind::known, case_number_of(known.front().get<0>())}
                           : Entry{Entry::Kind::other_payload, {}};
            }
        }
        for (const auto& digest : documents) {
            if (!has(session, digest.hex())) {
                return {Entry::Kind::documents_missing, {}};
            }
        }
        const int is_enforced = state_->keys == Keys::checked ? 1 : 0;
        session << "INSERT INTO cases (idempotency_key, enforced_key, payload_digest, documents, "
                   "body) VALUES (?1, CASE ?2 WHEN 1 THEN ?1 END, ?3, ?4, ?5)",
            useRef(key), useRef(is_enforced), useRef(payload), useRef(listed), useRef(body), now;
        const auto made = number(session, "SELECT last_insert_rowid()");
        transaction.commit();
        return {Entry::Kind::made, case_number_of(made)};
    });
}

CaseBook::Entry CaseBook::add(const std::string& key, const std::string& case_number,
                              const Digest& document) {
    const auto name = document.hex();
    const std::lock_guard lock(state_->mutex);
    return translated([&]() -> Entry {
        auto& session = state_->session;
        Transaction transaction(session);
        std::int64_t cases = 0;
        session << "SELECT count(*) FROM cases WHERE ? = 'SIM-' || number", into(cases),
            useRef(case_number), now;
        if (cases == 0) {
            return {Entry::Kind::no_case, {}};
        }
        if (state_->keys == Keys::checked) {
            std::vector<Poco::Tuple<std::string, std::string>> known;
            session << "SELECT case_number, digest FROM additions WHERE enforced_key = ?",
                into(known), useRef(key), now;
            if (!known.empty()) {
                const bool is_same =
                    known.front().get<0>() == case_number && known.front().get<1>() == name;
                return {is_same ? Entry::Kind::known : Entry::Kind::other_payload, case_number};
            }
        }
        if (!has(session, name)) {
            return {Entry::Kind::documents_missing, {}};
        }
        const int is_enforced = state_->keys == Keys::checked ? 1 : 0;
        session << "INSERT INTO additions (case_number, enforced_key, digest) "
                   "VALUES (?1, CASE ?2 WHEN 1 THEN ?3 END, ?4)",
            useRef(case_number), useRef(is_enforced), useRef(key), useRef(name), now;
        transaction.commit();
        return {Entry::Kind::made, case_number};
    });
}

std::vector<std::string> CaseBook::additions(const std::string& case_number) const {
    const std::lock_guard lock(state_->mutex);
    return translated([&] {
        std::vector<std::string> digests;
        state_->session << "SELECT digest FROM additions WHERE case_number = ? ORDER BY number",
            into(digests), useRef(case_number), now;
        return digests;
    });
}

void CaseBook::put_document(const Digest& digest, const std::string& media_type, BytesView bytes) {
    const auto name = digest.hex();
    const Poco::Data::BLOB blob(bytes.data(), bytes.size());
    const std::lock_guard lock(state_->mutex);
    translated([&] {
        state_->session << "INSERT INTO documents (digest, media_type, bytes) VALUES (?,?,?) "
                           "ON CONFLICT (digest) DO NOTHING",
            useRef(name), useRef(media_type), useRef(blob), now;
    });
}

bool CaseBook::has_document(const Digest& digest) const {
    const std::lock_guard lock(state_->mutex);
    return translated([&] { return has(state_->session, digest.hex()); });
}

std::optional<std::string> CaseBook::body_of(const std::string& case_number) const {
    const std::lock_guard lock(state_->mutex);
    return translated([&]() -> std::optional<std::string> {
        std::vector<std::string> bodies;
        state_->session << "SELECT body FROM cases WHERE ? = 'SIM-' || number", into(bodies),
            useRef(case_number), now;
        if (bodies.empty()) {
            return std::nullopt;
        }
        return bodies.front();
    });
}

std::vector<CaseBook::Case> CaseBook::cases(std::int64_t after, std::int64_t limit) const {
    const std::lock_guard lock(state_->mutex);
    return translated([&] {
        std::vector<Poco::Tuple<std::int64_t, std::string, std::string, std::string>> rows;
        state_->session << "SELECT number, idempotency_key, payload_digest, documents FROM cases "
                           "WHERE number > ? ORDER BY number LIMIT ?",
            into(rows), useRef(after), useRef(limit), now;
        std::vector<Case> found;
        for (const auto& row : rows) {
            found.push_back(
                {case_number_of(row.get<0>()), row.get<1>(), row.get<2>(), row.get<3>()});
        }
        return found;
    });
}

CaseBook::Sums CaseBook::sums() const {
    const std::lock_guard lock(state_->mutex);
    return translated([&] {
        auto& session = state_->session;
        Sums sums;
        sums.cases = number(session, "SELECT count(*) FROM cases");
        sums.keys = number(session, "SELECT count(DISTINCT idempotency_key) FROM cases");
        sums.duplicates =
            sums.cases - number(session, "SELECT count(DISTINCT payload_digest) FROM cases");
        sums.additions = number(session, "SELECT count(*) FROM additions");
        sums.additions_twice =
            sums.additions -
            number(session,
                   "SELECT count(*) FROM (SELECT DISTINCT case_number, digest FROM additions)");
        return sums;
    });
}

}  // namespace indgang::casequeue
