using System.Net;
using Grpc.Core;
using OkrGrains.Api.Tests.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Host;
using OkrGrains.Host.Metrics;

namespace OkrGrains.Api.Tests.Metrics;

public sealed class EndpointTests
{
    private static readonly MetricsOptions _served = new() { Urls = "http://127.0.0.1:0" };

    [Fact]
    public async Task Every_reading_is_received_and_then_acknowledged_rejected_or_a_duplicate()
    {
        await using var server = await MeasuredServer.StartAsync(_served);
        using (var producer = await server.Bench.ProduceAsync())
        {
            await producer.SendAsync(Batches.Of(1, [1, 2, 4]));
            await producer.UntilAckAsync(3);
            await producer.SendAsync(Batches.Of(1, [1, 2, 4, 8, 1e16, double.NaN]));
            await producer.UntilAckAsync(6);
            await producer.SendAsync(Batches.Of(9, [16]));
            Assert.NotNull((await producer.NextAsync()).Gap);
            Assert.Equal(1, (await server.ScrapeAsync())["okrgrains_streams_open"]);
            await producer.CompleteAsync();
            await producer.RemainingAsync();
        }

        await server.Bench.WriteAsync(Reading("kpis/revenue"), Reading("kpis/unknown"));
        await server.MeasuredAsync("okrgrains.freshness");
        await Assert.ThrowsAsync<RpcException>(() => server.Bench.GetAsync("kpis/unknown"));

        var samples = await server.ScrapeAsync();
        Assert.Equal(
            [
                ("received", 11), ("duplicates", 3), ("acknowledged", 5), ("rejected{reason=\"VALUE_OUT_OF_RANGE\"}", 2),
                ("rejected{reason=\"UNKNOWN_GOAL\"}", 1),
            ],
            Readings(samples, "received", "duplicates", "acknowledged", "rejected{reason=\"VALUE_OUT_OF_RANGE\"}", "rejected{reason=\"UNKNOWN_GOAL\"}"));
        Assert.Equal(1, samples["okrgrains_batches_gaps_total"]);
        Assert.Equal(2, samples["okrgrains_batches_duration_seconds_count"]);
        Assert.Equal(1, samples["okrgrains_freshness_seconds_count"]);
        Assert.Equal(3, samples["okrgrains_appends_readings_count"]);
        Assert.Equal(5, samples["okrgrains_appends_readings_sum"]);
        Assert.Equal(2, samples["okrgrains_appends_readings_bucket{le=\"1\"}"]);
        Assert.Equal(3, samples["okrgrains_appends_readings_bucket{le=\"3\"}"]);
        Assert.Equal(5, samples["okrgrains_store_commit_readings_sum"]);
        Assert.NotEqual(0, samples["okrgrains_store_written_bytes_total"]);
        Assert.Equal(1, samples["okrgrains_calls_failed_total{method=\"GetGoal\",reason=\"UNKNOWN_GOAL\"}"]);
        Assert.Equal((0, 0), (samples["okrgrains_readings_in_flight"], samples["okrgrains_streams_open"]));
    }

    [Fact]
    public async Task Contributions_are_counted_by_the_kind_of_goal_that_they_leave()
    {
        await using var server = await MeasuredServer.StartAsync(_served);
        var token = await server.Bench.WriteAsync(Reading("kpis/revenue"));
        Assert.Equal("0.005", (await server.Bench.GetAsync("objectives/grow", token)).Figures.Score.Decimal);
        Assert.Null((await server.Bench.GetAsync("kpis/per-visit", token)).Figures.Value);

        var samples = await server.ScrapeAsync();
        Assert.Equal(
            ["key_result", "kpi"],
            samples.Keys.Where(key => key.StartsWith("okrgrains_contributions_sent_total", StringComparison.Ordinal))
                .Select(key => key.Split('"')[1]).Order(StringComparer.Ordinal));
        Assert.Equal(5, samples["okrgrains_grains_active"]);
    }

    [Fact]
    public async Task The_page_says_what_it_is_and_nothing_else_is_served()
    {
        await using var server = await MeasuredServer.StartAsync(_served);
        using var response = await server.GetAsync();
        using var http = new HttpClient();
        using var elsewhere = await http.GetAsync(new Uri(response.RequestMessage!.RequestUri!, "/"));
        using var posted = await http.PostAsync(response.RequestMessage.RequestUri, null);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (elsewhere.StatusCode, posted.StatusCode));
        Assert.Equal(new Version(1, 1), response.Version);
    }

    [Fact]
    public async Task Two_servers_of_one_process_show_their_own_measurements()
    {
        await using var one = await MeasuredServer.StartAsync(_served);
        await using var other = await MeasuredServer.StartAsync(_served);
        await one.Bench.WriteAsync(Reading("kpis/revenue"));

        Assert.Equal(1, (await one.ScrapeAsync())["okrgrains_readings_received_total"]);
        Assert.DoesNotContain("okrgrains_readings_received_total", (await other.ScrapeAsync()).Keys);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:0;")]
    public async Task An_address_that_is_none_is_refused(string urls)
    {
        var options = new ServerOptions { Metrics = { Urls = urls } };
        var refused = await Assert.ThrowsAsync<ServerRefusedException>(() => OkrServer.StartAsync(options));
        Assert.StartsWith("metrics-urls: ", refused.Message, StringComparison.Ordinal);
    }

    private static Reading Reading(string goal) =>
        new() { Goal = goal, Time = new() { Seconds = Clusters.Now.UnixMillis / 1000 }, Value = 1 };

    private static (string, double)[] Readings(Dictionary<string, double> samples, params string[] names) =>
    [
        .. names.Select(name => (name, samples["okrgrains_readings_" + (name.Contains('{') ? name.Replace("{", "_total{") : name + "_total")])),
    ];
}
