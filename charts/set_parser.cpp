#include "set_parser.h"

#include <algorithm>

#include "go_print.h"
#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/data/limits.h"
#include "yare/data/numbers.h"
#include "yare/data/utf8.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

// Brackets in a row, a[0][0][0]...: Helm has no limit and each takes a stack frame.
constexpr std::size_t kBrackets = 1000;
// All lists of one text together; each index may ask for 65537.
constexpr std::size_t kSlots = limits::kSetIndex * 64;

// Helm: what is there already and is of another kind ends as Go's complaint (strvals recovers from a panic).
Error not_of_type(const Value& there, std::string_view wanted) {
    return invalid("unable to parse key: interface conversion: interface {} is " +
                   std::string(go_type_name(there)) + ", not " + std::string(wanted));
}

// "%q" of a list of characters: ['a' '\''].
std::string quote_characters(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();)
        out += (out.empty() ? "[" : " ") + go_quote_rune(utf8::next(text, at));
    return out.empty() ? "[]" : out + "]";
}

}  // namespace

SetParser::SetParser(SetKind kind, const Source& source, Map& values, const ReadText& read)
    : kind_(kind),
      source_(source),
      text_(source.text),
      values_(values),
      document_(values.owner()),
      read_(read),
      key_stops_(kind == SetKind::Literal ? "=[." : "=[,.") {}

Result<void> SetParser::run() {
    for (;;) {
        key_at_ = at_;
        const Step step = YARE_TRY(key(values_, 0));
        if (step == Step::End) return {};
    }
}

SetParser::Run SetParser::take_until(std::string_view stops) {
    Run out;
    while (!at_end()) {
        const char c = text_[at_];
        if (stops.find(c) != std::string_view::npos) {
            ++at_;
            out.stop = c;
            return out;
        }
        if (c == '\\' && kind_ != SetKind::Literal) {
            ++at_;
            if (at_end()) return out;
        }
        utf8::append(out.text, utf8::next(text_, at_));
    }
    return out;
}

Origin SetParser::origin(std::size_t key_at) const { return {source_.at(key_at).offset}; }

void SetParser::set(Map& data, const Key& key, const Value& value) {
    if (!key.name.empty()) data.set(key.name, value, origin(key.at));
}

Result<SetParser::Step> SetParser::key(Map& data, std::size_t depth) {
    const std::size_t begin = at_;
    const Run name = take_until(key_stops_);
    if (!name.stop) {
        if (name.text.empty()) return Step::End;
        return invalid("key " + go_quote(name.text) + " has no value");
    }
    switch (*name.stop) {
        case '[':
            return key_behind_bracket(data, {name.text, begin}, depth);
        case '.':
            return key_behind_dot(data, {name.text, begin}, depth);
        case '=':
            return assign(data, {name.text, begin});
        default:
            return invalid("key " + go_quote(name.text) + " has no value (cannot end with ,)");
    }
}

Result<SetParser::Step> SetParser::key_behind_dot(Map& data, const Key& name, std::size_t depth) {
    if (depth == limits::kSetDepth) {
        return invalid("value name nested level is greater than maximum supported nested level of " +
                       std::to_string(limits::kSetDepth));
    }
    const Value* there = data.find(name.name);
    if (there && !there->is_map()) return not_of_type(*there, "map[string]interface {}");
    Map* inner = there ? &there->as_map() : document_.make_map();
    const Step step = YARE_TRY(key(*inner, depth + 1));
    if (step == Step::Done && inner->empty())
        return invalid("key map " + go_quote(name.name) + " has no value");
    // A table that was there before came from where it came from.
    if (!inner->empty() && !there) set(data, name, inner);
    return step;
}

Result<SetParser::Step> SetParser::key_behind_bracket(Map& data, const Key& name, std::size_t depth) {
    const std::optional<std::int64_t> index = YARE_TRY(bracket_index());
    if (!index) return Step::End;
    const Value* there = data.find(name.name);
    if (there && !there->is_list()) return not_of_type(*there, "[]interface {}");
    const List* list = there ? &there->as_list() : document_.make_list(std::span<const Value>());
    const Step step = YARE_TRY(item(list, *index, depth, 0));
    set(data, name, list);
    return step;
}

Result<SetParser::Step> SetParser::assign(Map& data, const Key& name) {
    const std::optional<Value> found = YARE_TRY(value());
    set(data, name, found ? *found : document_.string(""));
    return found ? Step::Done : Step::End;
}

Result<std::optional<std::int64_t>> SetParser::bracket_index() {
    const Run digits = take_until("]");
    if (!digits.stop) return std::optional<std::int64_t>();
    const Parsed<std::int64_t> parsed = parse_int(digits.text, 10);
    if (parsed) return std::optional<std::int64_t>(parsed.value);
    return invalid("error parsing index: strconv.Atoi: parsing " + go_quote(digits.text) + ": " +
                   (parsed.status == Parse::Range ? "value out of range" : "invalid syntax"));
}

Result<SetParser::Step> SetParser::item(const List*& list, std::int64_t index, std::size_t depth,
                                        std::size_t brackets) {
    if (index < 0) return invalid("negative " + std::to_string(index) + " index not allowed");
    const Run between = take_until("[.=");
    if (!between.text.empty()) {
        return invalid("unexpected data at end of array index: " + quote_characters(between.text));
    }
    if (!between.stop) return Step::End;
    if (*between.stop == '.') return item_behind_dot(list, index, depth);
    if (*between.stop == '[') return item_behind_bracket(list, index, depth, brackets);
    const std::optional<Value> found = YARE_TRY(value());
    YARE_TRY(set_item(list, index, found ? *found : document_.string("")));
    return Step::Done;
}

