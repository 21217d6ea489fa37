using System.Collections.Immutable;

namespace OkrGrains.Model.Definitions;

/// <summary>A part of a workspace: what one of its plan files holds (goal-model §9).</summary>
/// <param name="Name">The name of the part, in the form of an id.</param>
/// <param name="LintOff">The codes of advice that it silences, in the order of its file.</param>
public sealed record PlanPart(string Name, ImmutableArray<string> LintOff)
{
    /// <summary>The part of a plan file that names none. It alone gives the time zone and the policy.</summary>
    public const string Main = "main";

    /// <summary>Returns a place of a plan file in the words that tell it from the same place of another part (goal-model §9).</summary>
    public static string Place(string part, string place) => place.Length == 0 ? part : $"{part}: {place}";
}
