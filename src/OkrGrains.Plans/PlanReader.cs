using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans;

/// <summary>Reads a plan file, YAML or JSON (goal-model §9).</summary>
public static class PlanReader
{
    /// <summary>
    /// Reads a plan of at most 64 MiB, in time and memory that grow with its length only. A text that starts with a brace is read as JSON,
    /// any other as YAML 1.2 without anchors, aliases and tags. No text makes it throw.
    /// </summary>
    /// <param name="utf8">The text in UTF-8, with or without a byte order mark.</param>
    /// <returns>The plan, or every fault that refuses it.</returns>
    public static PlanReading Read(ReadOnlyMemory<byte> utf8)
    {
        var faults = new FaultList();
        try
        {
            var plan = new WorkspaceReader(faults).Read(PlanText.Read(utf8, faults));
            return new PlanReading(faults.Count == 0 ? plan : null, faults.ToImmutable());
        }
        catch (TextFault fault)
        {
            faults.Add(fault);
            return new PlanReading(null, faults.ToImmutable());
        }
    }
}
