using System.Buffers;
using System.Globalization;
using System.Text;

namespace OkrGrains.Model.Definitions;

/// <summary>The rule for a text that people write: which characters it may have, and how long it may be. It holds wherever a text enters.</summary>
/// <remarks>
/// A control character in a text acts on the terminal of whoever reads it: it moves the cursor over other lines, changes the clipboard, or
/// starts a line that looks like one of the program's own. A bidi override shows a text in another order than it has.
/// </remarks>
/// <param name="MaxBytes">The maximum size, in bytes of UTF-8.</param>
/// <param name="HasLines">True if the text may have several lines, and tabs.</param>
public sealed record TextRule(int MaxBytes, bool HasLines)
{
    private const char NextLine = '\u0085';
    private const char LineSeparator = '\u2028';
    private const char ParagraphSeparator = '\u2029';

    /// <summary>Every character that a rule refuses, or takes only in some place; all others are taken everywhere.</summary>
    private static readonly SearchValues<char> _special = SearchValues.Create(
    [
        .. Range('\0', '\u001F'), .. Range('\u007F', '\u009F'), LineSeparator, ParagraphSeparator, .. Range('\u202A', '\u202E'),
        .. Range('\u2066', '\u2069'), .. Range('\uD800', '\uDFFF'),
    ]);

    /// <summary>
    /// A text of one line: a title, an owner, a unit, an author, a tag or the name of a producer; at most 1 KiB, and the name of a producer
    /// less.
    /// </summary>
    public static TextRule OneLine { get; } = new(1024, HasLines: false);

    /// <summary>Every other text: a description, a note, a reason …; at most 4 KiB, and it may have several lines.</summary>
    public static TextRule Prose { get; } = new(4096, HasLines: true);

    /// <summary>
    /// Returns the index of the first character that the rule refuses: a control character, a bidi override or isolate, half a surrogate
    /// pair, and in a text of one line a tab or line break; -1 when there is none.
    /// </summary>
    public int IndexOfRefused(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny(_special);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (IsPair(text, at))
            {
                at++;
            }
            else if (Refuses(text, at))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Returns true when the text is longer than the rule allows.</summary>
    public bool IsTooLong(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > MaxBytes || (text.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(text) > MaxBytes);
    }

    /// <summary>Returns what is wrong with a text, such as "must not have the control character U+001B"; null when nothing is.</summary>
    public string? Fault(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var refused = IndexOfRefused(text);
        return refused >= 0 ? $"must not have the character {CodePoint(text[refused])}"
            : IsTooLong(text) ? string.Create(CultureInfo.InvariantCulture, $"must have at most {MaxBytes} bytes of UTF-8")
            : null;
    }

    /// <summary>Returns the text without the refused characters. Tabs and line breaks become one space each.</summary>
    public string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Replace(text, static (clean, refused, at) =>
        {
            var breaksAgain = refused[at] == '\n' && at > 0 && refused[at - 1] == '\r';
            if (refused[at] is '\t' or '\n' or '\r' or NextLine or LineSeparator or ParagraphSeparator && !breaksAgain)
            {
                clean.Append(' ');
            }
        });
    }

    /// <summary>Returns the text with each refused character in a form that everybody sees, such as <c>\u001b</c>.</summary>
    public string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Replace(text, static (shown, refused, at) => shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)refused[at]:x4}"));
    }

    /// <summary>Returns the name of a character: <c>U+001B</c>.</summary>
    public static string CodePoint(char character) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)character:X4}");

    /// <summary>Returns the greatest length up to a given one at which a longer text can be cut without splitting a surrogate pair.</summary>
    public static int CutBefore(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        return char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
    }

    private string Replace(string text, Action<StringBuilder, string, int> replace)
    {
        var refused = IndexOfRefused(text);
        if (refused < 0)
        {
            return text;
        }

        var replaced = new StringBuilder(text.Length + 16);
        var copied = 0;
        while (refused >= 0)
        {
            replaced.Append(text, copied, refused - copied);
            replace(replaced, text, refused);
            copied = refused + 1;
            var next = IndexOfRefused(text.AsSpan(copied));
            refused = next < 0 ? -1 : copied + next;
        }

        return replaced.Append(text, copied, text.Length - copied).ToString();
    }

    private bool Refuses(ReadOnlySpan<char> text, int at) => text[at] switch
    {
        '\t' or '\n' or LineSeparator or ParagraphSeparator => !HasLines,
        '\r' => !HasLines || at + 1 == text.Length || text[at + 1] != '\n',
        _ => true,
    };

    private static bool IsPair(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);

    private static IEnumerable<char> Range(char first, char last) =>
        Enumerable.Range(first, last - first + 1).Select(character => (char)character);
}
