using System.Text;

namespace OkrGrains.Fuzz.Tests.Texts;

/// <summary>Damages a good text, at a few places in one of many ways.</summary>
internal sealed class TextDamage(Random random)
{
    private const int MostRepeated = 20_000;

    private static readonly byte[][] _pieces =
    [
        .. new[]
        {
            "\0", "\0\0\0\0\0\0\0\0", "\u001b[2J", "\u001b]52;c;AAAA\a", "\r", "\n", "\r\n", "\t", "\u0085", "\u2028", "\u2029",
            "\u202e", "\u2066", "\uFEFF", "\uFFFD", "\u0661\u0662", "\U0001F600", "e\u0301\u0301\u0301", "\u00a0", "\u3000",
            "&a [*a, *a]", "*a", "<<: *a", "!!binary x", "!<!x> y", "? ", ": ", "- ", "---", "...", "%YAML 1.2\n", "{", "}", "[", "]",
            ",", "\"", "'", "|\n", ">\n", "#", "`", "@x", "~", "null", "true", ".inf", ".nan", "0x10", "0o7", "1_000", "1e400", "1e-400",
            "1e99999999999999999999", "-0", "9223372036854775808", "340282366920938463463374607431768211456", "+5", "5.", ".5",
            "2026-02-30", "0000-01-01", "99999-01-01", "P99999999999D", "PT0S", "UTC+3", "../..", "workspace: w\n", "id: a",
            "formula: {sum: [a]}", "goal,time,value\n", "\"\\0\"", "\"\\u0000\"", "\"\\x1b\"", "\"\\ud800\"", "\"\\N\"", "\"\"\"\"",
            ",,,", "kpis/", "keyResults/", "2026-03-01T00:00:00Z,", "NaN", "Infinity",
        }.Select(text => Encoding.UTF8.GetBytes(text)),
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80], [0xff, 0xfe], [0xfe, 0xff], [0x80], [0x7f],
    ];

    private static readonly string[] _nested =
    [
        "[", "{a: ", "- ", "? ", "{\"a\":", "\"", "'", "!", "&a ", "|\n  ", "(", " ", "\t", "\r", "0", "9", "a", "\u0301", ",",
    ];

    public byte[] Of(byte[] good)
    {
        var text = good.ToList();
        for (var change = random.Next(1, 7); change > 0; change--)
        {
            Change(text);
        }

        return random.Next(8) == 0 ? [.. text[..random.Next(text.Count + 1)]] : [.. text];
    }

    private void Change(List<byte> text)
    {
        var at = random.Next(text.Count + 1);
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                text.InsertRange(at, _pieces[random.Next(_pieces.Length)]);
                break;
            case 3:
                text.RemoveRange(at, Math.Min(random.Next(1, 30), text.Count - at));
                break;
            case 4 when at < text.Count:
                text[at] = (byte)random.Next(256);
                break;
            case 5 when at < text.Count:
                text[at] ^= (byte)(1 << random.Next(8));
                break;
            case 6:
                var from = random.Next(text.Count + 1);
                text.InsertRange(at, text.GetRange(from, Math.Min(random.Next(400), text.Count - from)));
                break;
            case 7 when random.Next(6) == 0:
                text.InsertRange(at, Encoding.UTF8.GetBytes(Repeated()));
                break;
            default:
                text.InsertRange(at, Enumerable.Range(0, random.Next(1, 20)).Select(_ => (byte)random.Next(256)));
                break;
        }
    }

    private string Repeated() => string.Concat(Enumerable.Repeat(_nested[random.Next(_nested.Length)], random.Next(1, MostRepeated)));
}
