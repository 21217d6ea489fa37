using System.Globalization;
using System.Text;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Hints;

/// <summary>Guesses the id that was meant: one that exists, or one of the right form.</summary>
internal static class IdHints
{
    /// <summary>Returns the part of the message that names the nearest id, with a colon before it; empty when none is near.</summary>
    public static string DidYouMean(string id, IReadOnlyCollection<string> ids, FaultList faults) =>
        faults.MayCompare(ids.Count) && Nearest.To(id, ids) is { } nearest ? $": did you mean `{Excerpt.Of(nearest)}`?" : "";

    /// <summary>Returns the part of the message that gives the text in the form of an id, with a colon before it; empty when there is none.</summary>
    public static string InForm(string text) => OfText(text) is { } id ? $": write `{id}`" : "";

    private static string? OfText(string text)
    {
        if (text.Length > Ids.MaxLength)
        {
            return null;
        }

        var id = new StringBuilder();
        foreach (var c in Spelled(text).ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            {
                id.Append(c);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        var trimmed = id.ToString().TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Trim('-');
        return Ids.IsId(trimmed) ? trimmed : null;
    }

    private static string Spelled(string text)
    {
        var spelled = new StringBuilder(text);
        foreach (var (letter, ascii) in ((string, string)[])[("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "ae"), ("Ö", "oe"), ("Ü", "ue"), ("ß", "ss")])
        {
            spelled.Replace(letter, ascii);
        }

        return spelled.ToString();
    }
}
