using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans;

/// <summary>
/// The plan files of a workspace that are given, each one a part of it, as far as they are understood without the parts that are not given
/// (goal-model §9).
/// </summary>
public sealed class PlanFiles
{
    /// <summary>The most files that are read together.</summary>
    public const int Limit = 200;

    private readonly FaultList _faults;
    private readonly TextCheck? _texts;
    private readonly ImmutableArray<PlanNode> _roots;
    private readonly bool _isWhole;

    private PlanFiles(FaultList faults, TextCheck? texts, ImmutableArray<PlanNode> roots, bool isWhole) =>
        (_faults, _texts, _roots, _isWhole) = (faults, texts, roots, isWhole);

    /// <summary>The id of the workspace that the first file names; empty when it cannot be read.</summary>
    public string Workspace { get; private init; } = "";

    /// <summary>The parts that the files hold, in the order of the files; a part whose name cannot be read is left out.</summary>
    public ImmutableArray<string> Parts { get; private init; } = [];

    /// <summary>
    /// Turns files into trees. Each is read as <see cref="PlanReader.Read(ReadOnlyMemory{byte})"/> says; faults are told by
    /// <see cref="Read"/>.
    /// </summary>
    /// <param name="files">The texts in UTF-8, one or more.</param>
    /// <param name="cleaning">The texts that are cleaned. Other texts with refused characters are faults.</param>
    public static PlanFiles Parse(IReadOnlyList<ReadOnlyMemory<byte>> files, TextCleaning cleaning)
    {
        ArgumentNullException.ThrowIfNull(cleaning);
        return Parse(files, faults => new TextCheck(faults, cleaning));
    }

    /// <summary>Reads the plan of all parts together, as one. It is called once.</summary>
    /// <param name="others">The parts of the workspace that are not given, as they are stored. Those that are given are passed over.</param>
    /// <returns>The plan, or every fault that refuses it.</returns>
    public PlanReading Read(IReadOnlyCollection<StoredPart> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        if (!_isWhole)
        {
            return new PlanReading("", null, _faults.ToImmutable());
        }

        var trees = _roots.ToList();
        foreach (var other in others.Where(other => !Parts.Contains(other.Name)))
        {
            trees.Add(PlanText.Read(other.Plan, _faults));
            trees[^1].Origin = PlanOrigin.Stored(other.Name);
        }

        var faults = _faults;
        var found = faults.Count;
        var plan = new WorkspaceReader(faults).Read(trees);
        if (faults.HasUnknownKeys)
        {
            // Only a refused plan is read again, so that the keys that there are can be named.
            faults = faults.NotingKeys(found);
            plan = new WorkspaceReader(faults).Read(trees);
        }

        return new PlanReading(plan?.Workspace ?? "", faults.Count == 0 ? plan : null, faults.ToImmutable(), _roots)
        {
            Cleaned = _texts?.Cleaned ?? [],
            CleanedCount = _texts?.CleanedCount ?? 0,
        };
    }

    internal static PlanFiles Parse(IReadOnlyList<ReadOnlyMemory<byte>> files, Func<FaultList, TextCheck>? texts)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        var faults = new FaultList();
        var check = texts?.Invoke(faults);
        var roots = ImmutableArray.CreateBuilder<PlanNode>(files.Count);
        for (var i = 0; i < files.Count; i++)
        {
            faults.Origin = PlanOrigin.Given(i);
            if (i == Limit)
            {
                faults.Add(new TextFault(FaultReason.TooManyParts, 1, 1, $"at most {Limit} files are read together"));
                break;
            }

            try
            {
                var root = PlanText.Read(files[i], faults);
                faults.Origin.Part = PartOf(root);
                root.Origin = faults.Origin;
                check?.Check(root);
                roots.Add(root);
            }
            catch (TextFault fault)
            {
                faults.Add(fault);
            }
        }

        return new PlanFiles(faults, check, roots.ToImmutable(), roots.Count == files.Count)
        {
            Workspace = roots.Select(root => TextOf(root, "workspace")).FirstOrDefault(id => id is not null) ?? "",
            Parts = [.. roots.Select(root => root.Origin!.Part).OfType<string>()],
        };
    }

    private static string? PartOf(PlanNode root) => root is MapNode map && map.TryFind("part", out _)
        ? TextOf(root, "part") is { } text && Ids.IsId(text) ? text : null
        : PlanPart.Main;

    private static string? TextOf(PlanNode root, string key) =>
        root is MapNode map && map.TryFind(key, out var node) && node is ScalarNode { Text: { Length: > 0 } text } ? text : null;
}

/// <summary>A part of a workspace as it is stored, in the canonical JSON that <see cref="DefinitionJson.Write(Plan, string)"/> writes.</summary>
/// <param name="Name">The name of the part.</param>
/// <param name="Plan">The bytes of its plan.</param>
public sealed record StoredPart(string Name, ReadOnlyMemory<byte> Plan);
