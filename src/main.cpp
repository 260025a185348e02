// Builds the real disk, clock and network, and hands over to the command line.
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/filesystem.h"
#include "yare/base/heap.h"
#include "yare/cli/run.h"

extern char** environ;

namespace {

class FileOutput final : public yare::cli::Output {
  public:
    explicit FileOutput(int file) : file_(file) {}

    void write(std::string_view text) override {
        while (!text.empty()) {
            const ssize_t count = ::write(file_, text.data(), text.size());
            if (count < 0 && errno == EINTR) continue;
            // Nobody reads any more (`yare template x | head`): there is nobody to tell either.
            if (count <= 0) ::_exit(1);
            text.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    void write_all(std::span<const std::string_view> texts) override {
        std::array<iovec, 512> pieces;
        while (!texts.empty()) {
            std::size_t count = 0;
            std::size_t wanted = 0;
            for (; count < std::min(texts.size(), pieces.size()); ++count) {
                pieces[count] = {const_cast<char*>(texts[count].data()), texts[count].size()};
                wanted += texts[count].size();
            }
            const ssize_t written = ::writev(file_, pieces.data(), static_cast<int>(count));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0 || (written == 0 && wanted > 0)) ::_exit(1);
            // What a full pipe left over is finished piece by piece.
            auto left = static_cast<std::size_t>(written);
            while (count > 0 && left >= texts.front().size()) {
                left -= texts.front().size();
                texts = texts.subspan(1);
                --count;
            }
            if (count == 0) continue;
            write(texts.front().substr(left));
            texts = texts.subspan(1);
        }
    }

    int terminal_width() const override {
        winsize size{};
        if (::isatty(file_) == 0) return 0;
        return ::ioctl(file_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    }

  private:
    int file_;
};

// A thread that waits for SIGINT and SIGTERM; all others have them blocked.
class RealSignals final : public yare::cli::Signals {
  public:
    void watch(std::function<void()> on_signal) override {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        std::thread([signals, tell = std::move(on_signal)] {
            int number = 0;
            if (sigwait(&signals, &number) != 0) return;
            tell();
            // The second one ends the process, whatever it is doing.
            if (sigwait(&signals, &number) == 0) ::_exit(128 + number);
        }).detach();
    }
};

yare::Result<std::string> read_standard_input() {
    std::string text;
    char buffer[65536];
    while (true) {
        const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return yare::Error(yare::ErrorCode::Internal, "read standard input");
        if (count == 0) return text;
        text.append(buffer, static_cast<std::size_t>(count));
    }
}

std::vector<std::pair<std::string, std::string>> read_environment() {
    std::vector<std::pair<std::string, std::string>> out;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos)
            out.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return out;
}

// PWD, where it is right, keeps the links by which the user came here (as in Go).
std::string working_directory() {
    char buffer[PATH_MAX];
    const char* real = ::getcwd(buffer, sizeof buffer);
    const char* said = std::getenv("PWD");
    char resolved[PATH_MAX];
    if (said && real && said[0] == '/' && ::realpath(said, resolved) && std::string_view(resolved) == real)
        return said;
    return real ? real : "/";
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

int main(int argc, char** argv) {
    yare::prepare_heap();
    ::signal(SIGPIPE, SIG_IGN);
    const auto files = yare::real_filesystem();
    const auto clock = yare::real_clock();
    const auto random = yare::real_random();
    const auto process = yare::real_process();
    RealSignals signals;
    yare::SecondThread second_thread;
    FileOutput out(STDOUT_FILENO);
    FileOutput error(STDERR_FILENO);
    const std::string path = argc > 0 ? argv[0] : "yare";
    yare::cli::World world{
        .program = base_name(path),
        .program_path = path,
        .arguments = std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc),
        .working_directory = working_directory(),
        .environment = read_environment(),
        .files = *files,
        .clock = *clock,
        .random = *random,
        .process = *process,
        .signals = signals,
        .out = out,
        .error = error,
        .second_thread = &second_thread,
        .read_input = read_standard_input,
    };
    return yare::cli::run(world);
}
