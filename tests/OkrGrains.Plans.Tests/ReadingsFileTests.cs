using System.IO.Compression;
using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Plans.Tests;

public sealed class ReadingsFileTests
{
    private const string Header = "goal,time,value\n";

    [Theory]
    [InlineData("flights,2026-01-01T00:00:00Z,1", GoalKind.Kpi, "flights", "2026-01-01T00:00:00Z", 1)]
    [InlineData("kpis/flights,2026-01-01T00:00:00.1239+01:00,-2.5e3", GoalKind.Kpi, "flights", "2025-12-31T23:00:00.123Z", -2500)]
    [InlineData("keyResults/delay-8,2026-01-01t00:00:00z,0.1\r", GoalKind.KeyResult, "delay-8", "2026-01-01T00:00:00Z", 0.1)]
    [InlineData("\"kpis/flights\",\"2026-01-01T00:00:00Z\",\"1e15\"", GoalKind.Kpi, "flights", "2026-01-01T00:00:00Z", 1e15)]
    [InlineData("flights,\"1969-12-31T23:59:59.9999Z\",-1e15", GoalKind.Kpi, "flights", "1969-12-31T23:59:59.999Z", -1e15)]
    [InlineData("flights,2026-01-01T00:00:00Z,0.30000000000000004", GoalKind.Kpi, "flights", "2026-01-01T00:00:00Z", 0.30000000000000004)]
    [InlineData("flights,2026-01-01T00:00:00Z,4.9e-324", GoalKind.Kpi, "flights", "2026-01-01T00:00:00Z", double.Epsilon)]
    public async Task A_good_line(string line, GoalKind kind, string id, string time, double value)
    {
        var reading = Assert.Single(await Lines(Header + line));

        var isBare = !line.Contains('/', StringComparison.Ordinal);
        Assert.Equal(new ReadingLine(2, new GoalName(kind, id), Instant.Parse(time), value, null) { IsBare = isBare }, reading);
    }

