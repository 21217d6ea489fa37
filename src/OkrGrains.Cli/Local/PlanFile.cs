using System.Collections.Immutable;
using OkrGrains.Cli.Output;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans;
using OkrGrains.Plans.Advice;

namespace OkrGrains.Cli.Local;

/// <summary>A plan file that was read and has no faults.</summary>
/// <param name="Bytes">The bytes of the file.</param>
/// <param name="Plan">The plan that it defines.</param>
internal sealed record PlanFile(byte[] Bytes, Plan Plan)
{
    /// <summary>The advice on the plan, a line for each piece; empty unless it was asked for.</summary>
    public ImmutableArray<string> Advice { get; private init; } = [];

    /// <summary>Reads a plan file.</summary>
    /// <exception cref="CommandFailure">The plan has faults; there is one line for each, <c>PLAN:line:col: place: message</c>.</exception>
    public static async Task<PlanFile> ReadAsync(string path, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        return new(bytes, Accepted(path, PlanReader.Read(bytes)));
    }

    /// <summary>Reads a plan file with the advice on it, one line for each piece, <c>PLAN:line:col: place: message</c>.</summary>
    /// <exception cref="CommandFailure">The plan has faults.</exception>
    public static async Task<PlanFile> ReadAdvisedAsync(string path, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        var reading = PlanReader.Read(bytes);
        return new(bytes, Accepted(path, reading)) { Advice = [.. reading.Advise().Select(advice => Line(path, advice))] };
    }

    /// <summary>
    /// Reads a plan file with refused characters removed from its texts, and reports each of these texts: a plan that an older program took
    /// is still taken.
    /// </summary>
    /// <exception cref="CommandFailure">The plan has other faults.</exception>
    public static async Task<PlanFile> ReadCleanedAsync(Terminal terminal, string path, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        var reading = PlanReader.Read(bytes, TextCleaning.All);
        var plan = Accepted(path, reading);
        foreach (var text in reading.Cleaned)
        {
            terminal.Progress(Line(path, text));
        }

        return new(bytes, plan);
    }

    private static Plan Accepted(string path, PlanReading reading) =>
        reading.IsAccepted ? reading.Plan : throw new CommandFailure([.. reading.Faults.Select(fault => Line(path, fault))]);

    private static string Line(string path, PlanAdvice advice) =>
        $"{path}:{advice.Line}:{advice.Column}: {advice.Place}: advice: {advice.Message} [{advice.Code}]";

    private static string Line(string path, PlanFault fault)
    {
        var place = fault.Place.Length > 0 ? fault.Place + ": " : "";
        return $"{path}:{fault.Line}:{fault.Column}: {place}{fault.Message.ReplaceLineEndings(" ")} [{fault.Reason}]";
    }
}
