// Snapshots: what was rendered last time, in a file beside the suite's, and what assertions say against it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/data/value.h"
#include "yare/unittest/results.h"

namespace yare::unittest {

struct SnapshotPatterns {
    std::string wanted;
    std::string unwanted;
};

struct SnapshotComparison {
    bool passed = false;
    std::size_t index = 0;
    std::string now;
    std::string before;
    std::string reason;  // where patterns are what failed
    std::optional<std::string> error;
};

// The snapshots of one suite.
class Snapshots {
  public:
    Snapshots(std::string path, bool updating) : path_(std::move(path)), updating_(updating) {}

    // Reads the file beside a suite's, if there is one.
    static Result<Snapshots> of_suite(FileSystem& files, const std::string& suite_path, bool updating);

    SnapshotComparison compare(const std::string& test, std::size_t index, const Value& content,
                               const SnapshotPatterns& patterns);
    SnapshotCounts counts() const;
    // Writes the file where something is new, gone, or to be updated.
    Result<void> store(FileSystem& files) const;

  private:
    using ByIndex = std::map<std::size_t, std::string>;
    using ByTest = std::map<std::string, ByIndex>;

    Result<void> read(std::string_view text);
    std::string text() const;
    std::size_t vanished() const;

    std::string path_;
    bool updating_;
    ByTest before_;
    ByTest now_;
    std::size_t updated_ = 0;
    std::size_t inserted_ = 0;
    std::size_t compared_ = 0;
};

// Counts the snapshots of one test.
class SnapshotComparer {
  public:
    SnapshotComparer(Snapshots& snapshots, std::string test)
        : snapshots_(snapshots), test_(std::move(test)) {}
    SnapshotComparison compare(const Value& content, const SnapshotPatterns& patterns = {}) {
        return snapshots_.compare(test_, ++index_, content, patterns);
    }

  private:
    Snapshots& snapshots_;
    std::string test_;
    std::size_t index_ = 0;
};

// As values are shown and kept: YAML, texts without the line feeds they begin with.
std::string shown_yaml(const Value& value);

}  // namespace yare::unittest
