namespace OkrGrains.Plans.Text;

/// <summary>
/// Hides U+0085, U+2028 and U+2029 from the parser behind characters that the text does not have, and puts them back into what it reads.
/// </summary>
/// <remarks>YAML 1.2 treats them as ordinary characters. The parser ends a line at them as YAML 1.1 did, which changes values and lines.</remarks>
internal sealed class ForeignBreaks
{
    private const char FirstPrivate = '\uE000';
    private const char LastPrivate = '\uF8FF';
    private const string Breaks = "\u0085\u2028\u2029";

    private readonly string _standIns;

    private ForeignBreaks(string standIns) => _standIns = standIns;

    private static ReadOnlySpan<byte> NextLine => [0xC2, 0x85];

    private static ReadOnlySpan<byte> LineSeparator => [0xE2, 0x80, 0xA8];

    private static ReadOnlySpan<byte> ParagraphSeparator => [0xE2, 0x80, 0xA9];

    /// <summary>Finds what to hide in a valid UTF-8 text; null when there is nothing.</summary>
    /// <exception cref="TextFault">The text uses every character that could stand in.</exception>
    public static ForeignBreaks? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf(NextLine) < 0 && utf8.IndexOf(LineSeparator) < 0 && utf8.IndexOf(ParagraphSeparator) < 0)
        {
            return null;
        }

        var used = UsedPrivate(utf8);
        Span<char> free = stackalloc char[Breaks.Length];
        var found = 0;
        for (var i = 0; i < used.Length && found < free.Length; i++)
        {
            if (!used[i])
            {
                free[found++] = (char)(FirstPrivate + i);
            }
        }

        return found == free.Length
            ? new ForeignBreaks(new string(free))
            : throw new TextFault(FaultReason.Syntax, 1, 1, "a text with U+0085, U+2028 or U+2029 must leave some private-use characters unused");
    }

    /// <summary>Returns the character that the parser sees.</summary>
    public char Hide(char character) =>
        character is '\u0085' or '\u2028' or '\u2029' ? _standIns[Breaks.IndexOf(character, StringComparison.Ordinal)] : character;

    /// <summary>Returns a text of the parser with what was hidden in it.</summary>
    public string Restore(string text) => text.AsSpan().IndexOfAny(_standIns) < 0
        ? text
        : string.Create(text.Length, (text, _standIns), static (restored, hidden) =>
        {
            for (var i = 0; i < restored.Length; i++)
            {
                var at = hidden._standIns.IndexOf(hidden.text[i], StringComparison.Ordinal);
                restored[i] = at < 0 ? hidden.text[i] : Breaks[at];
            }
        });

    private static bool[] UsedPrivate(ReadOnlySpan<byte> utf8)
    {
        var used = new bool[LastPrivate - FirstPrivate + 1];
        for (var i = 0; i + 2 < utf8.Length; i++)
        {
            // U+E000 to U+F8FF take three bytes, the first of which is EE or EF.
            if (utf8[i] is 0xEE or 0xEF)
            {
                var character = ((utf8[i] & 0xF) << 12) | ((utf8[i + 1] & 0x3F) << 6) | (utf8[i + 2] & 0x3F);
                if (character <= LastPrivate)
                {
                    used[character - FirstPrivate] = true;
                }
            }
        }

        return used;
    }
}

/// <summary>Reads a text with its foreign breaks hidden.</summary>
internal sealed class HidingReader(TextReader text, ForeignBreaks breaks) : TextReader
{
    public override int Peek() => Hide(text.Peek());

    public override int Read() => Hide(text.Read());

    public override int Read(char[] buffer, int index, int count)
    {
        var read = text.Read(buffer, index, count);
        foreach (ref var character in buffer.AsSpan(index, read))
        {
            character = breaks.Hide(character);
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Hide(int character) => character < 0 ? character : breaks.Hide((char)character);
}
