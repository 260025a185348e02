#include "yare/release/codec.h"

#include <libdeflate.h>

#include <fstream>
#include <iterator>

#include "yare/data/base64.h"
#include "yare/test/catch.h"

namespace {

using namespace yare;
using namespace yare::release;

// A record that Helm 4.3.1 wrote: an install with hooks, values and labels; and a rollback to it.
std::string recorded(const std::string& name) {
    std::ifstream file(std::string(YARE_RECORDS) + "/" + name);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string gzip(const std::string& text) {
    libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
    std::string out(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor, text.data(), text.size(), out.data(), out.size()));
    libdeflate_free_compressor(compressor);
    return out;
}

std::string unpack(const std::string& payload) {
    const std::string packed = *decode_base64(payload);
    std::string out(1 << 20, '\0');
    std::size_t size = 0;
    libdeflate_decompressor* decompressor = libdeflate_alloc_decompressor();
    REQUIRE(libdeflate_gzip_decompress(decompressor, packed.data(), packed.size(), out.data(), out.size(),
                                       &size) == LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(decompressor);
    out.resize(size);
    return out;
}

}  // namespace

TEST_CASE("a record of Helm's is read", "[release][codec]") {
    const Result<Release> release = decode(recorded("web.v3.b64"));
    REQUIRE(release);
    CHECK(release->name == "web");
    CHECK(release->namespace_name == "default");
    CHECK(release->revision == 3);
    CHECK(release->info.status == Status::Deployed);
    CHECK(release->info.description == "Rollback to 1");
    CHECK(release->info.rollback_revision == 1);
    CHECK(release->info.first_deployed == "2026-11-21T10:20:48.550925722Z");
    CHECK(release->info.notes == "Hello web\n");
    CHECK(release->chart_label() == "web-1.2.0");
    CHECK(release->app_version == "3.1");
    CHECK(release->apply_method == ApplyMethod::ServerSide);
    REQUIRE(release->hooks.size() == 2);
    Document document;
    const Result<Value> config = config_value(*release, document);
    REQUIRE(config);
    CHECK(config->path({"message"}).string_or("") == "<hi> & é");
    const Result<Value> defaults = chart_values(*release, document);
    REQUIRE(defaults);
    CHECK(defaults->path({"replicas"}).as_float() == 1);
}

TEST_CASE("a record that is read and written again has the same bytes inside", "[release][codec]") {
    for (const char* name : {"web.v1.b64", "web.v3.b64"}) {
        INFO(name);
        const std::string payload = recorded(name);
        const Result<Release> release = decode(payload);
        REQUIRE(release);
        CHECK(to_json(*release) == unpack(payload));
        CHECK(unpack(encode(*release)) == unpack(payload));
    }
}

TEST_CASE("empty parts of a record are left out, and Go's escapes are used", "[release][codec]") {
    Release release;
    release.name = "a";
    release.revision = 1;
    release.info.status = Status::PendingInstall;
    release.manifest = "<&>";
    release.config_json = "{}";
    release.hooks.resize(1);
    CHECK(to_json(release) ==
          R"({"name":"a","info":{"status":"pending-install"},"manifest":"\u003c\u0026\u003e",)"
          R"("hooks":[{"last_run":{"phase":""}}],"version":1})");
}

TEST_CASE("the chart is left out when asked", "[release][codec]") {
    Release release;
    release.name = "a";
    release.revision = 2;
    release.chart_json = R"({"metadata":{"name":"c"}})";
    CHECK(to_json(release, WithChart::No) == R"({"name":"a","info":{"status":"unknown"},"version":2})");
    CHECK(to_json(release, WithChart::Yes) ==
          R"({"name":"a","info":{"status":"unknown"},"chart":{"metadata":{"name":"c"}},"version":2})");
}

TEST_CASE("keys that nobody knows and payloads without gzip are taken", "[release][codec]") {
    const std::string json = R"({"name":"a","later":{"x":["]",{"y":"\""}]},"info":{"status":"failed","new":1,
        "deleted":"","first_deployed":"0001-01-01T00:00:00Z"},"version":7,"hooks":null,"config":null,"chart":null})";
    const Result<Release> release = decode(base64(json));
    REQUIRE(release);
    CHECK(release->revision == 7);
    CHECK(release->info.status == Status::Failed);
    CHECK(release->info.first_deployed.empty());
    CHECK(release->apply_method == ApplyMethod::Unset);
    CHECK(release->chart_label() == "MISSING");
}

TEST_CASE("what is no record is refused with a reason", "[release][codec]") {
    struct Row {
        std::string payload;
        std::string error;
    };
    const std::string packed = gzip("{\"name\":\"a\"");
    const Row rows[] = {
        {"%%%", "illegal base64 data at input byte 0"},
        {base64("hello"), "json: cannot unmarshal into an object: hello"},
        {base64(""), "unexpected end of JSON input"},
        {base64("{}"), "the record names no release and revision"},
        {base64("{\"name\":\"a\",\"version\":\"x\"}"), "json: cannot unmarshal number \"x\" into an integer"},
        {base64(packed), "unexpected end of JSON input"},
        {base64(packed.substr(0, packed.size() / 2)), "gzip: invalid size"},
        {base64("{\"a\":[[[["), "unexpected end of JSON input"},
    };
    for (const Row& row : rows) {
        INFO(row.payload);
        const Result<Release> release = decode(row.payload);
        REQUIRE_FALSE(release);
        CHECK(release.error().text() == row.error);
    }
}

TEST_CASE("a record that would unpack to too much is refused before it does", "[release][codec]") {
    const std::string packed = gzip(std::string(std::size_t{280} << 20, ' '));
    const Result<Release> release = decode(base64(packed));
    REQUIRE_FALSE(release);
    CHECK(release.error().text() ==
          "the record unpacks to 293601280 bytes, more than the 268435456 that are allowed");
}
