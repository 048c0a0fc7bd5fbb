// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "pipeline/store/desk_book.h"
#include "pipeline/store/sqlite/leases.h"
#include "pipeline/store/store.h"
#include "schemas/core/random.h"

namespace indgang::store::sqlite {

/// The store in one database file: SQLite, WAL, synchronous=FULL. For any number of processes of
/// one machine.
class SqliteStore final : public Store, public DeskBook {
  public:
    /// Errors: unavailable "store_in_use" (the layout must be brought up to date, and another
    ///         process works with the store; or a program works with it that knows no leases),
    ///         internal (newer or foreign database; "database_lost": there is none beside files in
    ///         blobs/, or an empty one; "store_corrupt": a file that is damaged or no database;
    ///         "store_absent": nothing is there, to others than a writer). What is refused is left
    ///         as it was found.
    SqliteStore(const std::filesystem::path& folder, Access access, Clock clock, IdSource ids,
                const LeaseTerms& terms = {});
    ~SqliteStore() override;
    /// Whether there is a store in this folder.
    [[nodiscard]] static bool is_in(const std::filesystem::path& folder);

    void check_files(const std::filesystem::path& blobs) const override;

    // Arrivals.
    void check_key(const std::string& sender_key, const Digest& digest) const override;
    [[nodiscard]] ArrivalReceipt receive(const NewArrival& arrival,
                                         BytesView document = {}) override;
    [[nodiscard]] std::vector<ArrivalReceipt> receive(std::span<const Arriving> arriving) override;
    [[nodiscard]] std::vector<std::optional<Bytes>> documents(
        std::span<const Digest> digests) const override;
    [[nodiscard]] std::vector<Arrival> claim_arrivals(int at_most, Lane lane = Lane::all) override;
    void set_pages(const std::string& arrival, int pages) override;
    void put_pages(const std::string& arrival, const std::vector<StoredPage>& pages) override;
    [[nodiscard]] std::vector<StoredPage> pages(const std::string& arrival) const override;
    std::string add_item(const std::string& arrival, const NewItem& item) override;
    void finish_arrivals(const std::vector<ReadArrival>& read) override;
    int finish_settled(const std::vector<SettledArrival>& settled) override;
    void reject_arrival(const std::string& arrival, const std::string& reason,
                        const std::string& place, const std::string& message) override;
    void retry_arrival(const std::string& id, const Author& author) override;
    void close_arrival(const std::string& id, const Author& author) override;
    void release_arrival(const std::string& arrival) override;
    void postpone_arrival(const std::string& arrival, const std::string& reason) override;

    // Feeds.
    void take_for_feed(const std::string& arrival) override;
    [[nodiscard]] std::int64_t last_part(const std::string& feed) const override;
    void take_parts(const std::string& feed, std::span<const NewPart> parts) override;
    void finish_feed(const std::string& feed) override;
    [[nodiscard]] int waiting(Lane lane, int at_most) const override;
    [[nodiscard]] std::vector<FeedPartState> parts(const std::string& feed, std::int64_t after,
                                                   int at_most) const override;
    [[nodiscard]] FeedCounts feed_counts(const std::string& feed) const override;

    // Applications.
    [[nodiscard]] std::vector<Item> claim_items(int at_most) override;
    void release_items(const std::vector<Item>& items) noexcept override;
    int settle(const std::vector<Settled>& settled) override;
    void postpone(const Item& item, const std::string& reason, UtcTime not_before,
                  const std::optional<Listing>& listing = {}) override;
    void park(const Item& item, const std::string& reason) override;
    void retry(const std::string& item, const Author& author) override;
    void correct(const Item& item, const std::string& record, const Listing& listing,
                 const Author& author, std::chrono::milliseconds rest) override;
    void take_back(const Item& item, const Author& author) override;
    void close(const Item& item, const Author& author) override;
    void reread_arrival(const std::string& arrival, const Author& author) override;
    void reread_item(const Item& item, const std::vector<PagePlace>& pages,
                     const Author& author) override;
    void turn_pages(const TurnedPages& turned) override;
    void rearrange(const Rearrangement& rearrangement) override;
    void looked(std::span<const std::string> items, const std::string& what,
                const Author& author) override;
    void listed(std::span<const std::string> items, const Author& author, UtcTime since) override;
    void assign(const std::string& item, const std::string& assignee,
                const Author& author) override;

