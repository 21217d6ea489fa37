using System.Text.RegularExpressions;

namespace OkrGrains.Architecture.Tests;

/// <summary>Which runtime the engine is built on is known to the build alone.</summary>
public sealed partial class SeamTests
{
    // In two parts, so that this file keeps the rule that it checks.
    private const string StandIns = "Com" + "pat";

    [Fact]
    public void Only_documents_and_the_ci_script_mention_the_stand_ins()
    {
        var mention = new Regex($"{StandIns}(?!ib)", RegexOptions.IgnoreCase);
        var mentioning = RepositoryTree.TextFiles
            .Where(file => !file.Path.StartsWith($"src/{StandIns}/", StringComparison.Ordinal))
            .Where(file => !file.Path.EndsWith(".md", StringComparison.Ordinal) && file.Path != ".ci/run")
            .Where(file => mention.IsMatch(file.Text))
            .Select(file => file.Path);
        Assert.Empty(mentioning);
    }

    [Fact]
    public void Only_Directory_Build_reads_the_runtime_property()
    {
        var reading = RepositoryTree.BuildFiles
            .Where(file => ReadsRuntime().IsMatch(file.Text))
            .Select(file => file.Path);
        Assert.Equal(["Directory.Build.props", "Directory.Build.targets"], reading);
    }

    [Fact]
    public void No_source_is_compiled_under_a_condition()
    {
        var conditional = RepositoryTree.CSharpFiles.Where(file => Directive().IsMatch(file.Text)).Select(file => file.Path);
        Assert.Empty(conditional);
    }

    [GeneratedRegex(@"\$\(\s*OkrRuntime\b|Property\s*=\s*""OkrRuntime""", RegexOptions.IgnoreCase)]
    private static partial Regex ReadsRuntime();

    [GeneratedRegex(@"^\s*#\s*(if|elif|define)\b", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
