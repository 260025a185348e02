// Replays the cases of tests/cli/cases (see README.md there).
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "yare/cli/run.h"
#include "yare/data/base64.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"
#include "yare/test/scripted_http.h"

namespace fs = std::filesystem;
using namespace yare;

namespace {

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// The words of a line as a shell reads them: blanks part them, quotes of both kinds and backslashes as usual.
std::vector<std::string> shell_words(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    bool open = false;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote) {
            if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote == '"' && i + 1 < line.size() &&
                       std::string_view("\"\\$`").find(line[i + 1]) != std::string_view::npos) {
                word += line[++i];
            } else {
                word += c;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            open = true;
        } else if (c == '\\' && i + 1 < line.size()) {
            word += line[++i];
            open = true;
        } else if (c == ' ' || c == '\n') {
            if (open) words.push_back(std::move(word));
            word.clear();
            open = false;
        } else {
            word += c;
            open = true;
        }
    }
    if (open) words.push_back(std::move(word));
    return words;
}

class Collected final : public cli::Output {
  public:
    void write(std::string_view piece) override { text += piece; }
    std::string text;
};

class NoSignals final : public cli::Signals {
  public:
    void watch(std::function<void()>) override {}
};

struct Answer {
    std::string out;
    std::string error;
    std::string exit;
    std::map<std::string, std::string> files;
};

// The web of these cases: the folder web/ beside them, by the same rules as web_proxy.py.
Result<net::Response> web_answer(const net::Request& request) {
    std::string path = request.url.substr(request.url.find("://") + 3);
    path = path.substr(0, path.find_first_of("?#"));
    std::string authorization;
    if (const std::size_t at = path.substr(0, path.find('/')).find('@'); at != std::string::npos) {
        authorization = "Basic " + base64(path.substr(0, at));
        path.erase(0, at + 1);
    }
    const std::string host = path.substr(0, path.find('/'));
    if (host.starts_with("127.0.0.1:")) {
        return Error(ErrorCode::Unavailable, "dial tcp " + host + ": connect: connection refused")
            .during("Get \"" + request.url + "\"");
    }
    for (const net::Header& header : request.headers) {
        if (header.name == "Authorization") authorization = header.value;
    }
    const fs::path web = YARE_CLI_WEB;
    std::string wanted = read_file(web / host / ".authorization");
    while (wanted.ends_with('\n')) wanted.pop_back();
    if (wanted == "none" && !authorization.empty()) return net::Response{400, "Credentials Sent"};
    if (!wanted.empty() && wanted != "none" && wanted != authorization)
        return net::Response{401, "Unauthorized"};
    if (fs::is_regular_file(web / (path + ".http"))) {
        const std::string text = read_file(web / (path + ".http"));
        net::Response response;
        response.status = std::stoi(text);
        response.reason = text.substr(4, text.find('\n') - 4);
        response.body = text.substr(text.find("\n\n") + 2);
        return response;
    }
    if (!fs::is_regular_file(web / path)) return net::Response{404, "File not found"};
    return net::Response{200, "OK", {}, read_file(web / path)};
}

// The files that lie on the disk afterwards.
std::string listing(const std::map<std::string, std::string>& files) {
    std::string out;
    for (const auto& [path, text] : files) out += path + "\n";
    return out;
}

Answer run_case(const fs::path& folder) {
    test::MemoryFileSystem files;
    files.add_directory("/home");
    if (fs::exists(folder / "files")) {
        for (const auto& entry : fs::recursive_directory_iterator(folder / "files")) {
            if (entry.is_regular_file())
                files.add("/" + fs::relative(entry.path(), folder / "files").string(),
                          read_file(entry.path()));
            if (entry.is_directory())
                files.add_directory("/" + fs::relative(entry.path(), folder / "files").string());
        }
    }
    test::FixedClock clock;
    test::SeededRandom random;
    test::FakeProcess process;
    NoSignals signals;
    Collected out;
    Collected error;
    std::vector<std::string> words = shell_words(read_file(folder / "cmd"));
    REQUIRE_FALSE(words.empty());
    std::vector<std::pair<std::string, std::string>> environment{{"HOME", "/home"}};
    std::stringstream variables(read_file(folder / "env"));
    for (std::string line; std::getline(variables, line);) {
        environment.emplace_back(line.substr(0, line.find('=')), line.substr(line.find('=') + 1));
    }
    const std::string input = read_file(folder / "input");
    cli::World world{
        .program = words[0],
        .program_path = words[0],
        .arguments = {words.begin() + 1, words.end()},
        .working_directory = "/",
        .environment = std::move(environment),
        .files = files,
        .clock = clock,
        .random = random,
        .process = process,
        .signals = signals,
        .out = out,
        .error = error,
        .read_input = [&]() -> Result<std::string> { return input; },
        // There is no network in these cases: every connection is refused.
        .cluster_http =
            std::make_shared<test::ScriptedHttp>([](const net::Request& request) -> Result<net::Response> {
                return Error(
                    ErrorCode::Unavailable,
                    "Get \"" + request.url + "\": dial tcp 127.0.0.1:8080: connect: connection refused");
            }),
        .web_http = std::make_shared<test::ScriptedHttp>(web_answer),
    };
    const int code = cli::run(world);
    return {out.text, error.text, std::to_string(code) + "\n", files.files()};
}

