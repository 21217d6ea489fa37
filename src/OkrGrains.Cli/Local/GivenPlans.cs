using System.Collections.Immutable;
using OkrGrains.Cli.Files;
using OkrGrains.Cli.Output;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans;
using OkrGrains.Plans.Advice;

namespace OkrGrains.Cli.Local;

/// <summary>The plan files of a command, each a part of one workspace.</summary>
internal sealed class GivenPlans
{
    private readonly IReadOnlyList<string> _paths;

    private GivenPlans(IReadOnlyList<string> paths, IReadOnlyList<byte[]> files) => (_paths, Files) = (paths, files);

    /// <summary>The bytes of each file.</summary>
    public IReadOnlyList<byte[]> Files { get; }

    /// <summary>Loads files, and the plan files of folders.</summary>
    /// <exception cref="CommandFailure">A folder has no plan files, or pipes among them.</exception>
    public static async Task<GivenPlans> LoadAsync(IEnumerable<string> paths, CancellationToken cancellation)
    {
        var files = PlanPaths.Files(paths);
        var bytes = new List<byte[]>();
        foreach (var file in files)
        {
            bytes.Add(await AwaitedFile.ReadAllAsync(file, cancellation));
        }

        return new GivenPlans(files, bytes);
    }

    /// <summary>Returns the files as far as they are understood without other parts of the workspace.</summary>
    public PlanFiles Parse(TextCleaning cleaning) => PlanFiles.Parse([.. Files.Select(file => (ReadOnlyMemory<byte>)file)], cleaning);

    /// <summary>Returns the plan of the files, which are all parts of their workspace.</summary>
    /// <exception cref="CommandFailure">The plan has faults; there is one line for each, <c>PLAN:line:col: place: message</c>.</exception>
    public (Plan Plan, ImmutableArray<string> Advice) ReadAdvised()
    {
        var reading = Parse(TextCleaning.None).Read([]);
        return (Accepted(reading), [.. reading.Advise().Select(Line)]);
    }

    /// <summary>
    /// Returns the plan of the files with refused characters removed from its texts, and reports each of these texts: a plan that an older
    /// program took is still taken.
    /// </summary>
    /// <exception cref="CommandFailure">The plan has other faults.</exception>
    public Plan ReadCleaned(Terminal terminal)
    {
        var reading = Parse(TextCleaning.All).Read([]);
        var plan = Accepted(reading);
        ReportCleaned(terminal, reading);
        return plan;
    }

    /// <summary>Reports each text that was cleaned.</summary>
    public void ReportCleaned(Terminal terminal, PlanReading reading)
    {
        foreach (var text in reading.Cleaned)
        {
            terminal.Progress(Line(text));
        }
    }

    /// <summary>Returns the plan that was read.</summary>
    /// <exception cref="CommandFailure">The plan has faults; there is one line for each.</exception>
    public Plan Accepted(PlanReading reading) =>
        reading.IsAccepted ? reading.Plan : throw new CommandFailure([.. reading.Faults.Select(Line)]);

    private string Line(PlanAdvice advice) =>
        $"{_paths[advice.File]}:{advice.Line}:{advice.Column}: {advice.Place}: advice: {advice.Message} [{advice.Code}]";

    private string Line(PlanFault fault)
    {
        var position = fault.Line == 0 ? "" : $"{_paths[fault.File]}:{fault.Line}:{fault.Column}: ";
        var place = fault.Place.Length > 0 ? fault.Place + ": " : "";
        return $"{position}{place}{fault.Message.ReplaceLineEndings(" ")} [{fault.Reason}]";
    }
}
