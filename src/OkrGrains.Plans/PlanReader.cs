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
    public static PlanReading Read(ReadOnlyMemory<byte> utf8) => Read(utf8, TextCleaning.None);

    /// <summary>Reads a plan like <see cref="Read(ReadOnlyMemory{byte})"/>, and removes refused characters from some of its texts.</summary>
    /// <param name="utf8">The text in UTF-8, with or without a byte order mark.</param>
    /// <param name="cleaning">The texts that are cleaned. Other texts with refused characters are faults.</param>
    /// <returns>The plan and the texts that were cleaned, or every fault that refuses it.</returns>
    public static PlanReading Read(ReadOnlyMemory<byte> utf8, TextCleaning cleaning)
    {
        ArgumentNullException.ThrowIfNull(cleaning);
        var faults = new FaultList();
        return Read(utf8, faults, new TextCheck(faults, cleaning));
    }

    /// <summary>
    /// Reads a plan that was written from stored definitions. Its texts are not checked: they were when they came, or they came before there
    /// was a rule.
    /// </summary>
    public static PlanReading ReadStored(ReadOnlyMemory<byte> utf8) => Read(utf8, new FaultList(), texts: null);

    private static PlanReading Read(ReadOnlyMemory<byte> utf8, FaultList faults, TextCheck? texts)
    {
        try
        {
            var root = PlanText.Read(utf8, faults);
            texts?.Check(root);
            var found = faults.Count;
            var plan = new WorkspaceReader(faults).Read(root);
            if (faults.HasUnknownKeys)
            {
                // Only a refused plan is read again, so that the keys that there are can be named.
                faults = faults.NotingKeys(found);
                plan = new WorkspaceReader(faults).Read(root);
            }

            return new PlanReading(plan?.Workspace ?? "", faults.Count == 0 ? plan : null, faults.ToImmutable(), root)
            {
                Cleaned = texts?.Cleaned ?? [],
                CleanedCount = texts?.CleanedCount ?? 0,
            };
        }
        catch (TextFault fault)
        {
            faults.Add(fault);
            return new PlanReading("", null, faults.ToImmutable());
        }
    }
}
