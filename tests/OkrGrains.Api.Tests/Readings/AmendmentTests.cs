using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

[Collection(ClusterTests.Name)]
public sealed class AmendmentTests(Clusters clusters)
{
    private static Timestamp Now => Clusters.Now.ToWire();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_correction_counts_once_its_token_is_reached(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var written = await WriteAsync(bench, 10, 30);

        var answer = await bench.Readings.CorrectReadingAsync(Correct(bench, written, 1, 90));

        Assert.Equal("kpis/revenue", answer.Amended.Goal);
        Assert.Equal((true, 30.0), (answer.Amended.HasPreviousValue, answer.Amended.PreviousValue));
        Assert.Equal("100", (await bench.GetAsync("kpis/revenue", answer.Token)).Figures.Value.Decimal);
        Assert.Equal("0.5", (await bench.GetAsync("objectives/grow", answer.Token)).Figures.Score.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_retraction_counts_and_a_correction_takes_it_back(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var written = await WriteAsync(bench, 10, 30);

        var retracted = await bench.Readings.RetractReadingAsync(Retract(bench, written, 0));
        Assert.Equal("30", (await bench.GetAsync("kpis/revenue", retracted.Token)).Figures.Value.Decimal);

        var corrected = await bench.Readings.CorrectReadingAsync(Correct(bench, written, 0, 12));
        Assert.False(corrected.Amended.HasPreviousValue);
        Assert.Equal("42", (await bench.GetAsync("kpis/revenue", corrected.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_write_says_under_which_names_its_readings_are_recorded()
    {
        var bench = await clusters.OpenAsync(1);
        var written = await bench.Readings.WriteReadingsAsync(new WriteReadingsRequest
        {
            Parent = bench.Workspace,
            Readings = { Reading(1), new Reading { Goal = "kpis/nowhere", Time = Now, Value = 1 }, Reading(2) },
        });

        Assert.NotEqual("", written.Producer);
        Assert.Equal(0, written.Sequences[1]);
        Assert.Equal(written.Sequences[0] + 1, written.Sequences[2]);
        var page = await bench.Readings.ListReadingsAsync(new ListReadingsRequest { Parent = $"{bench.Workspace}/kpis/revenue" });
        Assert.Equal(
            [(written.Producer, written.Sequences[2], 2.0), (written.Producer, written.Sequences[0], 1.0)],
            page.Readings.Select(reading => (reading.Producer, reading.Sequence, reading.Value)));
    }

    [Fact]
    public async Task Readings_are_listed_with_what_was_accepted_and_every_amendment()
    {
        var bench = await clusters.OpenAsync(3);
        var written = await WriteAsync(bench, 10);
        await bench.Readings.CorrectReadingAsync(Correct(bench, written, 0, 11));
        await bench.Readings.RetractReadingAsync(Retract(bench, written, 0));

        var page = await bench.Readings.ListReadingsAsync(new ListReadingsRequest { Parent = $"{bench.Workspace}/kpis/revenue" });

        var reading = Assert.Single(page.Readings);
        Assert.Equal((10.0, false, Now), (reading.AcceptedValue, reading.HasValue, reading.Time));
        Assert.Equal(
            [(true, 11.0, "ann", "typo"), (false, 0.0, "bob", "twice")],
            reading.Amendments.Select(one => (one.HasValue, one.Value, one.Author, one.Reason)));
        Assert.True(reading.AcceptTime.ToDateTime() <= reading.Amendments[0].AcceptTime.ToDateTime());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task Pages_go_on_where_the_one_before_ended_whatever_comes_meanwhile(int size)
    {
        var bench = await clusters.OpenAsync(1);
        await WriteAsync(bench, 1, 2, 3);
        await WriteAsync(bench, 4);
        var last = await WriteAsync(bench, 5, 6);
        await bench.Readings.CorrectReadingAsync(Correct(bench, last, 0, 50));
        var request = new ListReadingsRequest { Parent = $"{bench.Workspace}/kpis/revenue", PageSize = size };
        var values = new List<double>();
        do
        {
            var page = await bench.Readings.ListReadingsAsync(request);
            Assert.InRange(page.Readings.Count, 0, size);
            values.AddRange(page.Readings.Select(reading => reading.Value));
            request.PageToken = page.NextPageToken;
            await WriteAsync(bench, 100);
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([6, 50, 4, 3, 2, 1], values);
    }

    [Fact]
    public async Task What_cannot_be_amended_is_refused_with_a_stable_reason()
    {
        var bench = await clusters.OpenAsync(1);
        var written = await WriteAsync(bench, 10);
        Task<Fault> FaultOf(Action<CorrectReadingRequest> change)
        {
            var request = Correct(bench, written, 0, 1);
            change(request);
            return Fault.OfAsync(async () => await bench.Readings.CorrectReadingAsync(request));
        }

        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_READING"), await FaultOf(request => request.Sequence++));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_READING"), await FaultOf(request => request.Producer = "nobody"));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_READING"), await FaultOf(request => request.Goal = "kpis/visits"));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_GOAL"), await FaultOf(request => request.Goal = "kpis/nowhere"));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_WORKSPACE"), await FaultOf(request => request.Parent = "workspaces/nowhere"));
        Assert.Equal(
            new Fault(StatusCode.FailedPrecondition, "TAKES_NO_READINGS"), await FaultOf(request => request.Goal = "kpis/per-visit"));
        Assert.Equal(
            new Fault(StatusCode.InvalidArgument, "VALUE_OUT_OF_RANGE"), await FaultOf(request => request.Value = double.NaN));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await FaultOf(request => request.Sequence = 0));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await FaultOf(request => request.Producer = ""));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await FaultOf(request => request.Author = new string('a', 1025)));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await FaultOf(request => request.Reason = new string('a', 4097)));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await FaultOf(request => request.Author = "a\nb"));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await FaultOf(request => request.Reason = "a\u001b[2J"));
        Assert.Equal("10", (await bench.GetAsync("kpis/revenue")).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("-1.0")]
    [InlineData("0.0")]
    [InlineData("999999999.0")]
    public async Task A_made_up_page_token_is_refused(string token)
    {
        var bench = await clusters.OpenAsync(1);
        await WriteAsync(bench, 10);
        var request = new ListReadingsRequest { Parent = $"{bench.Workspace}/kpis/revenue", PageToken = token };
        Assert.Equal(
            new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"),
            await Fault.OfAsync(async () => await bench.Readings.ListReadingsAsync(request)));
    }

    private static Reading Reading(double value) => new() { Goal = "kpis/revenue", Time = Now, Value = value };

    private static async Task<WriteReadingsResponse> WriteAsync(Bench bench, params double[] values) =>
        await bench.Readings.WriteReadingsAsync(new WriteReadingsRequest { Parent = bench.Workspace, Readings = { values.Select(Reading) } });

    private static CorrectReadingRequest Correct(Bench bench, WriteReadingsResponse written, int index, double value) => new()
    {
        Parent = bench.Workspace,
        Producer = written.Producer,
        Sequence = written.Sequences[index],
        Value = value,
        Author = "ann",
        Reason = "typo",
    };

    private static RetractReadingRequest Retract(Bench bench, WriteReadingsResponse written, int index) => new()
    {
        Parent = bench.Workspace,
        Producer = written.Producer,
        Sequence = written.Sequences[index],
        Goal = "kpis/revenue",
        Author = "bob",
        Reason = "twice",
    };
}
