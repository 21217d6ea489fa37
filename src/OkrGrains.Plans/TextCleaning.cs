using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;

namespace OkrGrains.Plans;

/// <summary>
/// Tells in which texts of a plan refused characters are removed, and named among <see cref="PlanReading.Cleaned"/>, instead of making the
/// plan refused.
/// </summary>
public sealed class TextCleaning
{
    private readonly HashSet<(GoalName Goal, string Text)>? _stored;

    private TextCleaning(HashSet<(GoalName Goal, string Text)>? stored) => _stored = stored;

    /// <summary>No text is cleaned.</summary>
    public static TextCleaning None { get; } = new([]);

    /// <summary>Every text is cleaned.</summary>
    public static TextCleaning All { get; } = new(null);

    /// <summary>
    /// Only texts are cleaned that their goal has already: an older build took them, and a plan that was made from what is stored must still
    /// apply. They are compared cleaned, so that the same plan applies again after that.
    /// </summary>
    /// <param name="stored">The goals with their definitions, as canonical JSON.</param>
    public static TextCleaning OfStored(IEnumerable<(GoalName Goal, ReadOnlyMemory<byte> Definition)> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new TextCleaning([.. stored.SelectMany(goal => Texts(goal.Definition.Span).Select(text => (goal.Goal, text)))]);
    }

    /// <summary>Returns true when a text may be cleaned.</summary>
    /// <param name="goal">The goal of the text; null for a text of the workspace itself.</param>
    /// <param name="text">The text with all its characters.</param>
    internal bool Allows(GoalName? goal, string text) =>
        _stored is null || (goal is { } name && _stored.Contains((name, TextRule.OneLine.Clean(text))));

    private static List<string> Texts(ReadOnlySpan<byte> definition)
    {
        var texts = new List<string>();
        var json = new Utf8JsonReader(definition);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.String)
            {
                texts.Add(TextRule.OneLine.Clean(json.GetString()!));
            }
        }

        return texts;
    }
}
