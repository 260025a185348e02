// The descriptions that help prints: Helm's interface, byte for byte.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kCompletionDescription =
    R"(
Generate autocompletion scripts for Helm for the specified shell.
)";

inline constexpr std::string_view kCompletionBashDescription =
    R"(
Generate the autocompletion script for Helm for the bash shell.

To load completions in your current shell session:

    source <({helm} completion bash)

To load completions for every new session, execute once:
- Linux:

      {helm} completion bash > /etc/bash_completion.d/{helm}

- MacOS:

      {helm} completion bash > /usr/local/etc/bash_completion.d/{helm}
)";

inline constexpr std::string_view kCompletionFishDescription =
    R"(
Generate the autocompletion script for Helm for the fish shell.

To load completions in your current shell session:

    {helm} completion fish | source

To load completions for every new session, execute once:

    {helm} completion fish > ~/.config/fish/completions/{helm}.fish

You will need to start a new shell for this setup to take effect.
)";

inline constexpr std::string_view kCompletionPowershellDescription =
    R"(
Generate the autocompletion script for powershell.

To load completions in your current shell session:
PS C:\> {helm} completion powershell | Out-String | Invoke-Expression

To load completions for every new session, add the output of the above command
to your powershell profile.
)";

inline constexpr std::string_view kCompletionZshDescription =
    R"(
Generate the autocompletion script for Helm for the zsh shell.

To load completions in your current shell session:

    source <({helm} completion zsh)

To load completions for every new session, execute once:

    {helm} completion zsh > "${fpath[1]}/_{helm}"
)";

}  // namespace yare::cli
