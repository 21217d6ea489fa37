using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OkrGrains.Grains.Workspaces;
using Orleans;

namespace OkrGrains.Architecture.Tests;

/// <summary>Ingest reaches goals by their grain interfaces only: it may run in another silo than the goal does.</summary>
public sealed class IngestBoundaryTests
{
    private const string Ingest = "OkrGrains.Grains.Ingest";

    [Fact]
    public void Ingest_names_no_grain_class()
    {
        HashSet<string> grains =
            [.. typeof(IWorkspaceGrain).Assembly.GetTypes().Where(typeof(Grain).IsAssignableFrom).Select(type => type.Name), nameof(Grain)];
        Assert.Contains("KpiGrain", grains);

        var files = RepositoryTree.CSharpFiles
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .Select(file => (file.Path, Root: CSharpSyntaxTree.ParseText(file.Text).GetRoot()))
            .Where(file => file.Root.ChildNodes().OfType<BaseNamespaceDeclarationSyntax>().Any(space => space.Name.ToString() == Ingest))
            .ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(
            from file in files
            from name in file.Root.DescendantNodes().OfType<SimpleNameSyntax>()
            where grains.Contains(name.Identifier.Text)
            select $"{file.Path}: {name.Identifier.Text}");
    }
}
