// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/casequeue/case_queue.h"
#include "adapters/registry/registry.h"
#include "pipeline/rules/rule.h"
#include "pipeline/stages/route.h"
#include "pipeline/stages/stage.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

/// The way that every record takes, wherever it came from. Only `ask`, `compare` and `recall`
/// look at the world.
/// Errors of all: internal (a record whose form is not in the catalogue).
namespace indgang::stages {

/// Puts the questions of the form's rules to the registers.
/// Errors: unavailable (a register is down: the record waits and is asked again later).
class Ask {
  public:
    using In = record::ApplicationRecord;
    using Out = record::InquiredRecord;
    static constexpr std::string_view name = "ask";
    Ask(const form::FormCatalogue& catalogue, registry::Registries& registries)
        : catalogue_(&catalogue), registries_(&registries) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
    registry::Registries* registries_;
};

class Validate {
  public:
    using In = record::InquiredRecord;
    using Out = record::ValidatedRecord;
    static constexpr std::string_view name = "validate";
    explicit Validate(const form::FormCatalogue& catalogue) : catalogue_(&catalogue) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
};

/// The applications that lay beside one in its batch.
class Neighbours {
  public:
    virtual ~Neighbours() = default;
    /// Those of the same form with which pages may have been exchanged, so that no set says
    /// otherwise. Errors: unavailable (the batch is not read to its end).
    [[nodiscard]] virtual std::vector<record::ApplicationRecord> of(
        const record::ApplicationRecord& record) = 0;
};

/// Looks whether pages of an application on paper were exchanged with a neighbour's, when a
/// register contradicts it. Asks the registers about the neighbour, too.
/// Errors: unavailable (a register, or the neighbours are not all known yet).
class Compare {
  public:
    using In = record::ValidatedRecord;
    using Out = record::ValidatedRecord;
    static constexpr std::string_view name = "compare";
    Compare(const form::FormCatalogue& catalogue, registry::Registries& registries,
            Neighbours& neighbours)
        : catalogue_(&catalogue), registries_(&registries), neighbours_(&neighbours) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
    registry::Registries* registries_;
    Neighbours* neighbours_;
};

/// The applications that came before one, in any arrival.
class Earlier {
  public:
    virtual ~Earlier() = default;
    /// Those of the same print, and those of the same person and form that may say the same, which
    /// are a case or go on to be one by themselves. None that is parked or closed: a person's word
    /// brings it here again, and it is asked about then.
    [[nodiscard]] virtual std::vector<rules::EarlierApplication> before(
        const form::FormDefinition& form, const record::ApplicationRecord& record) = 0;
};

/// Looks whether an application came before.
class Recall {
  public:
    using In = record::ValidatedRecord;
    using Out = record::ValidatedRecord;
    static constexpr std::string_view name = "recall";
    Recall(const form::FormCatalogue& catalogue, Earlier& earlier)
        : catalogue_(&catalogue), earlier_(&earlier) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
    Earlier* earlier_;
};

class Settle {
  public:
    using In = record::ValidatedRecord;
    using Out = record::SettledRecord;
    static constexpr std::string_view name = "settle";
    explicit Settle(const form::FormCatalogue& catalogue) : catalogue_(&catalogue) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
};

/// A settled record and where it goes.
struct RoutedRecord {
    record::SettledRecord settled;
    std::string destination;  ///< empty: parked
};

/// Chooses the destination of what is accepted; what no route matches is parked,
/// `no_destination`, and goes on when the routes are mended and a person has it tried again.
class Choose {
  public:
    using In = record::SettledRecord;
    using Out = RoutedRecord;
    static constexpr std::string_view name = "choose";
    /// `routes` outlives the stage.
    Choose(const form::FormCatalogue& catalogue, std::span<const Route> routes)
        : catalogue_(&catalogue), routes_(routes) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
    std::span<const Route> routes_;
};

/// What goes to the outbox for an accepted record: one case. Of a parked record `body` and
/// `destination` are empty.
struct Delivery {
    record::SettledRecord settled;
    std::string destination;
    std::string record;  ///< JSON of `settled`, docs/formats/record.md
    std::string body;    ///< JSON, docs/formats/case.md; holds `record`
    std::vector<casequeue::Document> documents;
};

class Deliver {
  public:
    using In = RoutedRecord;
    using Out = Delivery;
    static constexpr std::string_view name = "deliver";
    [[nodiscard]] Out run(In in);
};

/// Whether a page may be somebody else's: such a page stays in the store, also when a person lets
/// the finding pass.
[[nodiscard]] bool is_foreign(const record::ApplicationRecord& record, const PagePlace& page);

/// The outbox column for documents, and back.
[[nodiscard]] std::string to_json(const std::vector<casequeue::Document>& documents);
[[nodiscard]] std::vector<casequeue::Document> parse_documents(std::string_view json);

}  // namespace indgang::stages
