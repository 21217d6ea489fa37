namespace OkrGrains.Architecture.Tests;

/// <summary>The source files of the repository, as they lie on disk: no commit is needed, so that a bare copy can be checked too.</summary>
internal static class RepositoryTree
{
    private static readonly HashSet<string> SkippedFolders =
        [".git", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules", "TestResults", "okr-data"];

    private static readonly HashSet<string> BinaryExtensions = [".gz", ".binpb", ".png", ".db"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file, by its path from the root, with slashes.</summary>
    public static IReadOnlyList<SourceFile> TextFiles { get; } =
        [.. Walk(Root).Where(path => !BinaryExtensions.Contains(Path.GetExtension(path))).Select(Of).OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Every C# file.</summary>
    public static IEnumerable<SourceFile> CSharpFiles => TextFiles.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Every file that MSBuild reads.</summary>
    public static IEnumerable<SourceFile> BuildFiles =>
        TextFiles.Where(file => Path.GetExtension(file.Path) is ".csproj" or ".props" or ".targets");

    private static SourceFile Of(string path) => new(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Where(path => !SkippedFolders.Contains(Path.GetFileName(path)))
            .Concat(Directory.EnumerateDirectories(folder).Where(path => !SkippedFolders.Contains(Path.GetFileName(path))).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OkrGrains.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("OkrGrains.slnx is in no folder above the tests.");
    }
}

/// <summary>A text file of the repository.</summary>
/// <param name="Path">From the root, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text);
