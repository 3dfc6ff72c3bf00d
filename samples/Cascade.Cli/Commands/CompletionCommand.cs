using System.CommandLine;

namespace Cascade.Cli.Commands;

/// <summary><c>completion</c>: what makes a shell complete commands, options and their values.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        Command command = new("completion", "Print the script that makes a shell complete what is typed.") { shell };
        command.SetAction(parsed => Console.Out.Write(Script(parsed.GetValue(shell)!)));
        return command;
    }

    // The line goes without the program's name, which may be a path. Where no option is begun, files are what completes.
    private static string Script(string shell) => shell switch
    {
        "bash" => """
            _cascade() {
                local line="${COMP_LINE#* }" word="${COMP_WORDS[COMP_CWORD]}" suggestion
                COMPREPLY=()
                while IFS= read -r suggestion; do
                    if [[ $suggestion == "$word"* && ( $word == -* || $suggestion != -* ) ]]; then COMPREPLY+=("$suggestion"); fi
                done < <("$1" "[suggest:$((COMP_POINT - ${#COMP_LINE} + ${#line}))]" "$line" 2> /dev/null)
            }
            complete -o default -F _cascade cascade

            """,
        "zsh" => """
            #compdef cascade
            _cascade() {
                local line="${BUFFER#* }" suggestion
                local -a suggestions
                while IFS= read -r suggestion; do
                    if [[ $PREFIX == -* || $suggestion != -* ]]; then suggestions+=("$suggestion"); fi
                done < <("${words[1]}" "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2> /dev/null)
                compadd -a suggestions || _files
            }
            compdef _cascade cascade

            """,
        _ => """
            Register-ArgumentCompleter -Native -CommandName cascade -ScriptBlock {
                param($word, $command, $cursor)
                $text = $command.ToString()
                $line = $text -replace '^\S+\s*', ''
                cascade "[suggest:$($cursor - $text.Length + $line.Length)]" "$line" |
                    Where-Object { $_ -like "$word*" -and ($word -like '-*' -or $_ -notlike '-*') } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """,
    };
}
