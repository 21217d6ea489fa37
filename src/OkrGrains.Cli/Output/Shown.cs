using OkrGrains.Model.Definitions;

namespace OkrGrains.Cli.Output;

/// <summary>Makes a line for people of what others wrote.</summary>
/// <remarks>
/// <see cref="Terminal"/> shows every control character in a visible form, whoever prints it. A table must have that form before it
/// measures its columns.
/// </remarks>
internal static class Shown
{
    /// <summary>Returns a text of one line with every character in a visible form.</summary>
    public static string Line(string text) => TextRule.OneLine.Escape(text);

    /// <summary>Returns a text of several lines as one, with spaces for the line breaks.</summary>
    public static string Prose(string text) => Line(text.ReplaceLineEndings(" "));
}
