// Runs the required cases of the public JSON-Schema-Test-Suite, of the drafts that Helm knows:
//
//     schema_suite FOLDER        (FOLDER holds tests/ and remotes/)
//
// A schema is read as a values.schema.json is, with its draft named where the suite leaves that to the
// folder.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "yare/data/json.h"
#include "yare/schema/json_schema.h"

using namespace yare;

namespace {

struct Draft {
    std::string_view folder;
    std::string_view url;
    std::size_t least;  // cases; fewer are not the whole suite
};
constexpr std::array<Draft, 5> kDrafts = {{
    {"draft4", "http://json-schema.org/draft-04/schema#", 600},
    {"draft6", "http://json-schema.org/draft-06/schema#", 800},
    {"draft7", "http://json-schema.org/draft-07/schema#", 900},
    {"draft2019-09", "https://json-schema.org/draft/2019-09/schema", 1200},
    {"draft2020-12", "https://json-schema.org/draft/2020-12/schema", 1250},
}};

std::optional<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string with_draft(const Value& schema, const Draft& draft, Document& document) {
    if (schema.is_map() && !schema.as_map().contains("$schema"))
        schema.as_map().set("$schema", document.string(draft.url));
    return *write_json(schema);
}

// The suite's own server, which its schemas refer to.
class Remotes final : public schema::SchemaSource {
  public:
    Remotes(std::filesystem::path folder, const Draft& draft) : folder_(std::move(folder)), draft_(draft) {}
    Result<std::string> load(const std::string& url) override {
        constexpr std::string_view kServer = "http://localhost:1234/";
        std::optional<std::string> text;
        if (url.starts_with(kServer)) text = read_file(folder_ / url.substr(kServer.size()));
        if (!text) return Error(ErrorCode::NotFound, "not part of the suite");
        Document document;
        const Value schema = YARE_TRY(read_json(*text, document));
        return with_draft(schema, draft_, document);
    }

  private:
    std::filesystem::path folder_;
    const Draft& draft_;
};

struct Count {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

bool is_valid(const std::string& schema, const Value& value, schema::SchemaSource& source) {
    const Result<schema::JsonSchema> parsed = schema::JsonSchema::parse(schema, {.source = &source});
    if (!parsed) {
        std::cout << "  " << parsed.error().text() << "\n";
        return false;
    }
    const Result<std::string> found = parsed->check(value);
    return found && found->empty();
}

void run_file(const std::filesystem::path& path, const Draft& draft, schema::SchemaSource& source,
              Count& count) {
    Document document;
    const Result<Value> groups = read_json(*read_file(path), document);
    if (!groups) {
        std::cout << path.string() << ": " << groups.error().text() << "\n";
        ++count.failed;
        return;
    }
    for (const Value& group : groups->items()) {
        const std::string text = with_draft(*group.find("schema"), draft, document);
        for (const Value& test : group.find("tests")->items()) {
            const bool wanted = test.find("valid")->as_bool();
            if (is_valid(text, *test.find("data"), source) == wanted) {
                ++count.passed;
                continue;
            }
            ++count.failed;
            std::cout << draft.folder << "/" << path.filename().string() << ": "
                      << group.find("description")->as_string() << ": "
                      << test.find("description")->as_string() << "\n";
        }
    }
}

}  // namespace

int main(int count_of_arguments, char** arguments) {
    if (count_of_arguments != 2) return 2;
    const std::filesystem::path folder = arguments[1];
    bool good = true;
    for (const Draft& draft : kDrafts) {
        Count count;
        Remotes remotes(folder / "remotes", draft);
        for (const auto& file : std::filesystem::directory_iterator(folder / "tests" / draft.folder)) {
            if (file.path().extension() == ".json") run_file(file.path(), draft, remotes, count);
        }
        std::cout << draft.folder << ": " << count.passed << " passed, " << count.failed << " failed\n";
        good = good && count.failed == 0 && count.passed >= draft.least;
    }
    return good ? 0 : 1;
}
