#include <cstring>

#include "yaml_scalar.h"
#include "yaml_tier1.h"

namespace yare::inline data::yaml {

namespace {

constexpr int kMostFlowLevels = 64;
constexpr std::ptrdiff_t kLongestKey = 1000;

bool is_flow_indicator(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }

bool starts_flow_plain(const char* at) {
    if (*at == '-') return at[1] != ' ' && at[1] != '\n' && at[1] != '\t' && !is_flow_indicator(at[1]);
    return *at != '?' && *at != ':' && !begins_other(*at);
}

}  // namespace

// Blanks, comments and line breaks between two tokens. `lines` becomes true when there was a break.
bool Tier1::flow_space(bool& lines) {
    while (true) {
        while (*at_ == ' ') ++at_;
        if (*at_ == '#') {
            if (at_[-1] != ' ' && at_[-1] != '\n') return false;
            at_ = static_cast<const char*>(std::memchr(at_, '\n', std::size_t(end_ - at_)));
        }
        if (*at_ != '\n') return *at_ != '\t';
        lines = true;
        ++at_;
        // What begins at the margin may be a mark between documents, or a directive.
        if (at_ == end_ || *at_ == '-' || *at_ == '.' || *at_ == '%') return false;
    }
}

bool Tier1::flow(Value& value) {
    if (++flow_depth_ > kMostFlowLevels) return false;
    const bool good = *at_ == '[' ? flow_list(value) : flow_map(value);
    --flow_depth_;
    return good;
}

bool Tier1::flow_node(Value& value) {
    std::string_view text;
    bool lines = false;
    switch (*at_) {
        case '[':
        case '{':
            return flow(value);
        case '"':
        case '\'':
            if (!quoted(text, lines)) return false;
            value = Value::of_view(text);
            return true;
        default:
            return flow_plain(text) && typed(text, true, value);
    }
}

bool Tier1::flow_plain(std::string_view& text) {
    if (!starts_flow_plain(at_)) return false;
    const char* const from = at_;
    while (true) {
        const char c = *at_;
        if (c == ',' || c == ']' || c == '}' || c == '\n') break;
        if (c == '[' || c == '{' || c == '?' || c == '\t') return false;
        if (c == '#' && at_[-1] == ' ') return false;
        if (c == ':') {
            if (at_[1] == ' ' || at_[1] == '\n') break;
            if (at_[1] == '\t' || is_flow_indicator(at_[1])) return false;
        }
        ++at_;
    }
    const char* to = at_;
    while (to[-1] == ' ') --to;
    text = {from, std::size_t(to - from)};
    return true;
}

bool Tier1::flow_list(Value& value) {
    const std::size_t from = collector_.item_count();
    bool lines = false;
    ++at_;
    while (true) {
        if (!flow_space(lines)) return false;
        if (*at_ == ']') break;
        const Origin place = places_.at(offset(at_));
        Value item;
        if (!collector_.fits() || !flow_node(item)) return false;
        collector_.item(item, place);
        if (!flow_space(lines)) return false;
        if (*at_ == ']') break;
        if (*at_ != ',') return false;
        ++at_;
    }
    ++at_;
    value = collector_.list_since(from);
    return true;
}

bool Tier1::flow_entry() {
    const char* const from = at_;
    std::string_view text;
    Symbol key;
    bool lines = false;
    if (*at_ == '"' || *at_ == '\'') {
        if (!quoted(text, lines)) return false;
        key = document_.symbols().intern(text);
    } else if (!flow_plain(text) || !key_symbol(text, key)) {
        return false;
    }
    if (!flow_space(lines)) return false;
    Value value;
    if (*at_ == ':') {
        // A key and its colon stand in one line.
        if (lines || at_ - from > kLongestKey) return false;
        ++at_;
        if (!flow_space(lines)) return false;
        if (*at_ != ',' && *at_ != '}' && !flow_node(value)) return false;
    }
    collector_.entry(key, value, places_.at(offset(from)));
    return true;
}

bool Tier1::flow_map(Value& value) {
    const std::size_t from = collector_.entry_count();
    bool lines = false;
    ++at_;
    while (true) {
        if (!flow_space(lines)) return false;
        if (*at_ == '}') break;
        if (!collector_.fits() || !flow_entry()) return false;
        if (!flow_space(lines)) return false;
        if (*at_ == '}') break;
        if (*at_ != ',') return false;
        ++at_;
    }
    ++at_;
    const std::size_t count = collector_.entry_count() - from;
    value = collector_.map_since(from);
    return !unique_keys() || value.as_map().size() == count;
}

}  // namespace yare::inline data::yaml
