using System.Xml.Linq;

namespace OkrGrains.Architecture.Tests;

/// <summary>Dependencies point one way, from the edges to the model.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["OkrGrains.Model"] = [],
        ["OkrGrains.Contracts"] = [],
        ["OkrGrains.Plans"] = ["OkrGrains.Model"],
        ["OkrGrains.Storage"] = ["OkrGrains.Model"],
        ["OkrGrains.Grains"] = ["OkrGrains.Model", "OkrGrains.Plans", "OkrGrains.Storage"],
        ["OkrGrains.Api"] =
            ["OkrGrains.Contracts", "OkrGrains.Grains", "OkrGrains.Model", "OkrGrains.Plans", "OkrGrains.Storage"],
        ["OkrGrains.Host"] =
            ["OkrGrains.Api", "OkrGrains.Grains", "OkrGrains.Model", "OkrGrains.Storage"],
        ["OkrGrains.Client"] = ["OkrGrains.Contracts"],
        ["OkrGrains.Cli"] =
            ["OkrGrains.Client", "OkrGrains.Contracts", "OkrGrains.Host", "OkrGrains.Model", "OkrGrains.Plans", "OkrGrains.Storage"],
    };

    public static TheoryData<string> Projects =>
        [.. RepositoryTree.BuildFiles.Where(IsProduct).Select(file => Path.GetFileNameWithoutExtension(file.Path))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var file = RepositoryTree.BuildFiles.Single(file => file.Path == $"src/{project}/{project}.csproj");
        var beyond = References(file).Except(Allowed.GetValueOrDefault(project) ?? ["(a project that this test does not know)"]);
        Assert.Empty(beyond);
        Assert.Contains(project, Allowed.Keys);
    }

    [Fact]
    public void No_product_references_a_test()
    {
        var tests = RepositoryTree.BuildFiles.Where(IsProduct).SelectMany(References).Where(name => name.EndsWith(".Tests", StringComparison.Ordinal));
        Assert.Empty(tests);
    }

    [Fact]
    public void Only_the_edge_and_the_host_reference_the_web_framework()
    {
        var those = RepositoryTree.BuildFiles.Where(IsProduct)
            .Where(file => XDocument.Parse(file.Text).Descendants("FrameworkReference").Any())
            .Select(file => Path.GetFileNameWithoutExtension(file.Path)).Order(StringComparer.Ordinal);
        Assert.Equal(["OkrGrains.Api", "OkrGrains.Host"], those);
    }

    [Fact]
    public void No_project_compiles_a_source_file_of_another()
    {
        var linked =
            from file in RepositoryTree.BuildFiles
            from compiled in XDocument.Parse(file.Text).Descendants("Compile")
            let included = (string?)compiled.Attribute("Include") ?? ""
            where included.StartsWith("..", StringComparison.Ordinal)
            select $"{file.Path}: {included}";
        Assert.Empty(linked);
    }

    private static bool IsProduct(SourceFile file) =>
        file.Path.StartsWith("src/OkrGrains.", StringComparison.Ordinal) && file.Path.EndsWith(".csproj", StringComparison.Ordinal);

    private static IEnumerable<string> References(SourceFile project) =>
        XDocument.Parse(project.Text).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
