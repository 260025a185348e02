// What a release command works with: the cluster, the storage that HELM_DRIVER names, progress, and Ctrl-C.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "invocation.h"
#include "progress.h"
#include "yare/kube/client.h"
#include "yare/release/actions.h"
#include "yare/release/storage.h"

namespace yare::cli {

class ReleaseSession {
  public:
    enum class Scope { Namespace, AllNamespaces };
    // Read: with HELM_DRIVER=memory there is none. NotNeeded: a client dry run of an install.
    enum class Cluster { Read, Write, NotNeeded };

    // Errors are Helm's ("kubernetes cluster unreachable: ...").
    static Result<std::unique_ptr<ReleaseSession>> open(Invocation& invocation,
                                                        Scope scope = Scope::Namespace,
                                                        Cluster cluster = Cluster::Read);
    ReleaseSession(const ReleaseSession&) = delete;
    ReleaseSession& operator=(const ReleaseSession&) = delete;
    ~ReleaseSession();

    // For the actions.
    release::Context context();
    // The first SIGINT or SIGTERM prints "Release NAME has been cancelled." and cancels; the second ends the
    // process.
    void cancel_on_signal(const std::string& release_name);
    // Call when the action is over, before anything is printed.
    void finish() { progress_.clear(); }

  private:
    explicit ReleaseSession(Invocation& invocation)
        : invocation_(invocation), progress_(invocation.console) {}

    Invocation& invocation_;
    Progress progress_;
    std::string namespace_name_;
    std::unique_ptr<kube::Client> client_;
    std::unique_ptr<release::Storage> storage_;
    std::stop_source stop_;
    SourceMap* sources_ = nullptr;  // the invocation's, over its charts'
};

// HELM_DRIVER as Helm knows it; logs and fails for any other.
Result<void> check_driver(const Settings& settings);

}  // namespace yare::cli
