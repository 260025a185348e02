// Finding what a JSONPath template names, and printing it.
#include "json_path.h"

#include <optional>

#include "yare/data/json.h"
#include "yare/data/numbers.h"

namespace yare::cli {
namespace {

using Node = JsonPathNode;
// Go: what a loop runs over may be no value at all, which is something else than null.
using Item = std::optional<Value>;
using Items = std::vector<Item>;

enum class Outcome { Found, Failed };

Kind kind_of(const Item& item) { return item ? item->kind() : Kind::Nil; }

void add_children(const Value& value, Items& out) {
    if (value.is_map()) {
        for (const Entry& entry : value.as_map()) out.emplace_back(entry.value);
    } else if (value.is_list()) {
        for (const Value& item : value.items()) out.emplace_back(item);
    } else if (value.is_string()) {
        // Helm: a text is the numbers of its bytes.
        for (const char c : value.as_string())
            out.emplace_back(Value::of_int64(static_cast<unsigned char>(c), GoType::Uint8));
    }
}

// How two values compare, where they do: texts with texts, numbers with numbers of the same type.
struct Comparison {
    bool equal = false;
    bool less = false;
    bool ordered = true;
};

std::optional<Comparison> compare(const Item& left, const Item& right) {
    const auto of = [](const auto& a, const auto& b) { return Comparison{a == b, a < b, true}; };
    if (!left || !right) return std::nullopt;
    if (left->is_string() && right->is_string()) return of(left->as_string(), right->as_string());
    if (left->is_float() && right->is_float()) return of(left->as_float(), right->as_float());
    if (left->is_integer() && right->is_integer()) return of(left->as_integer(), right->as_integer());
    if (left->is_bool() && right->is_bool())
        return Comparison{left->as_bool() == right->as_bool(), false, false};
    return std::nullopt;
}

std::optional<bool> holds(std::string_view operation, const Item& left, const Item& right) {
    const std::optional<Comparison> is = compare(left, right);
    if (!is) return std::nullopt;
    if (operation == "==") return is->equal;
    if (operation == "!=") return !is->equal;
    if (!is->ordered) return std::nullopt;
    if (operation == "<") return is->less;
    if (operation == "<=") return is->less || is->equal;
    if (operation == ">") return !is->less && !is->equal;
    if (operation == ">=") return !is->less;
    return std::nullopt;
}

class Finder {
  public:
    explicit Finder(const std::vector<Node>& nodes) : nodes_(nodes) {}

    // What the nodes from `first` on find in `data`, each its own row, up to the end of the loop that they
    // are in.
    Outcome find(std::size_t first, const Item& data, std::vector<Items>& rows) {
        for (std::size_t i = first; i < nodes_.size(); ++i) {
            Items found{data};
            if (step(nodes_[i], found) == Outcome::Failed) return Outcome::Failed;
            if (ends_ > 0 && ends_ <= inside_) {
                --ends_;
                last_end_ = i;
                return Outcome::Found;
            }
            if (begins_ == 0) {
                rows.push_back(std::move(found));
                continue;
            }
            if (loop(i + 1, found, rows) == Outcome::Failed) return Outcome::Failed;
            if (last_end_ > i) i = last_end_;
        }
        return Outcome::Found;
    }

  private:
    Outcome loop(std::size_t first, const Items& items, std::vector<Items>& rows) {
        --begins_;
        ++inside_;
        for (const Item& item : items) {
            if (!item) return Outcome::Failed;
            // Helm: a null that is looped over is no value from there on.
            if (find(first, item->is_nil() ? Item() : item, rows) == Outcome::Failed) return Outcome::Failed;
        }
        if (items.empty()) {
            // Only to come upon the loop's end.
            std::vector<Items> nothing;
            if (find(first, Item(), nothing) == Outcome::Failed) return Outcome::Failed;
        }
        --inside_;
        return Outcome::Found;
    }

    // On failure `items` is what a filter that asks for existence goes by.
    Outcome steps(const Node& node, Items& items) {
        for (const Node& one : node.steps) {
            if (step(one, items) == Outcome::Failed) return Outcome::Failed;
        }
        return Outcome::Found;
    }

    Outcome step(const Node& node, Items& items) {
        switch (node.kind) {
            case Node::Kind::Steps:
                return steps(node, items);
            case Node::Kind::Text:
                items.assign(1, Value::of_view(node.text));
                return Outcome::Found;
            case Node::Kind::Number:
                items.assign(items.size(), node.literal);
                return Outcome::Found;
            case Node::Kind::Field:
                return field(node.text, items);
            case Node::Kind::Keyword:
                return keyword(node.text, items);
            case Node::Kind::Slice:
                return slice(node, items);
            case Node::Kind::Filter:
                return filter(node, items);
            case Node::Kind::Everything: {
                Items out;
                for (const Item& item : items) {
                    if (item) add_children(*item, out);
                }
                items = std::move(out);
                return Outcome::Found;
            }
            case Node::Kind::Descendants: {
                Items out;
                add_descendants(items, out);
                items = std::move(out);
                return Outcome::Found;
            }
            case Node::Kind::Union:
                return either(node, items);
        }
        return Outcome::Failed;
    }

