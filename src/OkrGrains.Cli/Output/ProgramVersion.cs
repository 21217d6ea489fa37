using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace OkrGrains.Cli.Output;

/// <summary>Prints the version of the program and the commit that it was built from: <c>okr 0.9.0 (abc1234)</c>.</summary>
/// <remarks>
/// The library's own action would print the informational version of the process's entry assembly, with all 40 digits of the commit.
/// </remarks>
internal sealed class ProgramVersion(Terminal terminal) : SynchronousCommandLineAction
{
    /// <summary>The number of digits of a commit, as git abbreviates it.</summary>
    private const int CommitDigits = 7;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var built = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        terminal.Line(Text(built.InformationalVersion));
        return ExitCode.Success;
    }

    /// <summary>Returns the line for an informational version.</summary>
    /// <param name="informational">
    /// The version, then <c>+</c> and the commit if the program was built in a clone, such as <c>0.9.0+0123456789abcdef…</c>.
    /// </param>
    internal static string Text(string informational) => informational.Split('+') is [var version, var commit, ..]
        ? $"okr {version} ({commit[..Math.Min(CommitDigits, commit.Length)]})"
        : $"okr {informational}";
}
