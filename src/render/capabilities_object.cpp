#include <algorithm>
#include <array>
#include <vector>

#include "objects.h"
#include "yare/templates/host.h"

namespace yare::render {

namespace {

using templates::Call;
using templates::Function;
using templates::Param;
using templates::TemplateObject;

// What the reference version of Helm says of itself.
constexpr std::string_view kHelmVersion = "v4.3.1";
constexpr std::string_view kGoVersion = "go1.26.8";
constexpr std::string_view kKubeClientVersion = "v1.37";

template <std::size_t N>
const Function* find_method(const std::array<Function, N>& methods, std::string_view name) {
    const auto* found =
        std::find_if(methods.begin(), methods.end(), [&](const Function& f) { return f.name == name; });
    return found == methods.end() ? nullptr : found;
}

class KubeVersionObject final : public TemplateObject {
  public:
    explicit KubeVersionObject(const KubeVersion& version)
        : version_(version.version),
          normalized_(version.normalized),
          major_(version.major),
          minor_(version.minor) {}

    std::string_view go_type() const override { return "common.KubeVersion"; }
    std::string_view go_kind() const override { return "struct"; }
    // In the order of the struct, which JSON and TOML keep.
    Value plain(Document& document) const override {
        Map* map = document.make_map();
        SymbolTable& symbols = document.symbols();
        map->append(symbols.intern("Version"), Value::of_view(version_));
        map->append(symbols.intern("Major"), Value::of_view(major_));
        map->append(symbols.intern("Minor"), Value::of_view(minor_));
        return map;
    }
    GoParts parts(Document& document) const override {
        const std::array<GoField, 4> fields{{{"Version", Value::of_view(version_)},
                                             {"normalizedVersion", Value::of_view(normalized_)},
                                             {"Major", Value::of_view(major_)},
                                             {"Minor", Value::of_view(minor_)}}};
        return {GoParts::Shape::Struct, false, document.arena().copy(std::span<const GoField>(fields))};
    }
    // Helm: what is private to its package is not copied.
    HostObject* copied(Document& document) const override {
        auto* copy = document.arena().make<KubeVersionObject>(*this);
        copy->normalized_ = {};
        return copy;
    }
    bool same_as(const HostObject& other) const override {
        const auto* object = dynamic_cast<const KubeVersionObject*>(&other);
        return object && object->version_ == version_ && object->normalized_ == normalized_;
    }
    Value print(Document& document) const override {
        const std::string version(version_);
        return document.string("{" + version + " " + std::string(normalized_) + " " + std::string(major_) +
                               " " + std::string(minor_) + "}");
    }
    bool pointer_methods() const override { return true; }
    Value print_pointed(Document&) const override { return Value::of_view(normalized_); }
    std::optional<Value> field(std::string_view name, Document&) const override {
        if (name == "Version") return Value::of_view(version_);
        if (name == "Major") return Value::of_view(major_);
        if (name == "Minor") return Value::of_view(minor_);
        return std::nullopt;
    }
    const Function* method(std::string_view name) const override;

    std::string_view version() const { return version_; }
    std::string_view normalized() const { return normalized_; }

  private:
    std::string_view version_;
    std::string_view normalized_;
    std::string_view major_;
    std::string_view minor_;
};

const KubeVersionObject& kube_version(std::span<const Value> args) {
    return static_cast<const KubeVersionObject&>(args[0].as_host());
}

Result<Value> git_version(Call&, std::span<const Value> args) {
    return Value::of_view(kube_version(args).version());
}
Result<Value> version_string(Call&, std::span<const Value> args) {
    return Value::of_view(kube_version(args).normalized());
}

constexpr std::array<Function, 2> kKubeVersionMethods = {{
    {"GitVersion", git_version},
    {"String", version_string},
}};

const Function* KubeVersionObject::method(std::string_view name) const {
    return find_method(kKubeVersionMethods, name);
}

class VersionSet final : public TemplateObject {
  public:
    explicit VersionSet(const std::vector<std::string>& versions) : versions_(versions) {}

    std::string_view go_type() const override { return "common.VersionSet"; }
    std::string_view go_kind() const override { return "slice"; }
    bool truth() const override { return !versions_.empty(); }
    Value plain(Document& document) const override {
        std::vector<Value> items;
        for (const std::string& version : versions_) items.push_back(Value::of_view(version));
        return document.make_list(items, GoType::Strings);
    }
    Value print(Document& document) const override {
        std::string out = "[";
        for (const std::string& version : versions_) out.append(out.size() > 1 ? " " : "").append(version);
        return document.string(out + "]");
    }
    GoParts parts(Document&) const override { return {GoParts::Shape::Data, false, {}}; }
    const Function* method(std::string_view name) const override;

