using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// The token of a page of goals: a place in the plan, behind which the list continues. Goals that are added or removed meanwhile therefore
/// shift nothing.
/// </summary>
internal readonly record struct PageToken(GoalKind Kind, int Ordinal)
{
    /// <summary>The place before the first goal.</summary>
    public static PageToken Start => default;

    /// <summary>Returns the place behind a goal.</summary>
    public PageToken Behind(GoalEntry last) => this with { Kind = last.Row.Name.Kind, Ordinal = last.Row.Ordinal };

    /// <summary>Returns true when the goal comes after this place.</summary>
    public bool Precedes(GoalEntry entry) => (Kind, Ordinal).CompareTo((entry.Row.Name.Kind, entry.Row.Ordinal)) < 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Kind}.{Ordinal}");

    /// <summary>Parses a token that <see cref="ToString"/> made.</summary>
    /// <exception cref="ApiFault">The field holds no such token.</exception>
    public static PageToken Read(string field, string token)
    {
        var parts = token.Split('.', 3);
        if (parts.Length == 2
            && TryNumber(parts[0], out var kind) && kind is >= 1 and <= 3
            && TryNumber(parts[1], out var ordinal) && ordinal <= int.MaxValue)
        {
            return new PageToken((GoalKind)kind.Value, (int)ordinal.Value);
        }

        throw ApiFault.BadRequest(field, "is no page token of this server");
    }

    private static bool TryNumber(string text, out long? number)
    {
        number = PlainNumber.TryParseWhole(text, out var parsed) ? parsed : null;
        return number is not null;
    }
}
