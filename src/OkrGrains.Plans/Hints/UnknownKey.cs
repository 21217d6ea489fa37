using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Hints;

/// <summary>Says what is wrong with a key that nobody reads, which key was probably meant, and which keys there are.</summary>
internal static class UnknownKey
{
    /// <summary>Returns the message of the fault.</summary>
    /// <param name="value">The value under the unknown key.</param>
    /// <param name="notes">The keys that the map was asked for; null when they were not noted.</param>
    /// <param name="listsKeys">True to list all keys that have a meaning there.</param>
    public static string Message(PlanNode value, KeyNotes? notes, bool listsKeys)
    {
        var key = value.Key!;
        var message = $"`{Excerpt.Of(key)}` is no key here";
        if (notes is null)
        {
            return message;
        }

        var hint = OfThousands(value) ?? KeySynonyms.Hint(value, notes) ?? OfNearest(key, notes);
        message += hint is null ? "" : $": {hint}";
        return listsKeys ? $"{message}; the keys here are {string.Join(", ", notes.Allowed)}" : message;
    }

    private static string? OfNearest(string key, KeyNotes notes)
    {
        var nearest = Nearest.To(key, notes.Allowed) ?? Nearest.To(key, notes.Known);
        return nearest is null ? null : $"did you mean `{nearest}`?";
    }

    // In `{target: 100,000}` the comma ends the value, and `000` is the next key.
    private static string? OfThousands(PlanNode value) =>
        value is ScalarNode { IsNull: true } && value.Key is { Length: 3 } digits && digits.All(char.IsAsciiDigit)
            ? "a comma ends the value before it, so write a number without commas: 100000 for 100,000"
            : null;
}
