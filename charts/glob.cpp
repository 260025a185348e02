#include "yare/charts/glob.h"

#include <utility>
#include <vector>

#include "yare/data/utf8.h"

namespace yare::charts {

// A pattern is a machine of states that a name drives through, all possible states at once: no pattern makes
// it slow.
struct Glob::Node {
    enum class Kind { Literal, Any, Star, SuperStar, Class, Split, Accept };
    struct State {
        Kind kind = Kind::Accept;
        char32_t low = 0;  // of a literal: the character
        char32_t high = 0;
        bool negated = false;
        std::u32string set{};              // of a class that lists its characters
        std::vector<std::size_t> nexts{};  // where it leads
    };
    std::vector<State> states;
    std::size_t start = 0;
};

namespace {

using Machine = Glob::Node;
using State = Machine::State;

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

constexpr std::size_t kStates = 65536;

class Compiler {
  public:
    explicit Compiler(std::string_view pattern) {
        for (std::size_t at = 0; at < pattern.size();) {
            const utf8::Rune rune = utf8::decode(pattern, at);
            text_.push_back(rune.code);
            valid_ = valid_ && rune.valid;
            at += rune.width;
        }
    }

    Result<Machine> run() {
        if (!valid_) return invalid("could not read rune");
        machine_.states.emplace_back();
        Result<std::vector<std::size_t>> ends = sequence({add({})}, 0);
        if (!ends) return std::move(ends).error();
        // The first state added above is a split that leads into the pattern.
        machine_.start = 1;
        for (const std::size_t end : *ends) machine_.states[end].nexts.push_back(0);
        return std::move(machine_);
    }

  private:
    std::size_t add(State state) {
        machine_.states.push_back(std::move(state));
        State& added = machine_.states.back();
        if (added.kind == Machine::Kind::Accept) added.kind = Machine::Kind::Split;
        return machine_.states.size() - 1;
    }
    // Puts a state behind all of `ends`.
    std::vector<std::size_t> append(const std::vector<std::size_t>& ends, State state) {
        const std::size_t added = add(std::move(state));
        for (const std::size_t end : ends) machine_.states[end].nexts.push_back(added);
        return {added};
    }

    // Up to the end, or to a comma or brace when within braces. Gives the states that the sequence ends in.
    Result<std::vector<std::size_t>> sequence(std::vector<std::size_t> ends, int depth) {
        while (at_ < text_.size()) {
            if (machine_.states.size() > kStates) return invalid("pattern is too long");
            const char32_t c = text_[at_];
            if (depth > 0 && (c == ',' || c == '}')) break;
            ++at_;
            if (c == '*') {
                const bool super = at_ < text_.size() && text_[at_] == '*';
                if (super) ++at_;
                ends = append(ends, {.kind = super ? Machine::Kind::SuperStar : Machine::Kind::Star});
            } else if (c == '?') {
                ends = append(ends, {.kind = Machine::Kind::Any});
            } else if (c == '[') {
                State state = YARE_TRY(bracket());
                ends = append(ends, std::move(state));
            } else if (c == '{') {
                ends = YARE_TRY(braces(ends, depth + 1));
            } else {
                if (c == '\\' && at_ == text_.size()) break;  // Helm: a backslash at the end is nothing
                const char32_t literal = c == '\\' ? text_[at_++] : c;
                ends = append(ends, {.kind = Machine::Kind::Literal, .low = literal});
            }
        }
        return ends;
    }

    // Helm: braces that are never closed end with the pattern.
    Result<std::vector<std::size_t>> braces(const std::vector<std::size_t>& begin, int depth) {
        if (depth > 200) return invalid("pattern is nested too deep");
        std::vector<std::size_t> ends;
        for (;;) {
            std::vector<std::size_t> one = append(begin, {});
            one = YARE_TRY(sequence(std::move(one), depth));
            ends.insert(ends.end(), one.begin(), one.end());
            if (at_ == text_.size()) return append(ends, {});
            const bool closed = text_[at_] == '}';
            ++at_;
            if (closed) return append(ends, {});
        }
    }

