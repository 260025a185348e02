#include "release_session.h"

#include "chart_source.h"
#include "cluster.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/release/codec.h"

namespace yare::cli {

Result<void> check_driver(const Settings& settings) {
    for (const std::string_view known :
         {"", "secret", "secrets", "configmap", "configmaps", "memory", "sql"}) {
        if (settings.driver == known) return {};
    }
    return Error(ErrorCode::Invalid, "unknown driver " + go_quote(settings.driver));
}

namespace {

// HELM_MEMORY_DRIVER_DATA: files with lists of releases in YAML, parted by colons.
Result<void> fill_memory(release::Storage& storage, Invocation& invocation) {
    std::string_view rest = invocation.settings.memory_driver_data;
    while (true) {
        const std::size_t colon = rest.find(':');
        const std::string path(rest.substr(0, colon));
        const std::string text =
            YARE_TRY_WHILE("Unable to read memory driver data", invocation.world.files.read(path));
        Document document;
        const Value list = YARE_TRY_WHILE("Unable to unmarshal memory driver data",
                                          read_yaml(text, document, {.numbers = Numbers::KeepIntegers}));
        if (list.is_list()) {
            for (const Value& item : list.items()) {
                const std::string json = YARE_TRY(write_json(item));
                const release::Release release = YARE_TRY(release::from_json(json));
                YARE_TRY(storage.create(release, std::nullopt));
            }
        }
        if (colon == std::string_view::npos) return {};
        rest.remove_prefix(colon + 1);
    }
}

}  // namespace

Result<std::unique_ptr<ReleaseSession>> ReleaseSession::open(Invocation& invocation, Scope scope,
                                                             Cluster cluster) {
    std::unique_ptr<ReleaseSession> session(new ReleaseSession(invocation));
    const Settings& settings = invocation.settings;
    World& world = invocation.world;
    const bool in_memory = settings.driver == "memory";
    if (settings.driver == "sql") {
        return Error(ErrorCode::Unavailable,
                     "HELM_DRIVER=sql is not implemented yet in this version of yare");
    }
    if (in_memory && cluster == Cluster::Write) {
        return Error(ErrorCode::Unavailable,
                     "HELM_DRIVER=memory is for looking only; changing releases in it is not implemented yet "
                     "in this version of yare");
    }
    session->namespace_name_ = release_namespace(invocation);
    const std::string stored_in = scope == Scope::AllNamespaces ? "" : session->namespace_name_;
    if (in_memory || cluster == Cluster::NotNeeded) {
        session->storage_ = release::memory_storage(stored_in);
        if (in_memory && !settings.memory_driver_data.empty())
            YARE_TRY(fill_memory(*session->storage_, invocation));
        return session;
    }
    kube::ClusterAccess access = YARE_TRY_WHILE(
        "kubernetes cluster unreachable", kube::cluster_access(world.files, access_options(invocation)));
    kube::ClientOptions options;
    options.files = &world.files;
    options.clock = &world.clock;
    options.cache_directory = settings.cache_home + "/yare/discovery";
    session->client_ =
        std::make_unique<kube::Client>(std::move(access.rest), world.cluster_http, std::move(options));
    const bool config_maps = settings.driver.starts_with("configmap");
    session->storage_ = config_maps ? release::config_map_storage(*session->client_, world.clock, stored_in)
                                    : release::secret_storage(*session->client_, world.clock, stored_in);
    return session;
}

ReleaseSession::~ReleaseSession() = default;

release::Context ReleaseSession::context() {
    World& world = invocation_.world;
    if (!sources_) {
        auto sources = std::make_unique<SourceMap>(&invocation_.charts().sources());
        sources_ = sources.get();
        invocation_.set_error_sources(std::move(sources));
    }
    return {.cluster = client_.get(),
            .storage = *storage_,
            .clock = world.clock,
            .random = world.random,
            .process = world.process,
            .diagnostics = invocation_.diagnostics,
            .namespace_name = namespace_name_,
            .events = [this](const release::Event& event) { progress_.show(event); },
            .cancellation = stop_.get_token(),
            .sources = sources_};
}

void ReleaseSession::cancel_on_signal(const std::string& release_name) {
    // Runs on the thread that waits for signals; the output's write is one system call.
    invocation_.world.signals.watch([stop = stop_, release_name, &out = invocation_.world.out]() mutable {
        out.write("Release " + release_name + " has been cancelled.\n");
        stop.request_stop();
    });
}

}  // namespace yare::cli