    static Outcome field(const std::string& name, Items& items) {
        if (items.empty()) return Outcome::Found;
        Items out;
        for (const Item& item : items) {
            if (const Value* found = item ? item->find(name) : nullptr) out.emplace_back(*found);
        }
        items = std::move(out);
        return items.empty() ? Outcome::Failed : Outcome::Found;
    }

    Outcome keyword(const std::string& word, Items& items) {
        if (word == "range") return ++begins_, Outcome::Found;
        if (word != "end") return Outcome::Failed;
        items.clear();
        if (inside_ == 0) return Outcome::Failed;
        ++ends_;
        return Outcome::Found;
    }

    static Outcome slice(const Node& node, Items& items) {
        Items out;
        for (const Item& item : items) {
            if (item && item->is_nil()) continue;
            if (kind_of(item) != Kind::List) return Outcome::Failed;
            const auto size = static_cast<std::int64_t>(item->items().size());
            std::int64_t from = node.bounds[0].known ? node.bounds[0].value : 0;
            std::int64_t to = node.bounds[1].known ? node.bounds[1].value : size;
            if (from < 0) from += size;
            if (to < 0 || (to == 0 && node.bounds[1].derived)) to += size;
            // Helm: an empty part of one list ends the search through the others.
            if (from == to) break;
            if (from < 0 || from >= size || to < 0 || to > size || from > to) return Outcome::Failed;
            const std::int64_t step = node.bounds[2].known ? node.bounds[2].value : 1;
            if (step <= 0) return Outcome::Failed;
            for (std::int64_t i = from; i < to; i += std::min(step, to))
                out.emplace_back(item->items()[static_cast<std::size_t>(i)]);
        }
        items = std::move(out);
        return Outcome::Found;
    }

    static void add_descendants(const Items& items, Items& out) {
        for (const Item& item : items) {
            Items children;
            if (item) add_children(*item, children);
            if (children.empty()) continue;
            out.push_back(item);
            add_descendants(children, out);
        }
    }

    Outcome either(const Node& node, Items& items) {
        Items out;
        for (const Node& one : node.steps) {
            Items found = items;
            if (steps(one, found) == Outcome::Failed) return Outcome::Failed;
            out.insert(out.end(), found.begin(), found.end());
        }
        items = std::move(out);
        return Outcome::Found;
    }

    Outcome filter(const Node& node, Items& items) {
        Items out;
        for (const Item& item : items) {
            if (kind_of(item) != Kind::List) return Outcome::Failed;
            for (const Value& one : item->items()) {
                const std::optional<bool> wanted = passes(node, one);
                if (!wanted) return Outcome::Failed;
                if (*wanted) out.emplace_back(one);
            }
        }
        items = std::move(out);
        return Outcome::Found;
    }

    // Nothing where the filter cannot be applied.
    std::optional<bool> passes(const Node& node, const Value& item) {
        Items left{item};
        const Outcome found = steps(node.steps[0], left);
        if (node.text.empty()) return !left.empty();
        if (found == Outcome::Failed) return std::nullopt;
        if (left.empty()) return false;
        if (left.size() > 1) return std::nullopt;
        Items right{item};
        if (steps(node.steps[1], right) == Outcome::Failed) return std::nullopt;
        if (right.empty()) return false;
        if (right.size() > 1) return std::nullopt;
        return holds(node.text, left.front(), right.front());
    }

    const std::vector<Node>& nodes_;
    // How many "range" and "end" were met that are not acted on yet, and how many loops run.
    std::size_t begins_ = 0;
    std::size_t ends_ = 0;
    std::size_t inside_ = 0;
    std::size_t last_end_ = 0;
};

void print_item(const Item& item, std::string& out) {
    if (!item) {
        out += "<no value>";
    } else if (item->is_string()) {
        out += item->as_string();
    } else if (item->is_float()) {
        append_go_float(out, item->as_float());
    } else {
        // Values that came out of YAML can all be written.
        (void)append_json(out, *item);
    }
}

}  // namespace

std::string print_json_path(const std::vector<JsonPathNode>& nodes, const Value& data) {
    std::vector<Items> rows;
    if (Finder(nodes).find(0, data, rows) == Outcome::Failed) return {};
    std::string out;
    for (const Items& row : rows) {
        for (const Item& item : row) {
            if (&item != &row.front()) out += ' ';
            print_item(item, out);
        }
    }
    return out;
}

}  // namespace yare::cli
