// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <Poco/Data/Session.h>
#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/core/time.h"
#include "schemas/error/verify.h"

/// Inside of pipeline/store/sqlite: one connection to the database, with its statements kept
/// prepared.
namespace indgang::store::sqlite {

/// One row: whole numbers as std::int64_t, blobs as Bytes, everything else as std::string of UTF-8.
template <typename... Columns>
using Row = std::tuple<Columns...>;

/// A number or a text of which a statement takes as many as it has places.
using Bound = std::variant<std::int64_t, std::string>;

/// A column that a statement gives, by its name, and the member that takes it: of a struct, or of a
/// member of it, however deep.
template <typename... Members>
struct Column {
    std::string_view name;
    std::tuple<Members...> path;

    constexpr explicit Column(std::string_view column, Members... members)
        : name(column), path(members...) {}
    template <typename Struct>
    [[nodiscard]] auto& of(Struct& row) const {
        return std::apply(
            [&](auto... member) -> auto& { return (row.*....*member); }, path);
    }
};

/// A row that comes, changes or goes, as it is told before it happens.
class Change {
  public:
    Change(sqlite3* database, int kind, std::string_view table)
        : database_(database), kind_(kind), table_(table) {}

    [[nodiscard]] std::string_view table() const { return table_; }
    /// What stood in a column, as text; nothing: the row comes.
    [[nodiscard]] std::optional<std::string> before(int column) const;
    /// What will stand in it; nothing: the row goes.
    [[nodiscard]] std::optional<std::string> after(int column) const;

  private:
    sqlite3* database_;
    int kind_;
    std::string_view table_;
};

/// Values are always bound, never written into the text; nothing is ever null.
/// Errors of all: conflict "not_allowed" (a constraint or trigger said no), unavailable
///                "store_busy", internal "disk_full", "disk_error", "store_corrupt",
///                "store_failed". The message names the kind of trouble and never a value.
/// Threads: one at a time.
class Connection {
  public:
    enum class Mode { write, read };

    /// Sets WAL, synchronous=FULL, foreign_keys, secure_delete and busy_timeout on every opening.
    Connection(const std::filesystem::path& database, Mode mode);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Gives the number of rows changed by this statement itself.
    template <typename... Values>
    std::int64_t run(std::string_view sql, const Values&... values) {
        Running running(prepared(sql));
        bind_all(running.statement, values...);
        while (step(running.statement)) {
        }
        return changes();
    }

    /// Gives all rows, column by column as the statement names them; the statement itself must hold
    /// the limit. For a few columns: what is longer is read by name.
    template <typename... Columns, typename... Values>
    [[nodiscard]] std::vector<Row<Columns...>> rows(std::string_view sql, const Values&... values) {
        static_assert(sizeof...(Columns) <= most_by_place);
        Running running(prepared(sql));
        bind_all(running.statement, values...);
        std::vector<Row<Columns...>> found;
        while (step(running.statement)) {
            take(running.statement, found.emplace_back());
        }
        return found;
    }
    /// Gives all rows as structs. `Found::columns()` gives a tuple of Column, in any order: exactly
    /// those that the statement names.
    template <typename Found, typename... Values>
    [[nodiscard]] std::vector<Found> structs(std::string_view sql, const Values&... values) {
        Running running(prepared(sql));
        bind_all(running.statement, values...);
        std::vector<Found> found;
        constexpr auto columns = Found::columns();
        const auto places = places_of(running.statement, columns);
        while (step(running.statement)) {
            take(running.statement, columns, places, found.emplace_back());
        }
        return found;
    }

    /// The single number that a statement such as SELECT count(*) gives.
    template <typename... Values>
    [[nodiscard]] std::int64_t number(std::string_view sql, const Values&... values) {
        const auto found = rows<std::int64_t>(sql, values...);
        VERIFY(found.size() == 1);
        return std::get<0>(found.front());
    }
    /// The row number that the last INSERT gave.
    [[nodiscard]] std::int64_t last_number() const;

