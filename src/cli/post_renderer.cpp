#include "post_renderer.h"

#include "yare/data/go_text.h"
#include "yare/plugins/plugin.h"
#include "yare/plugins/subprocess.h"
#include "yare/render/post_render.h"

namespace yare::cli {
namespace {

class Program final : public render::PostRenderer {
  public:
    Program(Invocation& invocation, std::optional<plugins::Plugin> plugin)
        : invocation_(invocation),
          name_(invocation.flags.text("post-renderer")),
          plugin_(std::move(plugin)),
          environment_(invocation.world.environment) {
        if (!plugin_) return;
        environment_.emplace_back("HELM_PLUGIN_NAME", plugin_->name);
        environment_.emplace_back("HELM_PLUGIN_DIR", plugin_->folder);
    }

    Result<std::string> run(const std::string& manifests) override {
        plugins::Ended ended = YARE_TRY_WHILE(what(), start(manifests));
        if (ended.code != 0) {
            if (plugin_) log_failure(ended.code);
            Error error(ErrorCode::Invalid,
                        (plugin_ ? "plugin " : "post-renderer ") + go_quote(name_) + " exited with error");
            return with_errors(std::move(error).during(what()), ended.errors);
        }
        if (trim_space(ended.output).empty()) {
            Error error(ErrorCode::Invalid, "post-renderer " + go_quote(name_) + " produced empty output");
            return with_errors(std::move(error), ended.errors);
        }
        return std::move(ended.output);
    }

  private:
    std::string what() const {
        return std::string("failed to invoke post-renderer ") + (plugin_ ? "plugin " : "") + go_quote(name_);
    }

    Result<plugins::Ended> start(const std::string& manifests) {
        const std::vector<std::string>& extra = invocation_.flags.texts("post-renderer-args");
        std::vector<std::string> words;
        if (plugin_) {
            words = YARE_TRY_WHILE("failed to prepare plugin command",
                                   plugins::plugin_command(*plugin_, environment_, extra));
        } else {
            words.push_back(name_);
            words.insert(words.end(), extra.begin(), extra.end());
        }
        std::string line;
        for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
        if (plugin_) {
            invocation_.diagnostics.debug("executing plugin command",
                                          {{"pluginName", plugin_->name}, {"command", line}});
        }
        return plugins::run_program(words, environment_, manifests);
    }

    // Helm: the field for what the program has said is always empty.
    void log_failure(int code) {
        invocation_.diagnostics.debug("plugin execution failed",
                                      {{"pluginName", plugin_->name},
                                       {"error", "exit status " + std::to_string(code)},
                                       {"exitCode", std::to_string(code)},
                                       {"stderr", ""}});
    }

    // Helm keeps what the program has said to itself.
    static Error with_errors(Error error, std::string_view said) {
        said = trim_space(said);
        constexpr std::size_t kLines = 10;
        for (std::size_t i = 0; i < kLines && !said.empty(); ++i) {
            const std::size_t end = std::min(said.find('\n'), said.size());
            error = std::move(error).note("  it said: " + std::string(said.substr(0, end)));
            said.remove_prefix(std::min(end + 1, said.size()));
        }
        return error;
    }

    Invocation& invocation_;
    std::string name_;
    std::optional<plugins::Plugin> plugin_;
    plugins::Environment environment_;
};

}  // namespace

Result<void> find_post_renderer(Invocation& invocation) {
    const std::string& name = invocation.flags.text("post-renderer");
    if (name.empty()) return {};
    constexpr std::string_view kType = "postrenderer/v1";
    std::optional<plugins::Plugin> plugin = YARE_TRY(plugins::find_plugin(
        invocation.world.files, invocation.settings.plugins, name, kType, invocation.diagnostics));
    if (!plugin && plugins::find_program(name, invocation.world.environment).empty()) {
        return Error(ErrorCode::NotFound, "invalid argument " + go_quote(name) +
                                              " for \"--post-renderer\" flag: plugin: {Name:" + name +
                                              " Type:" + std::string(kType) + "} not found");
    }
    invocation.post_renderer = std::make_unique<Program>(invocation, std::move(plugin));
    return {};
}

}  // namespace yare::cli