Result<SetParser::Step> SetParser::item_behind_dot(const List*& list, std::int64_t index, std::size_t depth) {
    Map* inner = nullptr;
    if (std::size_t(index) < list->size) {
        inner = list->items[index].map_or_null();
        if (!inner) {
            inner = document_.make_map();
            YARE_TRY(set_item(list, index, inner));
        }
    } else {
        inner = document_.make_map();
    }
    const Step step = YARE_TRY(key(*inner, depth));
    // Helm: a text that ends here loses an element that was not there before.
    if (step == Step::End) return step;
    YARE_TRY(set_item(list, index, inner));
    return Step::Done;
}

Result<SetParser::Step> SetParser::item_behind_bracket(const List*& list, std::int64_t index,
                                                       std::size_t depth, std::size_t brackets) {
    if (brackets == kBrackets) return invalid("more than " + std::to_string(kBrackets) + " indexes in a row");
    const std::optional<std::int64_t> next = YARE_TRY(bracket_index());
    if (!next) return Step::End;
    const List* inner = document_.make_list(std::span<const Value>());
    if (std::size_t(index) < list->size && !list->items[index].is_nil()) {
        const Value& there = list->items[index];
        if (!there.is_list()) return not_of_type(there, "[]interface {}");
        inner = &there.as_list();
    }
    const std::size_t before = inner->size;
    const Step step = YARE_TRY(item(inner, *next, depth, brackets + 1));
    // Helm: on an end only what was changed within the list that was there is kept.
    if (step == Step::End && (inner->size != before || std::size_t(index) >= list->size)) return step;
    YARE_TRY(set_item(list, index, inner));
    return step;
}

Result<void> SetParser::set_item(const List*& list, std::int64_t index, const Value& value) {
    const auto at = std::size_t(index);
    if (at > limits::kSetIndex) {
        return invalid("index of " + std::to_string(index) + " is greater than maximum supported index of " +
                       std::to_string(limits::kSetIndex));
    }
    const auto known = room_.find(list);
    const std::size_t size = std::max<std::size_t>(list->size, at + 1);
    if (known == room_.end() || known->second < size) {
        const std::size_t room = known == room_.end() ? size : size * 2;
        slots_ += room;
        if (slots_ > kSlots)
            return invalid("the lists of one text hold more than " + std::to_string(kSlots) + " items");
        List* larger = document_.arena().make<List>(*list);
        Value* items = document_.arena().make_array<Value>(room);
        Origin* origins = document_.arena().make_array<Origin>(room);
        std::uninitialized_fill_n(items, room, Value());
        std::uninitialized_fill_n(origins, room, Origin());
        std::copy_n(list->items, list->size, items);
        if (list->origins) std::copy_n(list->origins, list->size, origins);
        larger->items = items;
        larger->origins = origins;
        room_.emplace(larger, room);
        list = larger;
    }
    // Lists do not change once made, but this one was made here and nobody else has seen it.
    List* own = const_cast<List*>(list);
    own->size = std::uint32_t(size);
    const_cast<Value*>(own->items)[at] = value;
    const_cast<Origin*>(own->origins)[at] = origin(key_at_);
    return {};
}

// --- values ---

Result<std::optional<Value>> SetParser::value() {
    if (kind_ == SetKind::Json) {
        if (skip_to_json_value()) return std::optional<Value>(Value());
        const Value found = YARE_TRY(json_value());
        return std::optional<Value>(found);
    }
    if (kind_ == SetKind::Literal) {
        const Run all = take_until({});
        return std::optional<Value>(document_.string(all.text));
    }
    if (at_end()) return std::optional<Value>();
    if (text_[at_] == '{') {
        ++at_;
        return braced_list();
    }
    const Run all = take_until(",");
    const Value found = YARE_TRY(convert(all.text));
    return std::optional<Value>(found);
}

Result<std::optional<Value>> SetParser::braced_list() {
    std::vector<Value> items;
    for (;;) {
        const Run item = take_until(",}");
        if (!item.stop) return invalid("list must terminate with '}'");
        if (++slots_ > kSlots) {
            return invalid("the lists of one text hold more than " + std::to_string(kSlots) + " items");
        }
        const Value converted = YARE_TRY(convert(item.text));
        items.push_back(converted);
        if (*item.stop == ',') continue;
        if (!at_end() && text_[at_] == ',') ++at_;
        return std::optional<Value>(document_.make_list(items));
    }
}

bool SetParser::skip_to_json_value() {
    while (!at_end()) {
        std::size_t next = at_;
        const char32_t rune = utf8::next(text_, next);
        if (rune != ',' && !is_space(rune)) return false;
        at_ = next;
        if (rune == ',') return true;
    }
    return true;
}

Result<Value> SetParser::json_value() {
    std::size_t used = 0;
    const Value found = YARE_TRY(read_json_value(text_.substr(at_), document_, used));
    at_ += used;
    skip_to_json_value();
    return found;
}

Result<Value> SetParser::convert(const std::string& text) {
    if (kind_ == SetKind::File) {
        const std::string content = YARE_TRY(read_(text));
        return document_.string(content);
    }
    if (kind_ == SetKind::Typed) {
        if (ascii::equal_fold(text, "true")) return Value::of_bool(true);
        if (ascii::equal_fold(text, "false")) return Value::of_bool(false);
        if (ascii::equal_fold(text, "null")) return Value();
        if (text == "0") return Value::of_int64(0);
        // A leading zero makes a text of what would be a number: "007".
        if (!text.empty() && text[0] != '0') {
            if (const Parsed<std::int64_t> number = parse_int(text, 10)) return Value::of_int64(number.value);
        }
    }
    return document_.string(text);
}

}  // namespace yare::charts
