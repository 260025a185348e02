// What the environment and the global flags say. Read once; libraries get what they need of it as options.
#pragma once

#include <string>
#include <vector>

#include "flags.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::cli {

struct World;

enum class ColorMode { Never, Auto, Always };

struct Settings {
    FileSystem* files = nullptr;  // for defaults that depend on what is there
    std::string home;
    std::string gnupg_home;
    std::string cache_home;
    std::string config_home;
    std::string data_home;
    std::string plugins;
    std::string name_space;  // empty: the kube context's
    std::string kubeconfig;
    std::string kube_context;
    std::string kube_token;
    std::string kube_as_user;
    std::vector<std::string> kube_as_groups;
    bool groups_from_flags = false;
    std::string kube_apiserver;
    std::string kube_ca_file;
    std::string kube_tls_server_name;
    bool kube_insecure_skip_tls_verify = false;
    bool debug = false;
    std::string registry_config;
    std::string repository_config;
    std::string repository_cache;
    std::string content_cache;
    std::int64_t burst_limit = 100;
    std::string qps = "0";
    std::string color = "auto";  // as given; checked before anything runs
    std::int64_t max_history = 10;
    std::string driver;
    std::string driver_sql_connection;
    std::string memory_driver_data;
    std::string program_path;
    bool chart_v3 = false;
    std::string source_date_epoch;
};

Settings read_settings(const World& world);
// Takes over what the global flags say.
void apply_flags(Settings& settings, const FlagSet& flags);
Result<ColorMode> color_mode(const Settings& settings);

// Helm's global flags, those it hides included.
std::span<const FlagSpec> global_flags();

}  // namespace yare::cli