    // Outbox.
    [[nodiscard]] std::vector<OutboxEntry> claim_deliveries(
        int at_most, std::string_view destination = first_destination) override;
    void release_deliveries(const std::vector<OutboxEntry>& entries) noexcept override;
    void delivered(const std::string& item, const std::string& case_number) override;
    int delivered(std::span<const Delivered> all) override;
    void postpone_delivery(const std::string& item, const std::string& reason,
                           UtcTime not_before) override;
    void dead_letter(const std::string& item, const std::string& reason) override;
    void know_destinations(std::span<const std::string> names) override;

    // Searchable copies. Nothing else ever waits for one.
    [[nodiscard]] std::vector<Copy> claim_copies(
        int at_most, const std::vector<std::string>& paused = {}) override;
    void release_copies(const std::vector<Copy>& copies) noexcept override;
    void give_copy_back(const Copy& copy) override;
    void copy_made(const std::string& item, const Digest& digest) override;
    void copy_added(const std::string& item) override;
    void copy_impossible(const std::string& item) override;
    void postpone_copy(const std::string& item, const std::string& reason,
                       UtcTime not_before) override;
    void copy_failed(const std::string& item, const std::string& reason) override;
    [[nodiscard]] std::optional<Copy> copy(const std::string& item) const override;
    [[nodiscard]] std::vector<Copy> failed_copies(int limit) const override;
    [[nodiscard]] bool has_open_copies() const override;

    // Looking.
    [[nodiscard]] std::optional<Arrival> arrival(const std::string& id) const override;
    [[nodiscard]] std::vector<Arrival> arrivals(int limit) const override;
    [[nodiscard]] FoundArrivals search_arrivals(const ArrivalSearch& search) const override;
    [[nodiscard]] std::map<int, int> turns(const std::string& arrival) const override;
    [[nodiscard]] std::optional<Item> item(const std::string& id) const override;
    [[nodiscard]] std::vector<Item> items(const ItemFilter& filter) const override;
    [[nodiscard]] FoundItems search(const Search& search) const override;
    [[nodiscard]] std::vector<Item> unlisted(int limit) const override;
    void list(const std::vector<std::pair<std::string, Listing>>& listings) override;
    [[nodiscard]] std::vector<Glance> glances(std::span<const Sought> sought) const override;
    [[nodiscard]] std::vector<Event> events(const std::string& subject) const override;
    [[nodiscard]] std::vector<PastRecord> past_records(const std::string& item) const override;
    [[nodiscard]] std::vector<PastPage> past_pages(const std::string& arrival) const override;
    [[nodiscard]] std::vector<RecordedAct> acts(const std::string& subject) const override;
    [[nodiscard]] Ledger ledger() const override;
    [[nodiscard]] Ledger recount() const override;
    [[nodiscard]] Oldest oldest() const override;
    [[nodiscard]] std::optional<UtcTime> next_due() const override;
    [[nodiscard]] bool has_arrivals_to_read() const override;
    [[nodiscard]] bool has_open_work() const override;

    // What people at the desk are in the middle of.
    Hold hold(const std::string& item, const std::string& user, UtcTime until,
              bool takes_over) override;
    void let_go(const std::string& item, const std::string& user) override;
    [[nodiscard]] std::vector<Hold> holds() const override;
    std::int64_t enter(const Item& item, std::int64_t seen, const Entry& entry) override;
    [[nodiscard]] std::vector<Entry> entries(const std::string& item) const override;
    [[nodiscard]] std::vector<Entry> all_entries(const std::string& item) const override;
    void note(const KnownAnswer& answer) override;
    [[nodiscard]] KnownCounts known_counts(const std::string& user, UtcTime since) const override;
    [[nodiscard]] EntryCounts entry_counts(const std::string& user, UtcTime since) const override;

  private:
    void open(const std::filesystem::path& folder, Access access, const LeaseTerms& terms);

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::store::sqlite