    /// Calls `told`, which throws nothing and uses no connection, before each change of a row by
    /// this connection, also of what is taken back later. Empty: does so no more.
    void on_change(std::function<void(const Change&)> told);

  private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    // A statement in use; whatever happens, it is ready for the next use afterwards.
    struct Running {
        explicit Running(sqlite3_stmt* prepared) : statement(prepared) {}
        ~Running() {
            sqlite3_reset(statement);  // repeats the error of the step, which was thrown already
            sqlite3_clear_bindings(statement);
        }
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;
        sqlite3_stmt* statement;
    };

    template <typename... Values>
    void bind_all(sqlite3_stmt* statement, const Values&... values) {
        int place = 0;
        (bind_next(statement, place, values), ...);
        VERIFY(place == sqlite3_bind_parameter_count(statement));
    }
    template <typename Value>
    void bind_next(sqlite3_stmt* statement, int& place, const Value& value) {
        bind(statement, ++place, value);
    }
    void bind_next(sqlite3_stmt* statement, int& place, const std::vector<Bound>& values) {
        for (const auto& value : values) {
            std::visit([&](const auto& one) { bind(statement, ++place, one); }, value);
        }
    }
    template <typename Value>
    void bind(sqlite3_stmt* statement, int place, const Value& value) {
        if constexpr (std::is_integral_v<Value>) {
            bind_number(statement, place, static_cast<std::int64_t>(value));
        } else if constexpr (std::is_same_v<Value, BytesView>) {
            bind_bytes(statement, place, value);  // as with texts
        } else {
            bind_text(statement, place, value);  // the caller's text outlives the statement's run
        }
    }
    static constexpr std::size_t most_by_place = 3;

    template <typename Columns>
    static auto places_of(sqlite3_stmt* statement, const Columns& columns) {
        VERIFY(sqlite3_column_count(statement) == static_cast<int>(std::tuple_size_v<Columns>));
        return std::apply(
            [&](const auto&... column) { return std::array{place_of(statement, column.name)...}; },
            columns);
    }
    template <typename Columns, std::size_t size, typename Found>
    static void take(sqlite3_stmt* statement, const Columns& columns,
                     const std::array<int, size>& places, Found& found) {
        std::size_t next = 0;
        std::apply(
            [&](const auto&... column) {
                (take(statement, places[next++], column.of(found)), ...);
            },
            columns);
    }
    template <typename... Columns>
    static void take(sqlite3_stmt* statement, std::tuple<Columns...>& row) {
        VERIFY(sqlite3_column_count(statement) == static_cast<int>(sizeof...(Columns)));
        int column = 0;
        std::apply([&](auto&... value) { (take(statement, column++, value), ...); }, row);
    }
    static int place_of(sqlite3_stmt* statement, std::string_view name);
    static void take(sqlite3_stmt* statement, int column, std::int64_t& value);
    static void take(sqlite3_stmt* statement, int column, int& value);
    static void take(sqlite3_stmt* statement, int column, bool& value);
    static void take(sqlite3_stmt* statement, int column, UtcTime& value);  ///< milliseconds
    static void take(sqlite3_stmt* statement, int column, std::string& value);
    static void take(sqlite3_stmt* statement, int column, Bytes& value);

    sqlite3_stmt* prepared(std::string_view sql);
    void bind_number(sqlite3_stmt* statement, int place, std::int64_t value);
    void bind_text(sqlite3_stmt* statement, int place, std::string_view value);
    void bind_bytes(sqlite3_stmt* statement, int place, BytesView value);
    bool step(sqlite3_stmt* statement);  ///< true: there is a row
    [[nodiscard]] std::int64_t changes() const;

    Poco::Data::Session session_;
    sqlite3* database_;  ///< of the session
    std::function<void(const Change&)> told_;
    struct HashOfText {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalizer>, HashOfText,
                       std::equal_to<>>
        prepared_;
};

}  // namespace indgang::store::sqlite