    // Behind "[": "!" at the start negates; "a-z" is one range, anything else lists characters.
    Result<State> bracket() {
        State state{.kind = Machine::Kind::Class};
        if (at_ < text_.size() && text_[at_] == '!') {
            state.negated = true;
            ++at_;
        }
        if (at_ + 1 < text_.size() && text_[at_ + 1] == '-') {
            if (at_ + 2 >= text_.size()) return invalid("unexpected end of input");
            state.low = text_[at_];
            state.high = text_[at_ + 2];
            at_ += 3;
            if (state.high < state.low) {
                return invalid("hi character '" + one(state.high) + "' should be greater than lo '" +
                               one(state.low) + "'");
            }
        } else {
            for (; at_ < text_.size() && text_[at_] != ']'; ++at_) {
                if (text_[at_] == '\\') ++at_;
                if (at_ == text_.size()) break;
                state.set.push_back(text_[at_]);
            }
        }
        if (at_ >= text_.size()) return invalid("unexpected end of input");
        if (text_[at_] != ']') return invalid("expected close range character");
        ++at_;
        if (state.set.empty() && state.low == 0) return invalid("could not parse range");
        return state;
    }

    static std::string one(char32_t rune) {
        std::string out;
        utf8::append(out, rune);
        return out;
    }

    std::u32string text_;
    bool valid_ = true;
    std::size_t at_ = 0;
    Machine machine_;
};

// The states that the machine can be in, reached without reading anything included.
class Front {
  public:
    explicit Front(const Machine& machine) : machine_(&machine), seen_in_(machine.states.size(), 0) {
        enter(machine.start);
    }

    void step(char32_t c) {
        std::swap(active_, before_);
        active_.clear();
        ++round_;
        for (const std::size_t at : before_) {
            const State& state = machine_->states[at];
            work_ += 1 + state.set.size() / 16;
            if (!takes(state, c)) continue;
            const bool stays = state.kind == Machine::Kind::Star || state.kind == Machine::Kind::SuperStar;
            if (stays) {
                enter(at);
            } else {
                for (const std::size_t next : state.nexts) enter(next);
            }
        }
    }
    bool accepts() const { return seen_in_[0] == round_; }
    bool empty() const { return active_.empty(); }
    std::uint64_t work() const { return work_; }

  private:
    void enter(std::size_t index) {
        open_.push_back(index);
        while (!open_.empty()) {
            const std::size_t at = open_.back();
            open_.pop_back();
            ++work_;
            if (seen_in_[at] == round_) continue;
            seen_in_[at] = round_;
            active_.push_back(at);
            const State& state = machine_->states[at];
            const bool passes = state.kind == Machine::Kind::Split || state.kind == Machine::Kind::Star ||
                                state.kind == Machine::Kind::SuperStar;
            if (passes) open_.insert(open_.end(), state.nexts.begin(), state.nexts.end());
        }
    }

    static bool takes(const State& state, char32_t c) {
        switch (state.kind) {
            case Machine::Kind::Literal:
                return c == state.low;
            case Machine::Kind::Any:
            case Machine::Kind::Star:
                return c != '/';
            case Machine::Kind::SuperStar:
                return true;
            case Machine::Kind::Class:
                if (!state.set.empty()) return (state.set.find(c) != std::u32string::npos) != state.negated;
                return (state.low <= c && c <= state.high) != state.negated;
            default:
                return false;
        }
    }

    const Machine* machine_;
    std::vector<std::size_t> seen_in_;  // the round in which a state was reached last
    std::size_t round_ = 1;
    std::vector<std::size_t> active_;
    std::vector<std::size_t> before_;
    std::vector<std::size_t> open_;
    std::uint64_t work_ = 0;
};

}  // namespace

Glob::Glob(std::unique_ptr<Node> root) : root_(std::move(root)) {}
Glob::Glob(Glob&&) noexcept = default;
Glob& Glob::operator=(Glob&&) noexcept = default;
Glob::~Glob() = default;

Result<Glob> Glob::compile(std::string_view pattern) {
    Result<Machine> machine = Compiler(pattern).run();
    if (!machine) return std::move(machine).error();
    return Glob(std::make_unique<Node>(*std::move(machine)));
}

bool Glob::matches(std::string_view name, std::uint64_t& work) const {
    Front front(*root_);
    for (std::size_t at = 0; at < name.size() && !front.empty();) {
        front.step(utf8::next(name, at));
    }
    work += front.work() + root_->states.size() / 8;
    return front.accepts();
}

}  // namespace yare::charts
