using System.Text;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Cli.Output;

/// <summary>
/// Writes text with every character that acts on a terminal in a visible form, so that nothing that others wrote can move the cursor, change
/// the clipboard or turn the order of characters. Line breaks and tabs stay.
/// </summary>
internal sealed class ShownWriter : TextWriter
{
    private readonly TextWriter _writer;

    public ShownWriter(TextWriter writer)
    {
        _writer = writer;
        CoreNewLine = writer.NewLine.ToCharArray();
    }

    public override Encoding Encoding => _writer.Encoding;

    // Half a pair may come alone here, as a part of a text that is written character by character.
    public override void Write(char value)
    {
        if (char.IsSurrogate(value))
        {
            _writer.Write(value);
        }
        else
        {
            Write(value.ToString());
        }
    }

    public override void Write(string? value) => _writer.Write(Shown(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void WriteLine(string? value) => _writer.WriteLine(Shown(value));

    public override void Flush() => _writer.Flush();

    private static string? Shown(string? value) => value is null ? null : TextRule.Prose.Escape(value);
}
