using OkrGrains.Model.Definitions;

namespace OkrGrains.Model.Tests.Definitions;

public sealed class TextRuleTests
{
    public static TheoryData<int, int> RefusedRanges => new()
    {
        { 0x00, 0x08 }, { 0x0B, 0x0C }, { 0x0D, 0x0D }, { 0x0E, 0x1F }, { 0x7F, 0x9F }, { 0x202A, 0x202E }, { 0x2066, 0x2069 }, { 0xD800, 0xDFFF },
    };

    [Theory]
    [MemberData(nameof(RefusedRanges))]
    public void Control_characters_bidi_overrides_and_half_pairs_are_refused_in_every_text(int first, int last)
    {
        for (var character = (char)first; character <= last; character++)
        {
            Assert.Equal(2, TextRule.OneLine.IndexOfRefused($"ab{character}c"));
            Assert.Equal(2, TextRule.Prose.IndexOfRefused($"ab{character}c"));
        }
    }

    [Theory]
    [InlineData('\t')]
    [InlineData('\n')]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    public void Tabs_and_line_breaks_are_refused_where_a_text_has_one_line_only(char character)
    {
        Assert.Equal(0, TextRule.OneLine.IndexOfRefused($"{character}"));
        Assert.Equal(-1, TextRule.Prose.IndexOfRefused($"{character}"));
    }

    [Fact]
    public void Exactly_these_characters_are_refused_and_no_others()
    {
        for (var character = 0; character <= char.MaxValue; character++)
        {
            var prose = character is < 0x20 and not ('\t' or '\n') or (>= 0x7F and <= 0x9F) or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069) or (>= 0xD800 and <= 0xDFFF);
            var line = prose || character is '\t' or '\n' or 0x2028 or 0x2029;

            Assert.Equal(prose ? 0 : -1, TextRule.Prose.IndexOfRefused([(char)character]));
            Assert.Equal(line ? 0 : -1, TextRule.OneLine.IndexOfRefused([(char)character]));
        }
    }

    [Fact]
    public void A_carriage_return_is_taken_only_before_a_newline()
    {
        Assert.Equal(-1, TextRule.Prose.IndexOfRefused("one\r\ntwo\r\n"));
        Assert.Equal(3, TextRule.Prose.IndexOfRefused("one\rtwo"));
        Assert.Equal(3, TextRule.Prose.IndexOfRefused("one\r"));
        Assert.Equal(3, TextRule.OneLine.IndexOfRefused("one\r\n"));
    }

    [Fact]
    public void Whole_pairs_are_taken_and_halves_beside_them_are_not()
    {
        Assert.Equal(-1, TextRule.OneLine.IndexOfRefused("😀😀"));
        Assert.Equal(2, TextRule.OneLine.IndexOfRefused("😀\uDE00"));
        Assert.Equal(0, TextRule.OneLine.IndexOfRefused("\uD83D😀"));
    }

    [Fact]
    public void The_size_counts_in_bytes_of_utf8()
    {
        Assert.False(TextRule.OneLine.IsTooLong(new string('x', 1024)));
        Assert.True(TextRule.OneLine.IsTooLong(new string('x', 1025)));
        Assert.False(TextRule.OneLine.IsTooLong(new string('ä', 512)));
        Assert.True(TextRule.OneLine.IsTooLong(new string('ä', 512) + "x"));
        Assert.False(TextRule.Prose.IsTooLong(new string('中', 1365)));
        Assert.True(TextRule.Prose.IsTooLong(new string('中', 1366)));
        Assert.False(TextRule.Prose.IsTooLong(string.Concat(Enumerable.Repeat("😀", 1024))));
    }

    [Fact]
    public void A_fault_names_the_code_point_or_the_size()
    {
        Assert.Equal("must not have the character U+001B", TextRule.OneLine.Fault("\u001b[31mred"));
        Assert.Equal("must not have the character U+202E", TextRule.Prose.Fault("\u202egpj.exe"));
        Assert.Equal("must have at most 1024 bytes of UTF-8", TextRule.OneLine.Fault(new string('x', 1025)));
        Assert.Null(TextRule.OneLine.Fault("a title"));
    }

    [Fact]
    public void Cleaning_removes_what_is_refused_and_keeps_words_apart()
    {
        Assert.Equal("[31mred", TextRule.OneLine.Clean("\u001b[31mred\u202e\0"));
        Assert.Equal("one two three", TextRule.OneLine.Clean("one\r\ntwo\u2028three"));
        Assert.Equal("one\ntwo three", TextRule.Prose.Clean("one\ntwo\u0085three"));
        Assert.Equal("a 😀", TextRule.OneLine.Clean("a\t😀\uD800"));
    }

    [Fact]
    public void Escaping_shows_what_is_refused()
    {
        Assert.Equal("\\u001b]52;c;eA==\\u0007", TextRule.OneLine.Escape("\u001b]52;c;eA==\a"));
        Assert.Equal("a\\u000ab", TextRule.OneLine.Escape("a\nb"));
        Assert.Equal("a\nb\\u000d", TextRule.Prose.Escape("a\nb\r"));
        Assert.Same("plain", TextRule.OneLine.Escape("plain"));
    }
}
