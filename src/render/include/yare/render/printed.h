// What a command printed of a render, and where each part of it had lain before: in a rendered file, in a CRD
// of the chart, or nowhere, when it is what Helm puts around the documents.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "yare/charts/chart.h"
#include "yare/render/manifest.h"

namespace yare::render {

enum class PartKind {
    Frame,     // "---", "# Source: ..." and the line feeds between documents
    Rendered,  // of a template's output
    Crd,       // of a file below crds/, which no template touches
};

struct PrintedPart {
    std::size_t begin = 0;  // in the printed text
    std::size_t end = 0;
    PartKind kind = PartKind::Frame;
    std::string_view path;   // "web/templates/svc.yaml"; of a frame empty
    std::string_view whole;  // the text of that file; of a hook unknown
    std::size_t offset = 0;  // of the part in it
};

class PrintedText {
  public:
    // Both outlive it.
    PrintedText(const Rendered& rendered, const charts::Chart& chart)
        : rendered_(rendered), crds_(charts::crds(chart)) {}

    // The next piece that was printed. Views into the render and the chart are known by their address, so
    // what is printed must not be copied before.
    void add(std::string_view piece);
    // A part of another text of the same render.
    void add_part(const PrintedText& other, std::size_t begin, std::size_t end);

    const std::string& text() const { return text_; }
    // In order and without gaps.
    const std::vector<PrintedPart>& parts() const { return parts_; }
    const PrintedPart& part_at(std::size_t byte) const;

  private:
    void append(PrintedPart part, std::string_view piece);

    const Rendered& rendered_;
    std::vector<charts::Crd> crds_;
    std::string text_;
    std::vector<PrintedPart> parts_;
};

}  // namespace yare::render
