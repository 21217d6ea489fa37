using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OkrGrains.Architecture.Tests;

/// <summary>Files and methods stay small enough to be read at once.</summary>
public sealed class SizeTests
{
    private const int MostLinesOfAFile = 400;
    private const int MostLinesOfAMethod = 70;

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var tooLong = RepositoryTree.CSharpFiles
            .Select(file => (file.Path, Lines: file.Text.AsSpan().Count('\n')))
            .Where(file => file.Lines > MostLinesOfAFile);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_method_is_longer_than_70_lines()
    {
        var tooLong =
            from file in RepositoryTree.CSharpFiles
            let tree = CSharpSyntaxTree.ParseText(file.Text)
            from method in tree.GetRoot().DescendantNodes()
            where method is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
            let span = tree.GetLineSpan(method.Span)
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > MostLinesOfAMethod
            select $"{file.Path}:{span.StartLinePosition.Line + 1}: {lines} lines";
        Assert.Empty(tooLong);
    }
}
