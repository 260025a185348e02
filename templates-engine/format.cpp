#include "yare/templates/format.h"

#include "verbs.h"
#include "yare/templates/budget.h"
#include "yare/templates/function.h"

namespace yare::templates {

namespace {

// What did not fit spends the budget: the render fails at its next step.
void finish(const Printer& printer, Document& document) {
    if (!printer.complete()) document.arena().set_limit(0);
}

std::string_view list_type(GoType type) {
    switch (type) {
        case GoType::Strings:
            return "[]string";
        case GoType::Ints:
            return "[]int";
        case GoType::Floats:
            return "[]float64";
        case GoType::Maps:
            return "[]map[string]interface {}";
        case GoType::Lists:
            return "[][]interface {}";
        case GoType::NilStrings:
            return "[]string";
        default:
            return "[]interface {}";
    }
}

std::string_view map_type(GoType type) {
    switch (type) {
        case GoType::Strings:
        case GoType::NilStrings:
            return "map[string]string";
        case GoType::Values:
            return "common.Values";
        default:
            return "map[string]interface {}";
    }
}

std::string_view integer_type(GoType type) {
    switch (type) {
        case GoType::Duration:
            return "time.Duration";
        case GoType::Month:
            return "time.Month";
        case GoType::Weekday:
            return "time.Weekday";
        case GoType::Uint8:
            return "uint8";
        case GoType::Int32:
            return "int32";
        case GoType::Uint32:
            return "uint32";
        case GoType::Uint64:
            return "uint64";
        default:
            return "int64";
    }
}

}  // namespace

std::size_t longest_text(Document& document) { return document.arena().left() / 2; }

bool append_print(std::string& out, const Value& value, Document& document) {
    if (append_print(out, value, document, out.size() + longest_text(document))) return true;
    document.arena().set_limit(0);
    return false;
}

bool append_print(std::string& out, const Value& value, Document& document, std::size_t most) {
    if (value.is_string()) {
        out += value.as_string();
        return true;
    }
    Printer printer(out, document, most);
    printer.print(value);
    if (out.size() <= most) finish(printer, document);
    return printer.complete();
}

std::string sprint(std::span<const Value> args, Document& document) {
    std::string out;
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (i > 0 && !args[i].is_string() && !args[i - 1].is_string()) out += ' ';
        if (!append_print(out, args[i], document)) break;
    }
    return out;
}

std::string sprintln(std::span<const Value> args, Document& document) {
    std::string out;
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (i > 0) out += ' ';
        if (!append_print(out, args[i], document)) break;
    }
    return out += '\n';
}

Result<Value> sprintf(Call& call, std::string_view format, std::span<const Value> args) {
    std::string out;
    Printer printer(out, call.document, longest_text(call.document));
    printer.format(format, args);
    if (!printer.complete()) {
        call.budget.refuse(Limit::Memory);
        return call.budget.error();
    }
    constexpr std::uint64_t kPrinting = 4;  // steps, beside those for what is printed
    if (!call.budget.spend(kPrinting + out.size() / 16)) return call.budget.error();
    YARE_TRY(call.budget.reserve(out.size()));
    return call.document.string(out);
}

std::string_view type_name(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "<nil>";
        case Kind::Bool:
            return "bool";
        case Kind::Int:
            return "int";
        case Kind::Int64:
            return integer_type(value.go_type());
        case Kind::Float64:
            return "float64";
        case Kind::String:
            return "string";
        case Kind::Bytes:
            return "[]uint8";
        case Kind::List:
            return list_type(value.go_type());
        case Kind::Map:
            return map_type(value.go_type());
        case Kind::Host:
            return value.as_host().go_type();
    }
    return {};
}

std::string_view kind_name(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "invalid";
        case Kind::Bytes:
        case Kind::List:
            return "slice";
        case Kind::Map:
            return "map";
        case Kind::Int64:
            if (value.go_type() == GoType::Month || value.go_type() == GoType::Weekday) return "int";
            return value.go_type() == GoType::Duration ? "int64" : integer_type(value.go_type());
        case Kind::Host:
            return value.as_host().go_kind();
        default:
            return type_name(value);
    }
}

std::string_view param_name(Param param) {
    switch (param) {
        case Param::None:
            return {};
        case Param::Any:
            return "interface {}";
        case Param::Bool:
            return "bool";
        case Param::Int:
            return "int";
        case Param::Int64:
            return "int64";
        case Param::Float64:
            return "float64";
        case Param::String:
            return "string";
        case Param::Strings:
            return "[]string";
        case Param::List:
            return "[]interface {}";
        case Param::Map:
            return "map[string]interface {}";
        case Param::Duration:
            return "time.Duration";
        case Param::Writer:
            return "io.Writer";
        case Param::Time:
            return "time.Time";
        case Param::Bytes:
            return "[]uint8";
        case Param::Certificate:
            return "sprig.certificate";
        case Param::Version:
            return "*semver.Version";
        case Param::Uint32:
            return "uint32";
    }
    return {};
}

}  // namespace yare::templates
