// SPDX-License-Identifier: MPL-2.0
// XML applications from bytes to the outbox. The floor is what libxml2 alone needs for the same
// documents in the same run: parse to a tree and validate, with all contexts kept. What the product
// adds is hardening, mapping, rules, JSON and the durable store, each measured as CPU of its own.
//
// For the CPU of a record the documents are received by several threads at once, as a server
// receives them, so that the store can let them share commits; head and tail then run in this
// thread, with the same calls and the same batch sizes as pipeline/runner. The rates are those of
// the program as it runs, in xml_running.cpp. No register is configured: every question is answered
// "register_not_configured", so that the figure is the product's and not a simulator's.
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "adapters/registry/registry.h"
#include "pipeline/runner/earlier.h"
#include "pipeline/runner/neighbours.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/service/door.h"
#include "pipeline/stages/paths.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/item_name.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/core/random.h"
#include "schemas/record/json.h"
#include "schemas/xml/generate_xsd.h"
#include "schemas/xml/submission.h"
#include "tests/bench/bench.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"
#include "tests/bench/xml/xml_documents.h"
#include "tests/bench/xml/xml_running.h"

namespace indgang::bench {
namespace {

struct SchemaDeleter {
    void operator()(xmlSchema* schema) const { xmlSchemaFree(schema); }
};
struct ValidDeleter {
    void operator()(xmlSchemaValidCtxt* context) const { xmlSchemaFreeValidCtxt(context); }
};
struct ParserDeleter {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
struct DocDeleter {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

/// CPU seconds of parsing and validating all documents once.
double libxml2_alone(const form::FormCatalogue& catalogue, const std::vector<Document>& documents) {
    struct Schema {
        std::unique_ptr<xmlSchema, SchemaDeleter> schema;
        std::unique_ptr<xmlSchemaValidCtxt, ValidDeleter> valid;
    };
    std::map<form::FormKey, Schema> schemas;
    for (const form::FormDefinition& form : catalogue.all()) {
        const std::string text = xml::generate_xsd(form);
        xmlSchemaParserCtxt* parser =
            xmlSchemaNewMemParserCtxt(text.data(), static_cast<int>(text.size()));
        Schema& schema = schemas[form.key];
        schema.schema.reset(xmlSchemaParse(parser));
        xmlSchemaFreeParserCtxt(parser);
        schema.valid.reset(xmlSchemaNewValidCtxt(schema.schema.get()));
    }
    const std::unique_ptr<xmlParserCtxt, ParserDeleter> parser(xmlNewParserCtxt());
    int invalid = 0;
    const double before = cpu_seconds();
    for (const Document& document : documents) {
        const std::unique_ptr<xmlDoc, DocDeleter> tree(xmlCtxtReadMemory(
            parser.get(), document.xml.data(), static_cast<int>(document.xml.size()), nullptr,
            nullptr, XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_COMPACT));
        invalid += xmlSchemaValidateDoc(schemas[document.form].valid.get(), tree.get()) != 0;
    }
    const double cpu = cpu_seconds() - before;
    if (invalid > 0) {
        throw std::runtime_error(std::to_string(invalid) + " documents do not fit their schema");
    }
    return cpu;
}

void receive_all(const std::vector<Document>& documents, store::Store& store, store::Blobs& blobs) {
    const service::Door door{store, blobs, [](BytesView) { return std::string("xml"); }, {}};
    constexpr std::size_t senders = 16;
    std::vector<std::thread> threads;
    for (std::size_t sender = 0; sender < senders; ++sender) {
        threads.emplace_back([&, sender] {
            for (std::size_t i = sender; i < documents.size(); i += senders) {
                const std::string& xml = documents[i].xml;
                (void)service::take_in(door, view_of(xml), "http", "", "");
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

/// Reads, settles and stores everything, as the crews of pipeline/runner do, in one thread and
/// without a worker process. Gives the CPU seconds of reading.
double read_and_settle_all(const form::FormCatalogue& catalogue, store::Store& store,
                           const store::Blobs& blobs, const Clock& clock) {
    constexpr int claim_at_most = 32;  // as pipeline/reading/scan_crew.cpp hands over
    xml::SubmissionReader reader(catalogue);
    stages::XmlPath head{stages::Parse(reader), stages::Map(reader)};
    registry::Registries registries({}, clock);
    runner::StoredNeighbours neighbours(store);
    runner::StoredEarlier earlier(store, clock);
    const auto routes = stages::everything_to(store::first_destination);
    stages::TailPath tail{stages::Ask(catalogue, registries),
                          stages::Validate(catalogue),
                          stages::Compare(catalogue, registries, neighbours),
                          stages::Recall(catalogue, earlier),
                          stages::Settle(catalogue),
                          stages::Choose(catalogue, routes),
                          stages::Deliver()};
    double reading = 0;
    while (true) {
        const double start = cpu_seconds();
        const auto arrivals = store.claim_arrivals(claim_at_most, store::Lane::documents);
        std::vector<Digest> digests;
        for (const auto& arrival : arrivals) {
            digests.push_back(arrival.content.digest);
        }
        const auto documents = blobs.documents(digests);
        std::vector<store::NewItem> read;
        for (std::size_t i = 0; i < arrivals.size(); ++i) {
            if (Digest::of(documents[i].value()) != digests[i]) {
                throw std::runtime_error("a document has changed in the store");
            }
            const auto record =
                head.run({documents[i].value(), {digests[i], arrivals[i].received_at}});
            read.push_back(
                {record.ordinal, record.form.form, record.form.version, record::to_json(record)});
        }
        reading += cpu_seconds() - start;
        if (arrivals.empty()) {
            return reading;
        }
        std::vector<store::Store::SettledArrival> settled;
        std::vector<record::ApplicationRecord> records;
        std::vector<store::Store::Sought> sought;
        for (const auto& item : read) {
            records.push_back(record::parse_application_record(item.record));
            sought.push_back(runner::sought_of(catalogue, records.back(), 0));
        }
        const auto glances = store.glances(sought);
        for (std::size_t i = 0; i < arrivals.size(); ++i) {
            store::Item item;
            item.id = store::item_id(arrivals[i].id, read[i].ordinal);
            neighbours.look_beside(item);
            earlier.look_from(item, glances[i]);
            auto settlement =
                runner::settlement_of(item.id, tail.run(std::move(records[i])), catalogue);
            settlement.looked_until = earlier.moment();
            settled.push_back({arrivals[i].id, std::move(read[i]), std::move(settlement)});
        }
        (void)store.finish_settled(settled);
    }
}

}  // namespace

nlohmann::ordered_json xml_bench(const XmlOptions& options) {
    constexpr double micro = 1e6;
    const auto catalogue = form::FormCatalogue::load({options.forms});
    const auto documents = make_documents(catalogue, options);
    std::size_t bytes = 0;
    for (const Document& document : documents) {
        bytes += document.xml.size();
    }
    (void)libxml2_alone(catalogue, documents);  // warms the caches for both
    const double floor =
        std::min(libxml2_alone(catalogue, documents), libxml2_alone(catalogue, documents));

    xml::SubmissionReader reader(catalogue);
    const auto map_all = [&] {
        const double before = cpu_seconds();
        for (const Document& document : documents) {
            (void)reader.map(reader.parse(view_of(document.xml)));
        }
        return cpu_seconds() - before;
    };
    (void)map_all();  // as the floor was measured
    const double mapped = std::min(map_all(), map_all());

    const Folder folder;
    const Clock clock = system_clock();
    store::sqlite::SqliteStore store(folder.path(), store::Access::write, clock,
                                     ordered_ids(clock));
    store::Blobs blobs(folder.path() / "blobs", &store);
    const double start = cpu_seconds();
    receive_all(documents, store, blobs);
    const double received = cpu_seconds();
    const double head = read_and_settle_all(catalogue, store, blobs, clock);
    const double settled = cpu_seconds();

    const store::Ledger ledger = store.ledger();
    const auto items = ledger.items;
    const auto count = [&](const char* state) {
        const auto found = items.find(state);
        return found == items.end() ? std::int64_t{0} : found->second;
    };
    const auto n = static_cast<double>(documents.size());
    nlohmann::ordered_json figures{{"documents", documents.size()},
                                   {"mean_bytes", static_cast<double>(bytes) / n},
                                   {"cpu_us_per_record", (settled - start) * micro / n},
                                   {"libxml2_floor_us", floor * micro / n},
                                   {"to_outbox_ratio", (settled - start) / floor},
                                   {"parse_and_map_us", mapped * micro / n},
                                   {"parse_and_map_to_floor", mapped / floor},
                                   {"receive_us", (received - start) * micro / n},
                                   {"head_us", head * micro / n},
                                   {"tail_us", (settled - received - head) * micro / n},
                                   {"in_outbox", count("ready")},
                                   {"parked", count("parked")}};
    figures.update(measure_deliveries(store, blobs));
    figures.update(measure_run(options, documents));
    figures.update(measure_intake(options, catalogue, documents));
    return figures;
}

}  // namespace indgang::bench