bool updating() { return std::getenv("YARE_UPDATE_GOLDEN") != nullptr; }

void write_file(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::set<std::string> known_differences() {
    std::set<std::string> out;
    std::stringstream lines(read_file(YARE_DIFFERENCES));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("cli/")) out.insert(line.substr(4, line.find('\t') - 4));
    }
    return out;
}

void check_against_yares_own(const fs::path& folder, const Answer& answer) {
    for (const auto& [name, said] :
         {std::pair("stdout", answer.out), {"stderr", answer.error}, {"exit", answer.exit}}) {
        if (updating() && read_file(folder / "yare" / name) != said) {
            write_file(folder / "yare" / name, said);
            FAIL_CHECK("updated " << (folder / "yare" / name).string() << ": read it");
        }
        CHECK(said == read_file(folder / "yare" / name));
    }
}

void check_against_helm(const fs::path& folder, const Answer& answer) {
    CHECK(answer.out == read_file(folder / "stdout"));
    CHECK(answer.exit == read_file(folder / "exit"));
    const std::string helm = read_file(folder / "stderr");
    CHECK(answer.error.substr(0, helm.size()) == helm);
    const std::string hints = answer.error.size() > helm.size() ? answer.error.substr(helm.size()) : "";
    if (updating() && answer.error.starts_with(helm) && hints != read_file(folder / "hints")) {
        write_file(folder / "hints", hints);
        FAIL_CHECK("updated " << (folder / "hints").string() << ": read it");
    }
    CHECK(hints == read_file(folder / "hints"));
}

void check_written(const fs::path& folder, const Answer& answer) {
    const bool own_list = fs::exists(folder / "yare/after");
    const fs::path list = folder / (own_list ? "yare/after" : "after");
    if (own_list && updating() && read_file(list) != listing(answer.files)) {
        write_file(list, listing(answer.files));
        FAIL_CHECK("updated " << list.string() << ": read it");
    }
    if (fs::exists(list)) CHECK(listing(answer.files) == read_file(list));
    if (!fs::exists(folder / "written")) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "written")) {
        if (!entry.is_regular_file()) continue;
        const std::string name = "/" + fs::relative(entry.path(), folder / "written").string();
        INFO(name);
        REQUIRE(answer.files.contains(name));
        CHECK(answer.files.at(name) == read_file(entry.path()));
    }
}

}  // namespace

TEST_CASE("command lines answer as Helm does", "[cli][cases]") {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(YARE_CLI_CASES)) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    REQUIRE(folders.size() > 40);
    const std::set<std::string> differences = known_differences();
    for (const fs::path& folder : folders) {
        const std::string name = folder.filename().string();
        INFO("case " << name << ": " << read_file(folder / "cmd"));
        const Answer answer = run_case(folder);
        const bool own = fs::exists(folder / "own");
        const bool differs = differences.contains(name);
        if (own || differs) {
            check_against_yares_own(folder, answer);
        } else {
            check_against_helm(folder, answer);
        }
        check_written(folder, answer);
        if (differs) {
            INFO("a difference that is none any more has to go from the list");
            CHECK((answer.out != read_file(folder / "stdout") || answer.exit != read_file(folder / "exit") ||
                   !answer.error.starts_with(read_file(folder / "stderr"))));
        }
    }
}

TEST_CASE("every difference that is listed has its case", "[cli][cases]") {
    for (const std::string& name : known_differences()) {
        INFO(name);
        CHECK(fs::exists(fs::path(YARE_CLI_CASES) / name));
    }
}
