using System.Buffers;

namespace OkrGrains.Plans.Text;

/// <summary>The form of ids (goal-model §1).</summary>
internal static class Ids
{
    public const int MaxLength = 63;

    private static readonly SearchValues<char> _characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsId(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterLower(text[0])
        && text[^1] != '-'
        && !text.ContainsAnyExcept(_characters);
}
