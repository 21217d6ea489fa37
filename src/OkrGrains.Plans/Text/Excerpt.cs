namespace OkrGrains.Plans.Text;

/// <summary>What a message may quote of a text that anybody may have written: short, and on one line.</summary>
internal static class Excerpt
{
    private const int MaxLength = 64;

    public static string Of(string text)
    {
        if (text.Length <= MaxLength && !text.Any(char.IsControl))
        {
            return text;
        }

        var start = text.Length <= MaxLength ? text : text[..CutBefore(text, MaxLength)] + "…";
        return string.Concat(start.Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }

    private static int CutBefore(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
