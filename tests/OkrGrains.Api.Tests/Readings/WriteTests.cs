using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

[Collection(ClusterTests.Name)]
public sealed class WriteTests(Clusters clusters)
{
    private static Timestamp Now => Clusters.Now.ToWire();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_write_counts_but_for_what_it_says_was_rejected(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var answer = await bench.Readings.WriteReadingsAsync(new WriteReadingsRequest
        {
            Parent = bench.Workspace,
            Readings =
            {
                new Reading { Goal = "kpis/revenue", Time = Now, Value = 1 },
                new Reading { Goal = "kpis/nowhere", Time = Now, Value = 1 },
                new Reading { Goal = "objectives/grow", Time = Now, Value = 1 },
                new Reading { Goal = "kpis/revenue", Time = Now, Value = double.NaN },
                new Reading { Goal = "kpis/revenue", Time = new Timestamp { Seconds = long.MaxValue }, Value = 1 },
                new Reading { Goal = "kpis/revenue", Time = Now, Value = 41 },
            },
        });

        Assert.Equal(
            [(1, "UNKNOWN_GOAL"), (2, "TAKES_NO_READINGS"), (3, "VALUE_OUT_OF_RANGE"), (4, "TIME_OUT_OF_RANGE")],
            answer.Rejections.Select(rejection => (rejection.Index, rejection.Reason)));
        Assert.Equal("42", (await bench.GetAsync("kpis/revenue", answer.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Writes_at_the_same_time_all_count(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var reading = new Reading { Goal = "kpis/revenue", Time = Now, Value = 1 };

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => bench.WriteAsync(reading)));

        Assert.Equal("50", (await bench.GetAsync("kpis/revenue", tokens[^1])).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_write_without_readings_or_without_a_time_is_refused_with_its_field()
    {
        var bench = await clusters.OpenAsync(1);

        var empty = await Assert.ThrowsAsync<RpcException>(() => bench.WriteAsync());
        var timeless = await Assert.ThrowsAsync<RpcException>(() => bench.WriteAsync(new Reading { Goal = "kpis/revenue" }));

        Assert.Equal((StatusCode.InvalidArgument, "readings"), (empty.StatusCode, Fault.Fields(empty).Single()));
        Assert.Equal((StatusCode.InvalidArgument, "readings[0].time"), (timeless.StatusCode, Fault.Fields(timeless).Single()));
    }
}
