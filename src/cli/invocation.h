// One command line being run: what a command's function gets.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "console.h"
#include "flags.h"
#include "schema_references.h"
#include "settings.h"
#include "yare/base/diagnostics.h"
#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/cli/run.h"
#include "yare/render/post_render.h"
#include "yare/templates/parse_ahead.h"

namespace yare::cli {

struct Invocation {
    World& world;
    Settings settings;
    Console& console;
    CommandPath path = {};
    FlagSet flags;
    std::vector<std::string> arguments = {};
    Diagnostics diagnostics = {};
    std::unique_ptr<SchemaReferences> schema_references;
    std::unique_ptr<render::PostRenderer> post_renderer = {};

    Invocation(World& w, Settings s, Console& c)
        : world(w),
          settings(std::move(s)),
          console(c),
          flags(settings),
          schema_references(std::make_unique<SchemaReferences>(world, flags)) {}
    Invocation(const Invocation&) = delete;
    Invocation& operator=(const Invocation&) = delete;

    // The charts of this run and all texts that its errors may point into. Made on first use: many commands
    // need none.
    charts::ChartSet& charts() {
        if (!charts_) {
            charts_ = std::make_unique<charts::ChartSet>();
            charts_->set_beside({.second = world.second_thread});
        }
        return *charts_;
    }
    // For commands that render: from the first call on, the templates of charts that are loaded are parsed
    // meanwhile.
    templates::ParseAhead& parse_ahead() {
        if (!parse_ahead_) {
            parse_ahead_ = std::make_unique<templates::ParseAhead>(world.second_thread);
            charts().set_beside(
                {world.second_thread, [this](std::string_view text) { parse_ahead_->add(text); }});
        }
        return *parse_ahead_;
    }
    // Once a render lays its own map over the charts', that one.
    void set_error_sources(std::unique_ptr<SourceMap> sources) { render_sources_ = std::move(sources); }
    const SourceMap* error_sources() const {
        return render_sources_ ? render_sources_.get() : charts_ ? &charts_->sources() : nullptr;
    }

  private:
    std::unique_ptr<charts::ChartSet> charts_;
    std::unique_ptr<templates::ParseAhead> parse_ahead_;  // reads texts of the charts, so it goes first
    std::unique_ptr<SourceMap> render_sources_;           // lies over the charts', so it goes first
};

}  // namespace yare::cli
