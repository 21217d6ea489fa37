using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Workspaces;

/// <summary>A key of a definition that a plan would change.</summary>
/// <param name="Goal">The goal; null for a setting of the workspace.</param>
/// <param name="Key">The key; keys within keys are joined by points.</param>
/// <param name="Before">The value now, as JSON; empty when the key is new.</param>
/// <param name="After">The value that the plan gives, as JSON; empty when it leaves the key out.</param>
[Immutable, GenerateSerializer, Alias("okr.key-change")]
public sealed record KeyChange(
    [property: Id(0)] GoalName? Goal, [property: Id(1)] string Key, [property: Id(2)] string Before, [property: Id(3)] string After)
{
    /// <summary>The most changes of keys that one answer lists.</summary>
    public const int Limit = 10_000;

    /// <summary>The maximum length of a value, in characters.</summary>
    public const int MaxValueLength = 1_024;
}
