using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using OkrGrains.Host.Metrics;

namespace OkrGrains.Api.Tests.Metrics;

public sealed partial class DocumentedTests
{
    [Fact]
    public async Task The_page_lists_every_instrument_with_its_kind_and_unit_and_no_other()
    {
        await using var server = await MeasuredServer.StartAsync(new MetricsOptions { Variables = new Dictionary<string, string?>() });
        var made = server.Instruments.Where(instrument => IsOwn(instrument.Meter.Name))
            .Select(instrument => (instrument.Name, Kind(instrument), instrument.Unit!));
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "metrics.md"));
        var listed = Row().Matches(page).Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value));

        Assert.Equal(made.Order(), listed.Order());
        Assert.Subset(
            Telemetry.Meters.ToHashSet(), server.Instruments.Select(instrument => instrument.Meter.Name).Where(IsOwn).ToHashSet());
    }

    private static bool IsOwn(string meter) => meter.StartsWith("OkrGrains.", StringComparison.Ordinal);

    private static string Kind(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> or Histogram<int> => "histogram",
        ObservableUpDownCounter<int> or ObservableUpDownCounter<long> => "level",
        _ => throw new InvalidOperationException($"{instrument.Name} is of a kind that the page has no word for."),
    };

    [GeneratedRegex(@"^\| `(okrgrains\.[a-z_.]+)` \| ([a-z]+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
