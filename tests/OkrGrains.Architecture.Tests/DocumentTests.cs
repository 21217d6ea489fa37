using System.Text.RegularExpressions;

namespace OkrGrains.Architecture.Tests;

/// <summary>The documents lead to what is there, and the first of them stays a page.</summary>
public sealed partial class DocumentTests
{
    private const int MostLinesOfArchitecture = 150;

    private static readonly SourceFile[] Documents =
        [.. RepositoryTree.TextFiles.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal))];

    private static SourceFile Architecture => Documents.Single(file => file.Path == "ARCHITECTURE.md");

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading_that_are_there()
    {
        var links = Documents.SelectMany(LinksOf).ToArray();
        Assert.NotEmpty(links);
        Assert.Empty(links.Where(link => !IsThere(link)).Select(link => $"{link.From.Path}: {link.Target}"));
    }

    [Fact]
    public void Every_folder_in_the_map_of_the_architecture_is_there()
    {
        var map = Architecture.Text.Split("## The map", 2)[1].Split("\n## ", 2)[0];
        var folders = map.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(FoldersOf).ToArray();
        Assert.NotEmpty(folders);
        Assert.DoesNotContain(folders, folder => !Directory.Exists(Path.Combine(RepositoryTree.Root, folder)));
    }

    [Fact]
    public void Every_project_of_the_product_is_in_the_map_of_the_architecture()
    {
        var projects = RepositoryTree.BuildFiles.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .Select(file => Path.GetDirectoryName(file.Path)!.Replace('\\', '/'));
        Assert.DoesNotContain(projects, project => !Architecture.Text.Contains($"| `{project}` |", StringComparison.Ordinal));
    }

    [Fact]
    public void The_architecture_is_a_page() => Assert.InRange(Architecture.Text.AsSpan().Count('\n'), 1, MostLinesOfArchitecture);

    /// <summary>The server counts bytes of UTF-8. Only ids are of characters, each of which is a byte.</summary>
    [Fact]
    public void No_limit_of_a_text_is_said_in_characters_in_the_protos()
    {
        var protos = RepositoryTree.TextFiles.Where(file => file.Path.StartsWith("protos/okrgrains/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(protos);
        Assert.Empty(
            from proto in protos
            from line in proto.Text.Split('\n')
            where Characters().IsMatch(line)
            select $"{proto.Path}: {line.Trim()}");
    }

    private static IEnumerable<string> FoldersOf(string row) =>
        Quoted().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value);

    // Code is left out: a regular expression in it may look like a link.
    private static IEnumerable<DocumentLink> LinksOf(SourceFile document) => Link().Matches(Quoted().Replace(document.Text, ""))
        .Select(match => match.Groups[1].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
        .Select(target => new DocumentLink(document, target));

    private static bool IsThere(DocumentLink link)
    {
        var parts = link.Target.Split('#', 2);
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryTree.Root, link.From.Path))!;
        var path = parts[0].Length == 0 ? Path.Combine(RepositoryTree.Root, link.From.Path) : Path.GetFullPath(Path.Combine(folder, parts[0]));
        return parts.Length == 1
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && Heading().Matches(File.ReadAllText(path)).Any(heading => AnchorOf(heading.Groups[1].Value) == parts[1]);
    }

    /// <summary>Returns the anchor that forges give a heading: lower case, without punctuation, with hyphens for spaces.</summary>
    private static string AnchorOf(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("[0-9,]+ characters(?! of a-z)")]
    private static partial Regex Characters();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    /// <summary>A link in a document.</summary>
    /// <param name="From">The document.</param>
    /// <param name="Target">The path from the document's folder, with the anchor if there is one.</param>
    private sealed record DocumentLink(SourceFile From, string Target);
}
