// A post-renderer: somebody else's program that may change what was rendered before anything is done with it.
//
// It gets one stream of YAML documents, hooks included, each with an annotation that names its file, and
// gives one back; documents without the annotation are new.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/render/manifest.h"

namespace yare::render {

class PostRenderer {
  public:
    virtual ~PostRenderer() = default;
    virtual Result<std::string> run(const std::string& manifests) = 0;
};

// The files as one stream, in the order of their names. Documents are written anew: comments and quotes stay,
// blanks and empty lines may not.
Result<std::string> merge_for_post_render(std::vector<RenderedFile> files);

// The stream as files again.
Result<std::vector<RenderedFile>> split_post_rendered(std::string_view stream);

// Both, with the post-renderer between them, and with Helm's words for what goes wrong.
Result<std::vector<RenderedFile>> post_render(PostRenderer& renderer, std::vector<RenderedFile> files);

}  // namespace yare::render
