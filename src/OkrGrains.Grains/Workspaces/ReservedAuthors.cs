using System.Globalization;
using System.Text;

namespace OkrGrains.Grains.Workspaces;

/// <summary>The author that stands for the server itself. Nobody else may state it: whoever did would pass a deed of theirs off as the clock's.</summary>
public static class ReservedAuthors
{
    /// <summary>The author of closings that nobody asked for.</summary>
    public const string Clock = "clock";

    /// <summary>
    /// Returns true if an author is reserved, in any letter case, with any white space around it, and whatever invisible characters
    /// or marks are in it, or begins like a line of it.
    /// </summary>
    public static bool Contains(string author)
    {
        ArgumentNullException.ThrowIfNull(author);
        var name = Seen(author).AsSpan().Trim();
        return name.StartsWith(Clock, StringComparison.Ordinal)
            && (name.Length == Clock.Length || name[Clock.Length..].TrimStart() is [':', ..]);
    }

    private static string Seen(string author) => string.Concat(author.EnumerateRunes()
        .Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark))
        .Select(Rune.ToLowerInvariant));
}
