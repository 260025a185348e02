#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <vector>

#include "objects.h"
#include "white_space.h"
#include "yare/charts/glob.h"
#include "yare/data/yaml.h"
#include "yare/templates/budget.h"
#include "yare/templates/format.h"
#include "yare/templates/host.h"

namespace yare::render {

namespace {

using templates::Call;
using templates::Function;
using templates::Param;

class Files final : public templates::TemplateObject {
  public:
    // `files`: sorted by name, each name once.
    explicit Files(std::span<const charts::File* const> files) : files_(files) {}

    std::string_view go_type() const override { return "engine.files"; }
    std::string_view go_kind() const override { return "map"; }
    bool truth() const override { return !files_.empty(); }

    Value plain(Document& document) const override {
        Map* map = document.make_map();
        for (const charts::File* file : files_) map->set(file->name, Value::of_bytes_view(file->data));
        return map;
    }

    // Go prints a map of bytes as numbers.
    Value print(Document& document) const override {
        std::string out = "map[";
        const std::size_t most = templates::longest_text(document);
        for (const charts::File* file : files_) {
            if (out.size() + file->data.size() * 4 > most) {
                document.arena().set_limit(0);  // which ends the render
                return Value::of_view({});
            }
            if (out.size() > 4) out += ' ';
            out.append(file->name).append(":[");
            for (std::size_t i = 0; i < file->data.size(); ++i) {
                if (i > 0) out += ' ';
                out += std::to_string(unsigned{static_cast<unsigned char>(file->data[i])});
            }
            out += ']';
        }
        return document.string(out + "]");
    }

    // Go: a key that the map does not have gives no bytes.
    std::optional<Value> field(std::string_view name, Document&) const override {
        const charts::File* file = find(name);
        return Value::of_bytes_view(file ? file->data : std::string_view());
    }

    GoParts parts(Document&) const override { return {GoParts::Shape::Data, false, {}}; }
    const Function* method(std::string_view name) const override;

    const charts::File* find(std::string_view name) const {
        const auto at = std::lower_bound(
            files_.begin(), files_.end(), name,
            [](const charts::File* file, std::string_view text) { return file->name < text; });
        return at != files_.end() && (*at)->name == name ? *at : nullptr;
    }
    std::span<const charts::File* const> all() const { return files_; }

