// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Data/TypeHandler.h>
#include <Poco/Tuple.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schemas/core/verify.h"

/// Inside of pipeline/store: one connection to the database, with its statements kept prepared.
namespace indgang::store {

template <typename... Columns>
using Rows = std::vector<Poco::Tuple<Columns...>>;

/// Values are always bound, never written into the text. Whole numbers travel as std::int64_t,
/// everything else as UTF-8 text; nothing is ever null.
/// Errors of all: conflict "not_allowed" (a constraint or trigger said no), unavailable
/// "store_busy",
///                internal "disk_full", "disk_error", "store_corrupt", "store_failed". The message
///                names the kind of trouble and never a value.
/// Threads: one at a time.
class Connection {
  public:
    enum class Mode { write, read };

    /// Sets WAL, synchronous=FULL, foreign_keys, secure_delete and busy_timeout on every opening.
    Connection(const std::filesystem::path& database, Mode mode);

    /// Gives the number of rows changed.
    template <typename... Values>
    std::size_t run(std::string_view sql, const Values&... values) {
        auto& kept = prepare<Prepared<std::tuple<>, Stored<Values>...>>(sql);
        kept.values = std::tuple<Stored<Values>...>(store(values)...);
        return execute(sql, kept);
    }

    /// Gives all rows; the statement itself must hold the limit.
    template <typename... Columns, typename... Values>
    [[nodiscard]] Rows<Columns...> rows(std::string_view sql, const Values&... values) {
        return tuples<Poco::Tuple<Columns...>>(sql, values...);
    }
    template <typename Row, typename... Values>
    [[nodiscard]] std::vector<Row> tuples(std::string_view sql, const Values&... values) {
        auto& kept = prepare<Prepared<std::vector<Row>, Stored<Values>...>>(sql);
        kept.values = std::tuple<Stored<Values>...>(store(values)...);
        kept.rows.clear();
        execute(sql, kept);
        return std::exchange(kept.rows, {});
    }

    /// The single number that a statement such as SELECT count(*) gives.
    template <typename... Values>
    [[nodiscard]] std::int64_t number(std::string_view sql, const Values&... values) {
        const auto found = rows<std::int64_t>(sql, values...);
        VERIFY(found.size() == 1);
        return found.front().template get<0>();
    }

  private:
    template <typename Value>
    using Stored =
        std::conditional_t<std::is_integral_v<std::decay_t<Value>>, std::int64_t, std::string>;
    template <typename Value>
    static Stored<Value> store(const Value& value) {
        return Stored<Value>(value);
    }

    struct Kept {
        explicit Kept(Poco::Data::Session& session) : statement(session) {}
        virtual ~Kept() = default;
        Poco::Data::Statement statement;
    };
    // Poco binds and extracts by reference, so the values live as long as the statement.
    template <typename Found, typename... Values>
    struct Prepared : Kept {
        Prepared(Poco::Data::Session& session, std::string_view sql) : Kept(session) {
            this->statement << std::string(sql);
            if constexpr (!std::is_same_v<Found, std::tuple<>>) {
                this->statement, Poco::Data::Keywords::into(rows);
            }
            std::apply(
                [this](auto&... value) {
                    ((this->statement, Poco::Data::Keywords::use(value)), ...);
                },
                values);
        }
        std::tuple<Values...> values;
        Found rows;
    };

    template <typename P>
    P& prepare(std::string_view sql) {
        auto& kept = kept_[std::string(sql)];
        if (!kept) {
            kept = std::make_unique<P>(session_, sql);
        }
        VERIFY(typeid(*kept) == typeid(P));
        return static_cast<P&>(*kept);
    }
    std::size_t execute(std::string_view sql, Kept& kept);

    Poco::Data::Session session_;
    std::unordered_map<std::string, std::unique_ptr<Kept>> kept_;
};

}  // namespace indgang::store
