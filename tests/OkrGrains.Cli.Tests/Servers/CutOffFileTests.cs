using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace OkrGrains.Cli.Tests.Servers;

public sealed class CutOffFileTests
{
    private const string Plan = "workspace: w\nkpis: [{id: a, aggregation: sum}]\n";
    private const int Readings = 4_000;

    /// <summary>A cut that breaks off a line within its value, which then looks like a smaller number.</summary>
    [Fact]
    public async Task Of_a_file_that_is_cut_off_no_half_line_counts_and_the_whole_file_goes_on_behind_it()
    {
        var lines = Enumerable.Range(0, Readings).Select(i => $"a,2001-01-01T00:00:{i % 60:D2}Z,{1000 + (i * 7919 % 9000)}").ToArray();
        var sum = lines.Sum(line => long.Parse(line.Split(',')[2], CultureInfo.InvariantCulture));
        var whole = Pack("goal,time,value\n" + string.Join('\n', lines) + "\n");
        await using var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan)));
        var path = server.Write("readings.csv.gz", "");

        foreach (var tenths in new[] { 2, 5, 9 })
        {
            await File.WriteAllBytesAsync(path, whole[..(whole.Length * tenths / 10)]);
            var cut = await server.RunAsync("push", path, "--producer", "p");
            Assert.Equal((1, ""), (cut.ExitCode, cut.Out));
            Assert.Equal($"{path}: is cut off: the file ends before its compressed data", cut.ErrorLines[^1]);
        }

        await File.WriteAllBytesAsync(path, whole);
        Assert.Equal(0, (await server.RunAsync("push", path, "--producer", "p")).ExitCode);
        var all = JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!;
        Assert.Equal(sum.ToString(CultureInfo.InvariantCulture), (string?)all["kpis"]!["a"]!["value"]);
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
