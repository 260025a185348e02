#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "yare/test/catch.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;

namespace {

// The real disk and the one in memory have to behave alike.
struct Disk {
    std::string root;
    std::unique_ptr<FileSystem> files;
    ~Disk() {
        if (root != "/root") std::filesystem::remove_all(root);
    }
};

Disk disk(bool real) {
    if (!real) {
        auto memory = std::make_unique<test::MemoryFileSystem>();
        memory->add_directory("/root");
        return {"/root", std::move(memory)};
    }
    std::string name = std::filesystem::temp_directory_path() / "yare-test-XXXXXX";
    REQUIRE(mkdtemp(name.data()));
    return {name, real_filesystem()};
}

}  // namespace

TEST_CASE("files are written, read, listed and removed", "[base][filesystem]") {
    const bool real = GENERATE(true, false);
    Disk d = disk(real);
    FileSystem& files = *d.files;
    REQUIRE(files.make_directories(d.root + "/a/b"));
    REQUIRE(files.write(d.root + "/a/b/x", "one"));
    REQUIRE(files.write(d.root + "/a/b/x", "two", 0600));
    CHECK(*files.read(d.root + "/a/b/x") == "two");
    CHECK(files.stat(d.root + "/a/b/x")->size == 3);
    CHECK(files.read(d.root + "/a/b/x", 2).error().code() == ErrorCode::Invalid);
    CHECK(*files.read(d.root + "/a/b/x", 3) == "two");
    const auto entries = files.list(d.root + "/a/b");
    REQUIRE(entries);
    REQUIRE(entries->size() == 1);
    CHECK(entries->front().name == "x");
    REQUIRE(files.rename(d.root + "/a/b/x", d.root + "/a/y"));
    CHECK(files.stat(d.root + "/a/b/x").error().code() == ErrorCode::NotFound);
    REQUIRE(files.remove(d.root + "/a/y"));
    CHECK(files.read(d.root + "/a/y").error().text() == "open " + d.root + "/a/y: no such file or directory");
    CHECK(files.read(d.root + "/a").error().text() == "read " + d.root + "/a: is a directory");
}

TEST_CASE("no folder is made behind a link that leads nowhere", "[base][filesystem]") {
    Disk d = disk(true);
    REQUIRE(symlink("nowhere", (d.root + "/link").c_str()) == 0);
    for (const char* below : {"", "/a"}) {
        CHECK(d.files->make_directories(d.root + "/link" + below).error().text() ==
              "mkdir " + d.root + "/link: file exists");
    }
    std::filesystem::remove_all(d.root);
}

TEST_CASE("nothing is written through a link", "[base][filesystem]") {
    Disk d = disk(true);
    REQUIRE(d.files->write(d.root + "/target", "kept"));
    REQUIRE(symlink((d.root + "/target").c_str(), (d.root + "/link").c_str()) == 0);
    CHECK_FALSE(d.files->write(d.root + "/link", "lost"));
    CHECK(*d.files->read(d.root + "/target") == "kept");
    CHECK(d.files->lstat(d.root + "/link")->kind == FileKind::Link);
    CHECK(d.files->stat(d.root + "/link")->kind == FileKind::Regular);
}

TEST_CASE("a pipe is refused, not waited for", "[base][filesystem]") {
    Disk d = disk(true);
    REQUIRE(mkfifo((d.root + "/pipe").c_str(), 0600) == 0);
    CHECK(d.files->read(d.root + "/pipe").error().code() == ErrorCode::Invalid);
    CHECK(d.files->read("/dev/zero").error().code() == ErrorCode::Invalid);
}
