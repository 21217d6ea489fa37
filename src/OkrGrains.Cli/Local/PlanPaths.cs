using System.CommandLine;
using OkrGrains.Cli.Files;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Local;

/// <summary>The plan files that a command is given: files, and folders for the plan files in them.</summary>
internal static class PlanPaths
{
    private const string SchemaSuffix = ".schema.json";

    /// <summary>Returns the argument <c>PLAN…</c>.</summary>
    public static Argument<string[]> Argument() => new("PLAN")
    {
        Description = "The plan file, YAML or JSON. Several files are the parts of one workspace; of a folder, its .yaml, .yml and .json files are taken.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Returns the paths of the files: those of a folder by their names, subfolders and JSON schemas left out.</summary>
    /// <exception cref="CommandFailure">A folder has no plan files, or something by the name of one that is no ordinary file.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths) => [.. paths.SelectMany(Files)];

    private static IEnumerable<string> Files(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var files = Directory.EnumerateFiles(path).Where(IsPlan).Order(StringComparer.Ordinal).ToList();
        files.ForEach(file => AwaitedFile.RequireOrdinary(file, "of a folder, only plan files are read"));
        return files.Count > 0 ? files : throw new CommandFailure($"{path}: there is no plan file in this folder (.yaml, .yml or .json)");
    }

    private static bool IsPlan(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" or ".json" && !path.EndsWith(SchemaSuffix, StringComparison.Ordinal);
}
