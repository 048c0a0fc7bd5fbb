// SPDX-License-Identifier: MPL-2.0
// Small documents stand in the database.
#include <fstream>

#include "pipeline/store/blobs.h"
#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

class Documents : public SqliteTest {
  protected:
    std::string receive(const std::string& text, const std::string& key = {}) {
        return store->receive(arrival_of(text, key), view_of(text)).arrival;
    }
    [[nodiscard]] Bytes get(const std::string& text) const {
        return Blobs(folder.path() / "blobs", store.get()).get(Digest::of(view_of(text)));
    }
    [[nodiscard]] std::int64_t rows() const { return number("SELECT count(*) FROM documents"); }
};

TEST_F(Documents, ComeBackAfterAnotherStart) {
    (void)receive("<a/>");
    (void)receive(std::string("<b>\0</b>", 8));
    reopen();
    EXPECT_EQ(get("<a/>"), bytes_of("<a/>"));
    EXPECT_EQ(get(std::string("<b>\0</b>", 8)), bytes_of(std::string_view("<b>\0</b>", 8)));
}

TEST_F(Documents, NeedNoFile) {
    (void)receive("<a/>");
    const Blobs blobs(folder.path() / "blobs", store.get());
    EXPECT_FALSE(blobs.has(Digest::of(view_of("<a/>"))));
}

TEST_F(Documents, AreStoredOnceWhateverTheirKeys) {
    (void)receive("<a/>");
    (void)receive("<a/>");
    EXPECT_NE(receive("<a/>", "k1"), receive("<a/>", "k2"));
    EXPECT_EQ(rows(), 1);
}

TEST_F(Documents, ThatAreDamagedAreNotGivenOut) {
    (void)receive("<a/>");
    EXPECT_EQ(run("UPDATE documents SET bytes = x'00'"), 1);
    EXPECT_EQ(trouble_of([&] { (void)get("<a/>"); }), "internal:blob_corrupt");
}

TEST_F(Documents, ThatAreDamagedAreMendedByTheSameBytes) {
    (void)receive("<a/>");
    (void)receive("<b/>");
    for (const std::string key : {"", "k1"}) {
        EXPECT_EQ(run("UPDATE documents SET bytes = x'00'"), 2);
        (void)receive("<a/>", key);
        EXPECT_EQ(get("<a/>"), bytes_of("<a/>"));
        EXPECT_EQ(trouble_of([&] { (void)get("<b/>"); }), "internal:blob_corrupt");
    }
}

TEST_F(Documents, TakeThePlaceOfAFileThatIsGone) {
    (void)store->receive(arrival_of("<a/>"));
    EXPECT_EQ(trouble_of([&] { (void)get("<a/>"); }), "not_found:no_such_blob");
    (void)receive("<a/>");
    EXPECT_EQ(get("<a/>"), bytes_of("<a/>"));
}

TEST_F(Documents, ThatAreFilesAreStillFound) {
    Blobs blobs(folder.path() / "blobs", store.get());
    (void)blobs.put(view_of("<a/>"));
    (void)store->receive(arrival_of("<a/>"));
    EXPECT_EQ(get("<a/>"), bytes_of("<a/>"));
    EXPECT_FALSE(blobs.documents(std::vector{Digest::of(view_of("<a/>"))}).front());
}

TEST_F(Documents, OfSeveralArrivalsAreReceivedTogetherOrNotAtAll) {
    (void)receive("<x/>", "k");
    const std::string a = "<a/>", b = "<b/>";
    const std::vector<Store::Arriving> good{
        {arrival_of(a), view_of(a)}, {arrival_of(b), view_of(b)}, {arrival_of(a), view_of(a)}};
    const std::vector<Store::Arriving> bad{{arrival_of("<c/>"), view_of("<c/>")},
                                           {arrival_of("<d/>", "k"), view_of("<d/>")}};
    EXPECT_EQ(trouble_of([&] { (void)store->receive(bad); }), "conflict:key_reused");
    EXPECT_EQ(rows(), 1);
    const auto receipts = store->receive(good);
    ASSERT_EQ(receipts.size(), 3U);
    EXPECT_TRUE(receipts[2].was_known);
    EXPECT_EQ(receipts[2].arrival, receipts[0].arrival);
    EXPECT_EQ(get(b), bytes_of(b));
}

}  // namespace
}  // namespace indgang::store::sqlite
