using OkrGrains.Plans.Text;

namespace OkrGrains.Plans;

/// <summary>Reads a plan file, YAML or JSON (goal-model §9). Several files of one workspace are read by <see cref="PlanFiles"/>.</summary>
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
    public static PlanReading Read(ReadOnlyMemory<byte> utf8, TextCleaning cleaning) => PlanFiles.Parse([utf8], cleaning).Read([]);

    /// <summary>
    /// Reads a plan that was written from stored definitions. Its texts are not checked: they were when they came, or they came before there
    /// was a rule.
    /// </summary>
    public static PlanReading ReadStored(ReadOnlyMemory<byte> utf8) => PlanFiles.Parse([utf8], texts: null).Read([]);
}
