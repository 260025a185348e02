// Writing the objects of one kind to the cluster.
#pragma once

#include <utility>
#include <vector>

#include "yare/base/result.h"
#include "yare/release/execute.h"
#include "yare/release/plan.h"

namespace yare::release {

struct WriteFailure {
    Error error;
    bool creating = false;  // the object was not there before
};

struct Written {
    std::vector<kube::ObjectRef> created;  // tried to, whether it succeeded or not
    std::vector<WriteFailure> failures;    // with Helm's words
};

// Side by side. Writes that have begun are not cancelled: half a request is nobody's state.
Written write_objects(const WriteObjects& step, const Surroundings& with);

// Errors are those of the objects that could not be deleted; what is not there is deleted.
struct Removed {
    std::vector<std::pair<kube::ObjectRef, Error>> failures;
};
Removed remove_objects(const std::vector<kube::ObjectRef>& refs, kube::Propagation propagation,
                       const Surroundings& with);

// Several failures as one: the texts with `separator` between, the notes of all.
Error join_errors(std::vector<Error> errors, std::string_view separator);

}  // namespace yare::release
