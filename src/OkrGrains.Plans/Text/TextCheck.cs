using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;

namespace OkrGrains.Plans.Text;

/// <summary>
/// Checks every text and key of a plan by the <see cref="TextRule"/>, after the parser has resolved its escapes. It also marks goals whose
/// definition may be larger than the limit, so that only theirs are measured.
/// </summary>
internal sealed class TextCheck(FaultList faults, TextCleaning cleaning)
{
    // A character takes at most six bytes in JSON, as \u001b; eight hold the quotes, the colon and the comma.
    private const int MostBytesOfCharacter = 6;
    private const int MostBytesAround = 8;

    private readonly List<PlanFault> _cleaned = [];

    /// <summary>The first texts that were cleaned, at most as many as a list of faults keeps, in the order of the plan.</summary>
    public ImmutableArray<PlanFault> Cleaned => [.. _cleaned.OrderBy(text => text.File).ThenBy(text => text.Line).ThenBy(text => text.Column)];

    /// <summary>The number of all texts that were cleaned.</summary>
    public int CleanedCount { get; private set; }

    public void Check(PlanNode root)
    {
        foreach (var value in (root as MapNode)?.Values ?? [])
        {
            switch (value.Key)
            {
                case "kpis":
                    Goals(value, GoalKind.Kpi);
                    break;
                case "objectives":
                    Goals(value, GoalKind.Objective);
                    break;
                default:
                    Texts(value, TextRule.Prose, goal: null);
                    break;
            }
        }
    }

    private void Goals(PlanNode goals, GoalKind kind)
    {
        foreach (var goal in (goals as ListNode)?.Items ?? [])
        {
            if (goal is MapNode map)
            {
                Goal(map, kind);
            }
        }
    }

    private void Goal(MapNode goal, GoalKind kind)
    {
        var name = goal.TryFind("id", out var id) && id is ScalarNode { Text: var given } ? new GoalName(kind, given) : (GoalName?)null;
        var size = 0L;
        foreach (var value in goal.Values)
        {
            switch (value.Key)
            {
                case "keyResults" when kind == GoalKind.Objective:
                    Goals(value, GoalKind.KeyResult);
                    break;
                case "title" or "owner" or "unit" or "tags":
                    size += Texts(value, TextRule.OneLine, name);
                    break;
                case "formula" or "kpis":
                    // What a goal reads is bounded by its number.
                    Texts(value, TextRule.Prose, name);
                    break;
                default:
                    size += Texts(value, TextRule.Prose, name);
                    break;
            }
        }

        goal.MayBeTooLarge = size > TextLimits.DefinitionBytes;
    }

    /// <summary>Checks a value with all below it. Returns the most bytes that it can take in JSON.</summary>
    private long Texts(PlanNode node, TextRule rule, GoalName? goal)
    {
        var size = (long)MostBytesAround + Size(node.Key ?? "");
        switch (node)
        {
            case ScalarNode scalar:
                Text(scalar, rule, goal);
                return size + Size(scalar.Text);
            case ListNode list:
                foreach (var item in list.Items)
                {
                    size += Texts(item, rule, goal);
                }

                return size;
            case MapNode map:
                foreach (var value in map.Values)
                {
                    Key(value);
                    size += Texts(value, rule, goal);
                }

                return size;
            default:
                return size;
        }
    }

    private void Text(ScalarNode scalar, TextRule rule, GoalName? goal)
    {
        var text = scalar.Text;
        var refused = rule.IndexOfRefused(text);
        if (refused >= 0)
        {
            var character = TextRule.CodePoint(text[refused]);
            if (!cleaning.Allows(goal, text))
            {
                faults.Add(scalar, FaultReason.ControlCharacter, $"a text must not have the character {character}");
                return;
            }

            scalar.Text = rule.Clean(text);
            if (CleanedCount++ < FaultList.Limit)
            {
                var origin = scalar.Root.Origin ?? faults.Origin;
                var place = origin.Place(NodePlace.Of(scalar));
                var removed = $"{character} was removed";
                _cleaned.Add(new PlanFault(place, scalar.Line, scalar.Column, FaultReason.ControlCharacter, removed) { File = origin.File });
            }
        }

        if (rule.IsTooLong(scalar.Text))
        {
            faults.Add(scalar, FaultReason.TextTooLong, $"more than {rule.MaxBytes} bytes of UTF-8");
        }
    }

    // A cleaned key could be another key of its map, so keys are never cleaned.
    private void Key(PlanNode value)
    {
        var key = value.Key!;
        var refused = TextRule.OneLine.IndexOfRefused(key);
        if (refused >= 0)
        {
            faults.AddAtKey(value, FaultReason.ControlCharacter, $"a key must not have the character {TextRule.CodePoint(key[refused])}");
        }
        else if (TextRule.OneLine.IsTooLong(key))
        {
            faults.AddAtKey(value, FaultReason.TextTooLong, $"a key of more than {TextRule.OneLine.MaxBytes} bytes of UTF-8");
        }
    }

    private static int Size(string text) => MostBytesOfCharacter * text.Length;
}
