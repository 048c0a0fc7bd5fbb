// SPDX-License-Identifier: MPL-2.0
// What the suite of the port opens here.
#include <utility>

#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store {

std::unique_ptr<Store> open_store(const std::filesystem::path& folder, Access access, Clock clock,
                                  IdSource ids) {
    return std::make_unique<sqlite::SqliteStore>(folder, access, std::move(clock), std::move(ids));
}

DeskBook& desk_book_of(Store& store) {
    return dynamic_cast<sqlite::SqliteStore&>(store);
}

}  // namespace indgang::store
