// A command as data. Commands are constants, one file each in commands/; root.cpp has the tree.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "completion.h"
#include "flags.h"
#include "yare/base/result.h"

namespace yare::cli {

struct Invocation;

// How many arguments a command takes; the texts for any other number are Helm's.
struct ArgumentRule {
    enum class Kind : std::uint8_t { Any, None, Exactly, AtMost, AtLeast, Unchecked };
    Kind kind = Kind::Unchecked;  // Unchecked: the root's rule, which takes a stray word for a command
    int count = 0;

    static constexpr ArgumentRule none() { return {Kind::None, 0}; }
    static constexpr ArgumentRule any() { return {Kind::Any, 0}; }
    static constexpr ArgumentRule exactly(int n) { return {Kind::Exactly, n}; }
    static constexpr ArgumentRule at_most(int n) { return {Kind::AtMost, n}; }
    static constexpr ArgumentRule at_least(int n) { return {Kind::AtLeast, n}; }
};

// Of the flags of one group, at most one may be given.
using ExclusiveFlags = std::span<const std::string_view>;

// Texts name the program "{helm}"; it is printed as the name the program was called by.
struct Command {
    std::string_view use;  // "status RELEASE_NAME": the name and what it takes
    std::span<const std::string_view> aliases = {};
    std::span<const std::string_view> suggest_for = {};
    std::string_view brief = {};
    std::string_view description = {};
    std::string_view example = {};
    bool hidden = false;
    ArgumentRule arguments = {};
    std::span<const std::span<const FlagSpec>> flags = {};
    std::span<const ExclusiveFlags> exclusive = {};
    Result<void> (*run)(Invocation&) = nullptr;
    // Words that may stand where the user is; null: none.
    Completions (*complete)(Invocation&, std::string_view started) = nullptr;
    std::span<const Command* const> commands = {};
    // Takes its words as they are, flags and all.
    bool raw_arguments = false;
    // Helm has it and this version of Yare has not.
    bool missing = false;

    constexpr std::string_view name() const { return use.substr(0, use.find(' ')); }
    // Shown in lists of commands.
    constexpr bool available() const { return !hidden && (run || missing || !commands.empty()); }
};

// A command and those above it, the root first.
using CommandPath = std::vector<const Command*>;

// "helm get values".
std::string path_text(const CommandPath& path, std::string_view program);
// "helm get values RELEASE_NAME [flags]".
std::string use_line(const CommandPath& path, std::string_view program);
// The text with "{helm}" replaced.
std::string with_program(std::string_view text, std::string_view program);

// The flags of a command by name, its own and the global ones.
const FlagSpec* find_flag(const Command& command, std::string_view name);
const FlagSpec* find_flag(const Command& command, char shorthand);

bool has_own_flag(const Command& command, std::string_view name);

extern const Command kRoot;
extern const FlagSpec kHelpFlag;

}  // namespace yare::cli
