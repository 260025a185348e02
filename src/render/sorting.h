// The second half of sort_manifests, for who has the documents read already.
#pragma once

#include <vector>

#include "documents.h"

namespace yare::render {

struct ReadFile {
    RenderedFile file;
    FileDocuments read;
};

Result<Rendered> sort_documents(std::vector<ReadFile> files, Diagnostics& diagnostics, BadDocument* bad);

}  // namespace yare::render
