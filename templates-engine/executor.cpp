#include "yare/templates/executor.h"

#include "machine.h"

namespace yare::templates {

Executor::Executor(const TemplateSet& set, const RenderContext& context)
    : machine_(std::make_unique<Machine>(set, context)) {}

Executor::~Executor() = default;

Result<std::string> Executor::render(std::string_view name, Value dot) {
    return machine_->render(*this, name, dot);
}

const Failure* Executor::failure() const { return machine_->failure(); }

}  // namespace yare::templates