    [Theory]
    [InlineData("flights,2026-01-01T00:00:00Z", "WRONG_FIELDS")]
    [InlineData("flights", "WRONG_FIELDS")]
    [InlineData("flights,2026-01-01T00:00:00Z,1,2", "WRONG_FIELDS")]
    [InlineData("\"flights\",\"2026-01-01T00:00:00Z\"", "WRONG_FIELDS")]
    [InlineData("\"flights\",\"2026-01-01T00:00:00Z\",1,", "WRONG_FIELDS")]
    [InlineData("\"flights,2026-01-01T00:00:00Z,1", "BAD_QUOTES")]
    [InlineData("\"flights\"x,2026-01-01T00:00:00Z,1", "BAD_QUOTES")]
    [InlineData("fli\"ghts,2026-01-01T00:00:00Z,1", "BAD_QUOTES")]
    [InlineData("\"fli\"\"ghts\",2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData(",2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("Flights,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData(" flights,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("objectives/punctual,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("kpis/,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("kpis/kpis/a,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("größe,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("flights,2026-01-01T00:00:00,1", "BAD_TIME")]
    [InlineData("flights,2026-01-01,1", "BAD_TIME")]
    [InlineData("flights,2026-02-30T00:00:00Z,1", "BAD_TIME")]
    [InlineData("flights,0000-12-31T00:00:00Z,1", "BAD_TIME")]
    [InlineData("flights,,1", "BAD_TIME")]
    [InlineData("flights,2026-01-01T00:00:00Z,", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z, 1", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,1_000", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,0x10", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,NaN", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,-Infinity", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,∞", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,1e400", "VALUE_OUT_OF_RANGE")]
    [InlineData("flights,2026-01-01T00:00:00Z,1000000000000000.125", "VALUE_OUT_OF_RANGE")]
    [InlineData("flights,2026-01-01T00:00:00Z,-1e16", "VALUE_OUT_OF_RANGE")]
    [InlineData("flights,2026-01-01T00:00:00Z,5\0\0", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,\"5\0\"", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,\0", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,\u0665", "BAD_VALUE")]
    [InlineData("flights,2026-01-01T00:00:00Z,1\r\r", "BAD_VALUE")]
    [InlineData("flights,202\0-01-05T00:00:00Z,5", "BAD_TIME")]
    [InlineData("flights,2026-01-05T00:00:00Z\0,5", "BAD_TIME")]
    [InlineData("flights,2026-01-05T00:00:00+1\0:00,5", "BAD_TIME")]
    [InlineData("flights\0,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("kpis/\0flights,2026-01-01T00:00:00Z,1", "BAD_GOAL")]
    [InlineData("\0\0\0\0", "WRONG_FIELDS")]
    [InlineData("flights,2026-01-01T00:00:00Z,1\rflights,2026-01-01T00:00:00Z,1", "WRONG_FIELDS")]
    public async Task A_bad_line_is_told_and_the_rest_goes_on(string line, string reason)
    {
        var lines = await Lines($"{Header}a,2026-01-01T00:00:00Z,1\n{line}\na,2026-01-01T00:00:00Z,2\n");

        Assert.Equal([null, reason, null], lines.Select(read => read.Fault?.Reason));
        Assert.Equal([2, 3, 4], lines.Select(read => read.Line));
        Assert.Equal(3, lines[1].Fault!.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a,2026-01-01T00:00:00Z,1\n")]
    [InlineData("goal, time, value\na,1,2026-01-01T00:00:00Z\n")]
    [InlineData("\"goal,time,value\na,2026-01-01T00:00:00Z,1\n")]
    public async Task A_file_without_its_header(string text)
    {
        var only = Assert.Single(await Lines(text));

        Assert.Equal((1L, "BAD_HEADER"), (only.Line, only.Fault!.Reason));
    }

    [Theory]
    [InlineData("goal,time,value")]
    [InlineData("\uFEFFgoal,time,value\r\n")]
    [InlineData("\"goal\",\"time\",\"value\"\n\n\r\n")]
    public async Task A_file_without_readings(string text) => Assert.Empty(await Lines(text));

    [Fact]
    public async Task Lines_without_a_character_are_skipped_and_counted()
    {
        var lines = await Lines("goal,time,value\r\n\r\na,2026-01-01T00:00:00Z,1\r\n\r\n\r\na,2026-01-01T00:00:00Z,2");

        Assert.Equal([(3L, 1.0), (6L, 2.0)], lines.Select(line => (line.Line, line.Value)));
    }

    [Fact]
    public async Task Invalid_utf8()
    {
        byte[] file = [.. "goal,time,value\na"u8, 0xFF, .. ",2026-01-01T00:00:00Z,1\n"u8];

        Assert.Equal("INVALID_UTF8", Assert.Single(await Lines(file, 4096)).Fault!.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1023)]
    [InlineData(4096)]
    public async Task A_line_that_is_too_long_is_dropped_however_it_arrives(int atOnce)
    {
        var longest = "a,2026-01-01T00:00:00Z," + new string('0', 1001);
        var text = $"{Header}{longest}\n{longest}\r\n{longest}0\n{new string('x', 200_000)}\n{longest}\n{new string('y', 2_000)}";

        var lines = await Lines(Encoding.UTF8.GetBytes(text), atOnce);

        Assert.Equal(1024, longest.Length);
        Assert.Equal([null, null, "LINE_TOO_LONG", "LINE_TOO_LONG", null, "LINE_TOO_LONG"], lines.Select(line => line.Fault?.Reason));
        Assert.Equal([2, 3, 4, 5, 6, 7], lines.Select(line => line.Line));
    }

    [Fact]
    public async Task Against_a_plan_every_goal_must_take_readings()
    {
        var plan = Refusal.Read("""
            workspace: w
            kpis: [{id: a}, {id: derived, formula: {sum: [a]}}]
            objectives: [{id: o, keyResults: [{id: own, measure: {}, target: 1}, {id: by-kpi, kpi: a, target: 1}]}]
            """).Plan!;
        string[] goals = ["a", "kpis/a", "keyResults/own", "own", "derived", "kpis/derived", "keyResults/by-kpi", "keyResults/a", "b"];
        var file = Header + string.Concat(goals.Select(goal => goal + ",2026-01-01T00:00:00Z,1\n"));

        var readings = await ReadingsFile.ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), plan);

        Assert.Equal(
            [(6, "TAKES_NO_READINGS"), (7, "TAKES_NO_READINGS"), (8, "TAKES_NO_READINGS"), (9, "NO_SUCH_GOAL"), (10, "NO_SUCH_GOAL")],
            readings.Faults.Select(fault => (fault.Line, fault.Reason)));
        Assert.Empty(readings.ByGoal);
    }

    [Fact]
    public async Task A_thousand_bad_lines_are_listed_and_the_rest_counted()
    {
        var plan = Refusal.Read("workspace: w").Plan!;
        var file = Header + string.Concat(Enumerable.Repeat("x\n", 1_234));

        var faults = (await ReadingsFile.ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), plan)).Faults;

        Assert.Equal(1_001, faults.Length);
        Assert.Equal((0L, "TOO_MANY_FAULTS"), (faults[1_000].Line, faults[1_000].Reason));
    }

    [Fact]
    public async Task The_flights_are_read_in_the_order_of_their_lines()
    {
        var plan = PlanReader.Read(await File.ReadAllBytesAsync(Path.Combine(Vectors.FlightsFolder, "plan.yaml"))).Plan!;
        await using var file = new GZipStream(File.OpenRead(Path.Combine(Vectors.FlightsFolder, "readings.csv.gz")), CompressionMode.Decompress);

        var readings = await ReadingsFile.ReadAllAsync(file, plan);

        Assert.Empty(readings.Faults);
        Assert.Equal(260_542, readings.ByGoal.Values.Sum(list => list.Count));
    }

    private static Task<List<ReadingLine>> Lines(string text) => Lines(Encoding.UTF8.GetBytes(text), atOnce: 4096);

    private static async Task<List<ReadingLine>> Lines(byte[] file, int atOnce)
    {
        var lines = new List<ReadingLine>();
        await foreach (var line in ReadingsFile.ReadAsync(new SlowStream(file, atOnce)))
        {
            lines.Add(line);
        }

        return lines;
    }
}
