using System.Text;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Plans.Tests;

public sealed class ReadingsFormatTests
{
    public static TheoryData<string> Invalid =>
        [.. Directory.GetFiles(Path.Combine(Vectors.Folder, "invalid-readings"), "*.csv").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task A_worked_file_with_one_bad_line_names_it(string name)
    {
        var folder = Path.Combine(Vectors.Folder, "invalid-readings");
        var expected = long.Parse(await File.ReadAllTextAsync(Path.Combine(folder, name + ".line.txt")), null);

        var readings = await ReadAllAsync(Path.Combine(folder, "plan.yaml"), Path.Combine(folder, name + ".csv"));

        Assert.Equal(expected, Assert.Single(readings.Faults).Line);
    }

    [Theory]
    [InlineData("readings-quoted", "kpis/books -3; kpis/pages 17 21; kpis/readers 12.5 30; keyResults/twice 2")]
    [InlineData("readings-semicolons", "kpis/books 3; kpis/pages 17 21; kpis/readers 12.5 30; keyResults/twice 1.25 0.75")]
    public async Task A_worked_file_in_another_form_is_read_whole(string name, string expected)
    {
        var folder = Path.Combine(Vectors.Folder, name);

        var readings = await ReadAllAsync(Path.Combine(folder, "plan.yaml"), Path.Combine(folder, "readings.csv"));

        Assert.Empty(readings.Faults);
        Assert.Equal(
            expected.Split("; "),
            readings.ByGoal
                .OrderBy(goal => goal.Key.Kind).ThenBy(goal => goal.Key.Id, StringComparer.Ordinal)
                .Select(goal => $"{goal.Key} {string.Join(' ', goal.Value.Select(reading => reading.Value.ToString()))}"));
    }

    [Theory]
    [InlineData("bom")]
    [InlineData("crlf")]
    [InlineData("quoted-all")]
    [InlineData("blank-lines")]
    [InlineData("offset")]
    [InlineData("header-order")]
    [InlineData("header-case")]
    [InlineData("extra-column")]
    [InlineData("semicolons")]
    [InlineData("far-future")]
    [InlineData("full-name", 2)]
    [InlineData("header-only", 0)]
    public async Task A_file_that_a_new_user_tries_counts(string name, int readings = 1)
    {
        var read = await FirstHourAsync(name);

        Assert.Empty(read.Faults);
        Assert.Equal(readings, read.ByGoal.Values.Sum(list => list.Count));
    }

    [Theory]
    [InlineData("empty", 1, "BAD_HEADER", "the file is empty", "goal, time and value")]
    [InlineData("spaces", 1, "BAD_HEADER", "`goal, time, value`", "without spaces", "--map goal=")]
    [InlineData("no-header", 1, "BAD_HEADER", "`profit,2026-05-01T00:00:00Z,1`", "no column `goal`", "--map goal=")]
    [InlineData("metric-header", 1, "BAD_HEADER", "`metric,timestamp,value`", "no column `goal` and no column `time`", "--map goal=")]
    [InlineData("missing-column", 1, "BAD_HEADER", "`goal,time`", "no column `value`", "--map goal=")]
    [InlineData("comma-decimal", 2, "WRONG_FIELDS", "`profit,2026-05-01T00:00:00Z,1,5`", "3 fields", "--decimal-comma")]
    [InlineData("comma-decimal-quoted", 2, "BAD_VALUE", "`1,5`", "1500.25", "--decimal-comma")]
    [InlineData("thousands", 2, "BAD_VALUE", "`1,500.00`", "thousands")]
    [InlineData("percent", 2, "BAD_VALUE", "`25%`", "no unit")]
    [InlineData("nan", 2, "BAD_VALUE", "`NaN`", "1500.25")]
    [InlineData("date-only", 2, "BAD_TIME", "`2026-05-01`", "2026-05-01T09:00:00Z", "--time-zone")]
    [InlineData("epoch", 2, "BAD_TIME", "`1777593600`", "2026-05-01T09:00:00Z")]
    [InlineData("excel-time", 2, "BAD_TIME", "`2026-05-01 09:00:00`", "2026-05-01T09:00:00Z", "--time-zone")]
    [InlineData("local-time", 2, "BAD_TIME", "`2026-05-01T09:00:00`", "2026-05-01T09:00:00Z", "--time-zone")]
    [InlineData("us-date", 2, "BAD_TIME", "`05/01/2026`", "2026-05-01T09:00:00Z")]
    [InlineData("unknown-goal", 2, "NO_SUCH_GOAL", "`proffit`", "did you mean `profit`?")]
    [InlineData("derived-kpi", 2, "TAKES_NO_READINGS", "`kpis/roi`", "derived")]
    [InlineData("objective-goal", 2, "TAKES_NO_READINGS", "`launch`", "objective")]
    public async Task A_file_that_a_new_user_tries_is_refused_with_help(string name, long line, string reason, params string[] parts)
    {
        var fault = Assert.Single((await FirstHourAsync(name)).Faults);

        Assert.Equal((line, reason), (fault.Line, fault.Reason));
        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-05-01T09:00:00", "2026-05-01T07:00:00Z")]
    [InlineData("2026-05-01 09:00", "2026-05-01T07:00:00Z")]
    [InlineData("2026-05-01 09:00:00.25", "2026-05-01T07:00:00.250Z")]
    [InlineData("2026-05-01", "2026-04-30T22:00:00Z")]
    [InlineData("2026-05-01T09:00:00Z", "2026-05-01T09:00:00Z")]
    [InlineData("2026-03-29 01:59:59.999", "2026-03-29T00:59:59.999Z")]
    [InlineData("2026-03-29 03:00", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25 01:59", "2026-10-24T23:59:00Z")]
    [InlineData("2026-10-25 03:00", "2026-10-25T02:00:00Z")]
    [InlineData("2026-10-25 02:00", "2026-10-25T00:00:00Z", true)]
    [InlineData("2026-10-25 02:30", "2026-10-25T00:30:00Z", true)]
    [InlineData("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z")]
    public async Task A_local_time_in_its_zone_is_the_earlier_one_where_clocks_show_it_twice(string text, string expected, bool isTwice = false)
    {
        var format = new ReadingsFormat { Zone = Zone.Find("Europe/Berlin") };

        var lines = await LinesAsync($"goal,time,value\na,{text},1\na,{text},2\n", format);

        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal((Instant.Parse(expected), isTwice, null), (line.Time, line.IsTwice, line.Fault)));
    }

    [Theory]
    [InlineData("2026-03-29 02:00", "Europe/Berlin")]
    [InlineData("2026-03-29 02:59:59.999", "Europe/Berlin")]
    [InlineData("2011-12-30", "Pacific/Apia")]
    [InlineData("2011-12-30T12:00", "Pacific/Apia")]
    public async Task A_local_time_that_clocks_skip_is_refused(string text, string zone)
    {
        var lines = await LinesAsync($"goal,time,value\na,{text},1\na,{text},1\n", new ReadingsFormat { Zone = Zone.Find(zone) });

        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal("BAD_TIME", line.Fault?.Reason));
        Assert.All(
            lines, line => Assert.StartsWith($"`{text}` is never in {zone}: clocks go forward over it; ", line.Fault?.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Columns_are_named_and_the_goal_given()
    {
        var format = new ReadingsFormat { TimeColumn = "ts", ValueColumn = "v", Goal = "keyResults/k", DecimalComma = true };

        var line = Assert.Single(await LinesAsync("V;note;TS\n-1,5;x;2026-01-01T00:00:00Z\n", format));

        Assert.Equal(("keyResults/k", -1.5), (line.Goal.ToString(), line.Value));
    }

    [Fact]
    public async Task A_goal_is_given_for_a_file_that_names_none_only()
    {
        var format = new ReadingsFormat { GoalColumn = "metric", Goal = "kpis/k" };

        var fault = Assert.Single(await LinesAsync("time,value,Metric\n2026-01-01T00:00:00Z,1,kpis/other\n", format)).Fault;

        Assert.Equal("BAD_HEADER", fault?.Reason);
        Assert.Contains("column `metric`, and --goal is for files without one", fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_decimal_comma_a_point_is_no_number()
    {
        var lines = await LinesAsync("goal\ttime\tvalue\na\t2026-01-01T00:00:00Z\t1.500\na\t2026-01-01T00:00:00Z\t1,5e2\n", new() { DecimalComma = true });

        Assert.Equal("BAD_VALUE", lines[0].Fault?.Reason);
        Assert.Equal(150, lines[1].Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(4096)]
    public async Task Quotes_that_never_end_hide_no_line_after_them(int atOnce)
    {
        var text = "goal,time,value,note\na,2026-01-01T00:00:00Z,1,\"two\nlines\"\na,2026-01-01T00:00:00Z,2,\"open\n"
            + string.Concat(Enumerable.Repeat("a,2026-01-01T00:00:00Z,3,\n", 100));

        var lines = await LinesAsync(text, new(), atOnce);

        Assert.Equal([(2, null), (4, "BAD_QUOTES"), (5, null)], lines.Take(3).Select(line => (line.Line, line.Fault?.Reason)));
        Assert.Equal(102, lines.Count);
    }

    private static Task<PlanReadings> FirstHourAsync(string name) =>
        ReadAllAsync(Path.Combine(Vectors.FirstHourFolder, "base.yaml"), Path.Combine(Vectors.FirstHourFolder, $"csv-{name}.csv"));

    private static async Task<PlanReadings> ReadAllAsync(string plan, string file)
    {
        await using var stream = File.OpenRead(file);
        return await ReadingsFile.ReadAllAsync(stream, PlanReader.Read(await File.ReadAllBytesAsync(plan)).Plan!);
    }

    private static async Task<List<ReadingLine>> LinesAsync(string text, ReadingsFormat format, int atOnce = 4096)
    {
        var lines = new List<ReadingLine>();
        await foreach (var line in ReadingsFile.ReadAsync(new SlowStream(Encoding.UTF8.GetBytes(text), atOnce), format))
        {
            lines.Add(line);
        }

        return lines;
    }
}
