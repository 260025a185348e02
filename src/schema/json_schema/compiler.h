// Makes rules of schema documents: finds the schemas in them and their addresses, asks their metaschemas,
// resolves references.
//
// One pass over a document compiles all its schemas, whether a value will ever reach them or not; what is
// wrong with one is kept with it, and counts only if references and rules lead there, as in Helm.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "addresses.h"
#include "subschema.h"
#include "yare/base/arena.h"
#include "yare/base/result.h"
#include "yare/schema/json_schema.h"

namespace yare::schema {

class Metaschemas;

class Compiler {
  public:
    struct Options {
        SchemaSource* source = nullptr;  // of what the document refers to; null: nothing
        Diagnostics* diagnostics = nullptr;
        bool debug = false;
        bool formats = false;   // asked in each draft, as metaschemas are read
        bool thorough = false;  // metaschemas are asked also where there is no doubt
    };
    explicit Compiler(const Options& options);
    Compiler(const Compiler&) = delete;
    Compiler& operator=(const Compiler&) = delete;
    ~Compiler();

    // The schema of a text that is to be known by a URL.
    Result<const Subschema*> compile(const std::string& url, std::string_view text);
    // Of a document that is known already, or comes with the drafts.
    Result<const Subschema*> compile(const std::string& url);
    // A schema that asks for all of others, as the metaschema of chosen vocabularies does.
    const Subschema* all_of(const std::vector<const Subschema*>& schemas, int draft);

  private:
    struct Pending {
        Subschema* from;
        ReferenceRule* rule;
        std::string_view text;
    };
    // The schemas within the one that is being compiled, by keyword.
    using Children = std::array<std::span<const Subschema* const>, kKeywords>;
    class RuleMaker;

    // documents
    Result<SchemaDocument*> document(const std::string& url);
    Result<SchemaDocument*> add_document(const std::string& url, Document& data);
    Result<Document*> load(const std::string& url);
    // The text lives as long as the compiler.
    Result<Document*> read(const std::string& url, std::string_view text);
    void warn_of_urn(const std::string& url);
    Result<void> drain();
    Result<void> check_against_metaschema(const Subschema& top);

    // one schema
    Subschema* make(const Value& node, SchemaDocument& document, const Subschema* parent, Keyword keyword);
    Result<void> survey(Subschema& schema);
    void survey_children(Subschema& schema, const Words& words, Children& children);
    std::span<const Subschema* const> make_children(Subschema& schema, Keyword keyword, const Value& value);
    void make_rules(Subschema& schema, const Words& words, const Children& children);
    void keep_error(Subschema& schema, Error error);

    // addresses
    Result<void> open(Subschema& schema, const Words& words);
    Result<void> add_resource(Subschema& schema, std::string_view id, const Dialect& dialect);
    Result<void> add_anchors(Subschema& schema, const Words& words);
    Result<void> add_anchor(Subschema& schema, std::string_view name, bool dynamic);
    Result<int> draft_named(const Subschema& schema, std::string_view url, int otherwise,
                            std::vector<std::string>& way);
    Result<std::optional<std::uint16_t>> vocabularies_named(std::string_view url, int draft);

    // references
    void resolve_references();
    Result<const Subschema*> resolve(const Subschema& from, std::string_view reference);
    Result<const Subschema*> follow(SchemaDocument& document, const Resource& resource,
                                    std::string_view pointer);
    void index(SchemaDocument& document);
    Result<void> first_error(const Subschema& top) const;

    Options options_;
    Arena arena_;
    std::map<std::string, std::unique_ptr<Document>, std::less<>> data_;  // by URL
    std::deque<std::string> texts_;
    std::map<std::string, std::unique_ptr<SchemaDocument>, std::less<>> documents_;
    std::deque<Resource> resources_;
    std::deque<Decimal> numbers_;
    std::deque<Regex> regexes_;
    std::vector<Error> errors_;
    std::vector<Rule> rules_;       // of the schema that is being compiled
    std::vector<Subschema*> open_;  // made, and still to be surveyed
    std::size_t surveyed_ = 0;
    std::vector<Pending> pending_;
    std::size_t resolved_ = 0;
    bool doubtful_ = false;  // a metaschema has to be asked
    std::unique_ptr<Metaschemas> metaschemas_;
};

}  // namespace yare::schema
