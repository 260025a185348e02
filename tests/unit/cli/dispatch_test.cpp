#include "dispatch.h"

#include "help.h"
#include "yare/data/edit_distance.h"
#include "yare/test/catch.h"

using namespace yare;
using namespace yare::cli;

namespace {

std::string found(const std::vector<std::string>& words) {
    const Found result = find_command(words);
    std::string out = path_text(result.path, "yare") + ":";
    for (const std::string& word : result.arguments) out += " " + word;
    return out;
}

void for_each_command(const Command& command, const std::function<void(const Command&)>& visit) {
    visit(command);
    for (const Command* child : command.commands) for_each_command(*child, visit);
}

}  // namespace

TEST_CASE("the command is found among flags and their values", "[cli][dispatch]") {
    CHECK(found({"get", "values", "web"}) == "yare get values: web");
    CHECK(found({"-n", "get", "status", "web"}) == "yare status: -n get web");
    CHECK(found({"--namespace=x", "ls"}) == "yare list: --namespace=x");
    CHECK(found({"--debug", "install", "a", "b"}) == "yare install: --debug a b");
    CHECK(found({"get", "--revision", "2", "values", "web"}) == "yare get values: --revision 2 web");
    CHECK(found({"status", "--", "get"}) == "yare status: -- get");
    CHECK(found({"nope", "status"}) == "yare: nope status");
}

TEST_CASE("edits between words are counted whatever their case", "[cli][dispatch]") {
    CHECK(edit_distance("install", "install") == 0);
    CHECK(edit_distance("INSTALL", "install") == 0);
    CHECK(edit_distance("instal", "install") == 1);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);
    // As far as is asked for, and no further.
    CHECK(edit_distance("kitten", "sitting", 3) == 3);
    CHECK(edit_distance("kitten", "sitting", 2) > 2);
    CHECK(edit_distance("image", "imagePullPolicy", 3) > 3);
    CHECK(edit_distance("abcdefgh", "bcdefghi", 2) == 2);
    CHECK(edit_distance("abcdefgh", "hgfedcba", 2) > 2);
    CHECK(edit_distance("", "", 0) == 0);
    CHECK(edit_distance("a", "b", 0) > 0);
}

TEST_CASE("names of flags and commands come once", "[cli][dispatch]") {
    for_each_command(kRoot, [](const Command& command) {
        INFO(command.use);
        std::vector<std::string_view> names{"help"};
        std::string letters = "h";
        const auto add = [&](const FlagSpec& spec) {
            INFO(spec.name);
            CHECK(std::find(names.begin(), names.end(), spec.name) == names.end());
            names.push_back(spec.name);
            if (spec.shorthand == 0) return;
            CHECK(letters.find(spec.shorthand) == std::string::npos);
            letters += spec.shorthand;
        };
        for (const std::span<const FlagSpec> group : command.flags) {
            for (const FlagSpec& spec : group) add(spec);
        }
        // helm-unittest was a plugin, whose flags hide those of the program.
        const bool hides_global_flags = command.use.starts_with("unittest ");
        for (const FlagSpec& spec : global_flags()) {
            if (!hides_global_flags) add(spec);
        }
        CHECK((command.run != nullptr || command.missing || !command.commands.empty()));
    });
}

TEST_CASE("the program's name in texts is the one it was called by", "[cli][help]") {
    const Settings settings;
    const std::string help = help_text(find_command({"create"}).path, settings, "yare");
    CHECK(help.find("'yare create foo'") != std::string::npos);
    CHECK(help.find("{helm}") == std::string::npos);
}
