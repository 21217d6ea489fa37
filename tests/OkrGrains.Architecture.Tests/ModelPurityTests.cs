using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OkrGrains.Architecture.Tests;

/// <summary>The model is a function of definitions, readings and an instant.</summary>
public sealed class ModelPurityTests
{
    private static readonly HashSet<string> ForbiddenNamespaces =
        ["System.IO", "System.Net", "System.Threading", "System.Threading.Tasks", "System.Diagnostics", "Microsoft.Extensions.Logging"];

    private static readonly HashSet<string> ForbiddenNames =
    [
        "TimeProvider", "IClock", "SystemClock", "Stopwatch", "ILogger", "ILoggerFactory", "Console", "File", "Directory", "Task", "ValueTask",
        "Thread", "Timer", "CancellationToken", "Random", "Environment", "Grain", "IGrain", "IGrainFactory",
    ];

    [Fact]
    public void The_model_has_no_io_clock_logger_or_async()
    {
        var impure =
            from file in RepositoryTree.CSharpFiles
            where file.Path.StartsWith("src/OkrGrains.Model/", StringComparison.Ordinal)
            from fault in Faults(CSharpSyntaxTree.ParseText(file.Text).GetRoot())
            select $"{file.Path}: {fault}";
        Assert.Empty(impure);
    }

    private static IEnumerable<string> Faults(SyntaxNode root) =>
    [
        .. root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.AsyncKeyword) || token.IsKind(SyntaxKind.AwaitKeyword))
            .Select(token => token.Text),
        .. root.DescendantNodes().OfType<UsingDirectiveSyntax>().Select(directive => directive.Name?.ToString() ?? "")
            .Where(ForbiddenNamespaces.Contains),
        .. root.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.Text).Where(ForbiddenNames.Contains),
    ];
}