  private:
    std::span<const charts::File* const> files_;
};

const Files& receiver(std::span<const Value> args) { return static_cast<const Files&>(args[0].as_host()); }

Value make_files(std::span<const charts::File* const> files, Document& document) {
    HostObject* object = document.arena().make<Files>(document.arena().copy(files));
    return object;
}

Result<Value> get(Call&, std::span<const Value> args) {
    const charts::File* file = receiver(args).find(args[1].as_string());
    return Value::of_view(file ? file->data : std::string_view());
}

Result<Value> get_bytes(Call&, std::span<const Value> args) {
    const charts::File* file = receiver(args).find(args[1].as_string());
    return Value::of_bytes_view(file ? file->data : std::string_view());
}

Result<void> pay(Call& call, std::uint64_t steps) {
    return call.budget.spend(steps) ? Result<void>() : call.budget.error();
}

Result<Value> glob(Call& call, std::span<const Value> args) {
    constexpr std::uint64_t kCompiled = 20;  // steps for each byte of a pattern
    constexpr std::size_t kState = 160;      // memory for it, while it is looked with
    const std::string_view text = args[1].as_string();
    YARE_TRY(pay(call, kCompiled * (text.size() + 1)));
    YARE_TRY(call.budget.reserve(text.size() * kState));
    // Helm: a pattern that is wrong counts as "**".
    Result<charts::Glob> pattern = charts::Glob::compile(text);
    std::vector<const charts::File*> found;
    for (const charts::File* file : receiver(args).all()) {
        std::uint64_t work = 4;
        if (!pattern || pattern->matches(file->name, work)) found.push_back(file);
        YARE_TRY(pay(call, work));
    }
    return make_files(found, call.document);
}

std::string_view base_name(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path.substr(path.rfind('/') + 1);
}

std::string_view without_last_feed(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

Result<Value> as_yaml(Call& call, Map* map) {
    std::uint64_t steps = call.budget.steps_left();
    Result<std::string> text = write_yaml(map, {templates::longest_text(call.document), &steps});
    YARE_TRY(pay(call, call.budget.steps_left() - steps + (steps == 0 ? 1 : 0)));
    if (!text && text.error().code() == ErrorCode::TooLarge)
        return call.budget.refuse(templates::Limit::Memory), call.budget.error();
    // Helm: what cannot be written as YAML is nothing, silently.
    if (!text) return Value::of_view({});
    YARE_TRY(call.budget.reserve(text->size()));
    return call.document.string(without_last_feed(*text));
}

// What is looked at, and made.
Result<void> pay_for(Call& call, std::span<const charts::File* const> files) {
    std::uint64_t bytes = 0;
    for (const charts::File* file : files) bytes += file->name.size() + file->data.size();
    return pay(call, files.size() * 8 + bytes / 8);
}

Result<Value> as_config(Call& call, std::span<const Value> args) {
    YARE_TRY(pay_for(call, receiver(args).all()));
    Map* map = call.document.make_map();
    for (const charts::File* file : receiver(args).all())
        map->set(base_name(file->name), Value::of_view(file->data));
    return as_yaml(call, map);
}

Result<Value> as_secrets(Call& call, std::span<const Value> args) {
    YARE_TRY(pay_for(call, receiver(args).all()));
    Map* map = call.document.make_map();
    for (const charts::File* file : receiver(args).all()) {
        YARE_TRY(call.budget.reserve(file->data.size() * 3));
        std::string text(4 * ((file->data.size() + 2) / 3) + 1, '\0');
        const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                         reinterpret_cast<const unsigned char*>(file->data.data()),
                                         int(file->data.size()));
        map->set(base_name(file->name),
                 call.document.string(std::string_view(text.data(), std::size_t(size))));
    }
    return as_yaml(call, map);
}

Result<Value> lines(Call& call, std::span<const Value> args) {
    const charts::File* file = receiver(args).find(args[1].as_string());
    std::vector<Value> out;
    std::string_view rest = file ? file->data : std::string_view();
    if (!rest.empty()) {
        rest = without_last_feed(rest);
        const auto feeds = std::size_t(std::count(rest.begin(), rest.end(), '\n'));
        YARE_TRY(pay(call, rest.size() / 16 + feeds));
        YARE_TRY(call.budget.reserve((feeds + 1) * 2 * sizeof(Value)));
        out.reserve(feeds + 1);
        for (;;) {
            const std::size_t feed = rest.find('\n');
            out.push_back(Value::of_view(rest.substr(0, feed)));
            if (feed == std::string_view::npos) break;
            rest.remove_prefix(feed + 1);
        }
    }
    return Value(call.document.make_list(out, GoType::Strings));
}

constexpr std::array<Function, 6> kMethods = {{
    {"AsConfig", as_config},
    {"AsSecrets", as_secrets},
    {"Get", get, {Param::String}},
    {"GetBytes", get_bytes, {Param::String}},
    {"Glob", glob, {Param::String}},
    {"Lines", lines, {Param::String}},
}};

const Function* Files::method(std::string_view name) const {
    const auto* found =
        std::find_if(kMethods.begin(), kMethods.end(), [&](const Function& f) { return f.name == name; });
    return found == kMethods.end() ? nullptr : found;
}

}  // namespace

Value files_object(const charts::Chart& chart, Document& document) {
    std::vector<const charts::File*> files;
    for (const charts::File& file : chart.files) files.push_back(&file);
    std::stable_sort(files.begin(), files.end(),
                     [](const auto* a, const auto* b) { return a->name < b->name; });
    // Of two files of one name the later one counts, as in Go's map.
    std::vector<const charts::File*> unique;
    for (const charts::File* file : files) {
        if (!unique.empty() && unique.back()->name == file->name) unique.pop_back();
        unique.push_back(file);
    }
    return make_files(unique, document);
}

}  // namespace yare::render