    bool has(std::string_view version) const {
        return std::find(versions_.begin(), versions_.end(), version) != versions_.end();
    }

  private:
    const std::vector<std::string>& versions_;
};

Result<Value> has_version(Call&, std::span<const Value> args) {
    return Value::of_bool(static_cast<const VersionSet&>(args[0].as_host()).has(args[1].as_string()));
}

constexpr std::array<Function, 1> kVersionSetMethods = {{{"Has", has_version, {Param::String}}}};

const Function* VersionSet::method(std::string_view name) const {
    return find_method(kVersionSetMethods, name);
}

class HelmVersion final : public TemplateObject {
  public:
    std::string_view go_type() const override { return "version.BuildInfo"; }
    std::string_view go_kind() const override { return "struct"; }
    Value plain(Document& document) const override {
        Map* map = document.make_map();
        SymbolTable& symbols = document.symbols();
        map->append(symbols.intern("version"), Value::of_view(kHelmVersion));
        map->append(symbols.intern("go_version"), Value::of_view(kGoVersion));
        map->append(symbols.intern("kube_client_version"), Value::of_view(kKubeClientVersion));
        return map;
    }
    GoParts parts(Document& document) const override {
        const std::array<GoField, 5> fields{{{"Version", Value::of_view(kHelmVersion)},
                                             {"GitCommit", Value::of_view("")},
                                             {"GitTreeState", Value::of_view("")},
                                             {"GoVersion", Value::of_view(kGoVersion)},
                                             {"KubeClientVersion", Value::of_view(kKubeClientVersion)}}};
        return {GoParts::Shape::Struct, false, document.arena().copy(std::span<const GoField>(fields))};
    }
    Value print(Document& document) const override {
        return document.string("{" + std::string(kHelmVersion) + "   " + std::string(kGoVersion) + " " +
                               std::string(kKubeClientVersion) + "}");
    }
    std::optional<Value> field(std::string_view name, Document&) const override {
        if (name == "Version") return Value::of_view(kHelmVersion);
        if (name == "GoVersion") return Value::of_view(kGoVersion);
        if (name == "KubeClientVersion") return Value::of_view(kKubeClientVersion);
        // Helm: empty in a program that was not built from its repository.
        if (name == "GitCommit" || name == "GitTreeState") return Value::of_view("");
        return std::nullopt;
    }
};

class CapabilitiesObject final : public TemplateObject {
  public:
    CapabilitiesObject(const Capabilities& capabilities, Document& document)
        : version_(document.arena().make<KubeVersionObject>(capabilities.kube_version)),
          versions_(document.arena().make<VersionSet>(capabilities.api_versions)),
          helm_(document.arena().make<HelmVersion>()) {}

    std::string_view go_type() const override { return "*common.Capabilities"; }
    std::string_view go_kind() const override { return "ptr"; }
    Value plain(Document& document) const override {
        Map* map = document.make_map();
        SymbolTable& symbols = document.symbols();
        map->append(symbols.intern("KubeVersion"), Value(version_));
        map->append(symbols.intern("APIVersions"), Value(versions_));
        map->append(symbols.intern("HelmVersion"), Value(helm_));
        return map;
    }
    GoParts parts(Document& document) const override {
        const std::array<GoField, 3> fields{{{"KubeVersion", Value(version_)},
                                             {"APIVersions", Value(versions_)},
                                             {"HelmVersion", Value(helm_)}}};
        return {GoParts::Shape::Pointer, false, document.arena().copy(std::span<const GoField>(fields))};
    }
    Value print(Document& document) const override {
        return document.string("&" + std::string(print_pointed(document).as_string()));
    }
    Value print_pointed(Document& document) const override {
        return document.string("{" + std::string(version_->print(document).as_string()) + " " +
                               std::string(versions_->print(document).as_string()) + " " +
                               std::string(helm_->print(document).as_string()) + "}");
    }
    std::optional<Value> field(std::string_view name, Document&) const override {
        if (name == "KubeVersion") return Value(version_);
        if (name == "APIVersions") return Value(versions_);
        if (name == "HelmVersion") return Value(helm_);
        return std::nullopt;
    }

  private:
    HostObject* version_;
    HostObject* versions_;
    HostObject* helm_;
};

}  // namespace

Value capabilities_object(const Capabilities& capabilities, Document& document) {
    HostObject* object = document.arena().make<CapabilitiesObject>(capabilities, document);
    return object;
}

}  // namespace yare::render
