// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/desk/desk.h"
#include "pipeline/desk/permission.h"
#include "pipeline/desk/revisions.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "schemas/core/bytes.h"
#include "schemas/record/record.h"

namespace indgang::desk {

/// A page that came in, and what became of it.
struct ArrivedPage {
    store::StoredPage stored;
    record::PageReading reading;
    std::string application;  ///< id; empty: it belongs to none
};

/// A file or document that came in, with what was found in it.
struct Arrived {
    store::Arrival arrival;
    /// Those of other units are left out; one with a protected home has no image for who only
    /// looks.
    std::vector<ArrivedPage> pages;
    std::vector<store::ListedItem> applications;
};

/// Whether CPR protects the home of somebody whom the record is about.
[[nodiscard]] bool is_protected(const record::SettledRecord& settled);
/// Whether a role is shown where a person lives whose home is protected. Who settles a task sees
/// its paper, whoever it is of.
[[nodiscard]] bool sees_protected(Role role);

/// All that is known of one application.
struct CaseFile {
    store::Item item;
    record::SettledRecord settled;
    const form::FormDefinition* form = nullptr;  ///< nullptr: it is not in the catalogue
    std::vector<record::PageReading> readings;   ///< of its pages, in their order
    std::vector<Revision> revisions;             ///< the oldest first
    std::vector<store::RecordedAct> acts;        ///< the oldest first
    bool hides_home = false;                     ///< from the one who asks, and the pages with it
    std::string person;                          ///< as store::Listing; may be empty
    std::string cpr;                             ///< likewise
    std::string file;                            ///< name of the arrival
    std::string file_type;                       ///< as store::NewArrival::type
    UtcTime received_at{};
    std::optional<store::Copy> copy;
};

/// Somebody did something with an application of a person, or looked at it.
struct Access {
    std::string item;
    store::RecordedAct act;
};

/// Bytes as they came, or as they were made of what came.
struct Document {
    Bytes bytes;
    std::string type;  ///< as store::NewArrival::type: "pdf", "tiff", "xml", ...
};

/// What people look at: what came in, and the papers of a case. Each look at an application is
/// written down. Errors of all: as Desk. Threads: as the store.
class Papers {
  public:
    Papers(store::Store& store, const store::Blobs& blobs, const form::FormCatalogue& catalogue,
           Clock clock)
        : desk_(store, catalogue, std::move(clock)),
          store_(&store),
          blobs_(&blobs),
          catalogue_(&catalogue) {}

    [[nodiscard]] store::FoundArrivals arrivals(const Actor& actor,
                                                const store::ArrivalSearch& search) const;
    struct MailCounts {
        std::int64_t arrivals = 0;
        std::int64_t waiting = 0;  ///< applications, and files without one
        std::int64_t done = 0;     ///< applications that are cases
        std::int64_t rejected = 0;
    };
    [[nodiscard]] MailCounts counts(const Actor& actor) const;
    /// Errors: not_found "no_such_arrival".
    [[nodiscard]] Arrived arrival(const Actor& actor, const std::string& id);
    /// The image of one of its pages. Nothing: there is none, or it is not for the actor.
    [[nodiscard]] std::optional<Digest> page_image(const Actor& actor, const std::string& id,
                                                   const PagePlace& page);
    /// Takes: an actor who says for what he needs it. Errors: refused "purpose_missing".
    [[nodiscard]] CaseFile open(const Actor& actor, const std::string& id);
    /// The pages of it, without a look that is written down: of who has the case open.
    /// Errors of this and the next two: refused "not_permitted" (the home on them is protected).
    [[nodiscard]] std::vector<record::PageRef> pages(const Actor& actor,
                                                     const std::string& id) const;
    /// The file that an application came in, as it came: refused where it holds pages of others.
    /// Errors: bad_input "pages_of_others".
    [[nodiscard]] Document original(const Actor& actor, const std::string& id);
    /// Its searchable copy. Errors: not_found "no_such_copy".
    [[nodiscard]] Document copy(const Actor& actor, const std::string& id);
    /// Who did what with the applications of a person, the oldest first. Takes: a CPR number, and a
    /// purpose. Errors: refused "purpose_missing".
    [[nodiscard]] std::vector<Access> access_of(const Actor& actor, const std::string& cpr);

  private:
    Desk desk_;
    store::Store* store_;
    const store::Blobs* blobs_;
    const form::FormCatalogue* catalogue_;
};

}  // namespace indgang::desk
