#include "yare/repo/repositories.h"

#include <array>

#include "yare/base/ascii.h"
#include "yare/base/paths.h"
#include "yare/data/url.h"
#include "yare/data/yaml.h"

namespace yare::repo {

namespace {

Error mismatch(const Value& value, const std::string& field, std::string_view type) {
    return yaml_mismatch(value, field + " of type " + std::string(type));
}

struct TextField {
    std::string_view name;
    std::string Repository::* member;
};
constexpr std::array<TextField, 7> kTexts = {{{"name", &Repository::name},
                                              {"url", &Repository::url},
                                              {"username", &Repository::username},
                                              {"password", &Repository::password},
                                              {"certFile", &Repository::cert_file},
                                              {"keyFile", &Repository::key_file},
                                              {"caFile", &Repository::ca_file}}};
struct TruthField {
    std::string_view name;
    bool Repository::* member;
};
constexpr std::array<TruthField, 2> kTruths = {
    {{"insecure_skip_tls_verify", &Repository::insecure_skip_tls_verify},
     {"pass_credentials_all", &Repository::pass_credentials_all}}};

Result<Repository> read_entry(const Value& value) {
    if (!value.is_map()) return mismatch(value, "struct field File.repositories", "repo.Entry");
    Repository out;
    const Map& map = value.as_map();
    for (const Entry& entry : map) {
        const std::string_view key = map.key_text(entry);
        const std::string field = "struct field Entry.repositories.";
        if (entry.value.is_nil()) continue;
        for (const TextField& text : kTexts) {
            if (!ascii::equal_fold(text.name, key)) continue;
            const std::optional<std::string> written = yaml_string_field(entry.value);
            if (!written) return mismatch(entry.value, field + std::string(text.name), "string");
            out.*text.member = *written;
        }
        for (const TruthField& truth : kTruths) {
            if (!ascii::equal_fold(truth.name, key)) continue;
            if (!entry.value.is_bool()) return mismatch(entry.value, field + std::string(truth.name), "bool");
            out.*truth.member = entry.value.as_bool();
        }
    }
    return out;
}

}  // namespace

Result<std::vector<Repository>> read_repositories(FileSystem& fs, const std::string& path) {
    std::vector<Repository> out;
    const Result<std::string> text = fs.read(path);
    if (!text && text.error().code() == ErrorCode::NotFound) return out;
    if (!text) return Error(text.error()).during("couldn't load repositories file (" + path + ")");
    Document document;
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    const Value root = YARE_TRY(read_yaml(*text, document, options));
    if (root.is_nil()) return out;
    if (!root.is_map()) return mismatch(root, "value", "repo.File");
    const Value* list = root.as_map().find("repositories");
    if (!list || list->is_nil()) return out;
    if (!list->is_list()) return mismatch(*list, "struct field File.repositories", "[]*repo.Entry");
    for (const Value& value : list->items()) {
        // Helm breaks down over these.
        if (value.is_nil()) continue;
        Repository one = YARE_TRY(read_entry(value));
        out.push_back(std::move(one));
    }
    return out;
}

bool same_url(const std::string& left, const std::string& right) {
    Result<Url> a = parse_url(left);
    if (!a) return clean_path(left) == clean_path(right);
    Result<Url> b = parse_url(right);
    if (!b) return false;
    a->path = clean_path(a->path.empty() ? "/" : a->path);
    b->path = clean_path(b->path.empty() ? "/" : b->path);
    return a->text() == b->text();
}

Result<std::string> resolve_in_repository(const std::string& base, const std::string& reference) {
    const Url to = YARE_TRY_WHILE("failed to parse " + reference + " as URL", parse_url(reference));
    if (!to.scheme.empty()) return reference;
    Url from = YARE_TRY_WHILE("failed to parse " + base + " as URL", parse_url(base));
    // A folder, whether or not it is written as one.
    if (from.raw_path.ends_with('/')) from.raw_path.pop_back();
    if (from.path.ends_with('/')) from.path.pop_back();
    from.raw_path += '/';
    from.path += '/';
    Url out = resolve_reference(from, to);
    // Helm: what a repository's URL asks along is asked of everything in it.
    out.query = from.query;
    return out.text();
}

}  // namespace yare::repo
