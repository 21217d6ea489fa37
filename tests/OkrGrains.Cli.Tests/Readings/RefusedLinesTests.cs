using OkrGrains.Cli.Readings;

namespace OkrGrains.Cli.Tests.Readings;

public sealed class RefusedLinesTests
{
    [Fact]
    public void The_first_lines_of_the_file_are_kept_in_its_order_in_whatever_order_they_come()
    {
        var refused = new RefusedLines("f.csv");
        for (var line = 1_500; line >= 1; line--)
        {
            refused.Add(line, "BAD", "no");
        }

        var first = Enumerable.Range(1, 1_000).Select(line => $"f.csv:{line}: no [BAD]");
        Assert.Equal([.. first, "f.csv: 500 more lines refused"], refused.Lines);
        Assert.Equal(", 1,500 lines refused (BAD 1,500)", refused.Summary);
    }

    [Fact]
    public void Lines_whose_number_is_not_known_any_more_come_last()
    {
        var refused = new RefusedLines("f.csv");
        refused.Add(0, "OLD", "first");
        refused.Add(2, "NEW", "second");
        refused.Add(0, "OLD", "third");

        Assert.Equal(["f.csv:2: second [NEW]", "f.csv: first [OLD]", "f.csv: third [OLD]"], refused.Lines);
        Assert.Equal(", 3 lines refused (NEW 1, OLD 2)", refused.Summary);
    }
}
