using System.Text.RegularExpressions;

namespace OkrGrains.Architecture.Tests;

/// <summary>There is one build: what is tested is what is shipped.</summary>
public sealed partial class ConditionTests
{
    [Fact]
    public void No_source_is_compiled_under_a_condition()
    {
        var conditional = RepositoryTree.CSharpFiles.Where(file => Directive().IsMatch(file.Text)).Select(file => file.Path);
        Assert.Empty(conditional);
    }

    [GeneratedRegex(@"^\s*#\s*(if|elif|define)\b", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
