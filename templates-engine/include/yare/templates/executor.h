// Executor: one render. It executes the templates of a set, one after the other, over one document.
//
//     Document document(symbols);  // symbols: a table over the set's
//     Budget budget(document);
//     Executor executor(set, {document, environment, budget, sources});
//     std::string text = YARE_TRY(executor.render("web/templates/svc.yaml", dot));
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "yare/base/pos.h"
#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/data/value.h"
#include "yare/templates/budget.h"
#include "yare/templates/failure.h"
#include "yare/templates/function.h"
#include "yare/templates/template_set.h"

namespace yare::templates {

class Trace;

struct RenderContext {
    Document& document;
    Environment& environment;
    Budget& budget;
    SourceMap& sources;      // tpl texts become sources here
    Trace* trace = nullptr;  // learns what the render does
};

class Executor {
  public:
    Executor(const TemplateSet& set, const RenderContext& context);
    ~Executor();
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    // Executes one template. The error has Helm's final text and the place of the node that failed.
    Result<std::string> render(std::string_view name, Value dot);
    // The last render's failure as data; null when it went well.
    const Failure* failure() const;

  private:
    class Machine;
    std::unique_ptr<Machine> machine_;
};

}  // namespace yare::templates
