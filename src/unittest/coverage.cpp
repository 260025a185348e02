#include "coverage.h"

#include <algorithm>

#include "yare/data/numbers.h"

namespace yare::unittest {

namespace {

struct Share {
    std::size_t run = 0;
    std::size_t all = 0;

    void add(const Share& other) {
        run += other.run;
        all += other.all;
    }
    std::string text() const {
        std::string out = std::to_string(run) + "/" + std::to_string(all) + " (";
        append_float(out, all == 0 ? 100.0 : 100.0 * double(run) / double(all), 'f', 1);
        return out + "%)";
    }
};

// "3, 7-9".
std::string ranges_text(const std::set<std::size_t>& lines) {
    std::string out;
    for (auto line = lines.begin(); line != lines.end();) {
        const std::size_t first = *line;
        std::size_t last = first;
        while (++line != lines.end() && *line == last + 1) last = *line;
        out += (out.empty() ? "" : ", ") + std::to_string(first);
        if (last > first) out += "-" + std::to_string(last);
    }
    return out;
}

// Where a text begins is often the line feed before it.
std::size_t line_of(std::string_view text, std::uint32_t place) {
    std::size_t at = std::min<std::size_t>(place, text.size());
    while (at < text.size() && (text[at] == '\n' || text[at] == '\r' || text[at] == ' ')) ++at;
    return 1 + std::size_t(std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n'));
}

}  // namespace

void Coverage::add_files(const templates::TemplateSet& set,
                         const std::map<std::string, std::string_view>& texts) {
    for (const templates::Outline& outline : templates::outlines(set)) {
        File& file = files_[outline.file];
        if (const auto text = texts.find(outline.file); text != texts.end()) file.text = text->second;
        file.statements.insert(outline.statements.begin(), outline.statements.end());
        for (const templates::OutlineBranch& branch : outline.branches)
            file.branches[{branch.place, branch.kind}].insert(branch.statements.begin(),
                                                              branch.statements.end());
    }
}

void Coverage::add_run(const templates::Trace& trace, const SourceMap& sources) {
    for (const std::uint32_t place : trace.visited()) {
        const Source* source = sources.find(Pos{place});
        if (source) visited_[source->name].insert(place - source->begin.offset);
    }
}

void Coverage::merge(const Coverage& other) {
    for (const auto& [name, file] : other.files_) {
        File& own = files_[name];
        own.text = file.text;
        own.statements.insert(file.statements.begin(), file.statements.end());
        for (const auto& [key, inside] : file.branches)
            own.branches[key].insert(inside.begin(), inside.end());
    }
    for (const auto& [name, places] : other.visited_) visited_[name].insert(places.begin(), places.end());
}

std::string Coverage::text() const {
    std::string out = "\nCoverage:\n";
    Share statements;
    Share branches;
    for (const auto& [name, file] : files_) {
        static const std::set<std::uint32_t> none;
        const auto found = visited_.find(name);
        const std::set<std::uint32_t>& visited = found == visited_.end() ? none : found->second;
        Share own;
        Share ways;
        std::set<std::size_t> missed;
        for (const std::uint32_t place : file.statements) {
            ++own.all;
            if (visited.contains(place))
                ++own.run;
            else
                missed.insert(line_of(file.text, place));
        }
        for (const auto& [key, inside] : file.branches) {
            ++ways.all;
            const bool run =
                std::ranges::any_of(inside, [&](std::uint32_t place) { return visited.contains(place); });
            ways.run += run ? 1 : 0;
        }
        statements.add(own);
        branches.add(ways);
        out += "  " + name + ": statements " + own.text() + ", branches " + ways.text();
        if (!missed.empty()) out += ", not run: line " + ranges_text(missed);
        out += "\n";
    }
    return out + "  all: statements " + statements.text() + ", branches " + branches.text() + "\n";
}

}  // namespace yare::unittest
