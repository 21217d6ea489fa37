using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Tests corrections and retractions with a request id: each is made once, and does not undo what others amend later.</summary>
[Collection(ClusterTests.Name)]
public sealed class NamedAmendmentTests(Clusters clusters)
{
    private static readonly Fault _reused = new(StatusCode.AlreadyExists, "REQUEST_REUSED");

    [Theory]
    [InlineData(1, 5.0)]
    [InlineData(3, 5.0)]
    [InlineData(1, 1.0)]
    public async Task A_repeated_correction_is_answered_like_the_first_and_undoes_nothing(int silos, double value)
    {
        var (bench, producer) = await OpenAsync(silos);
        var first = Correct(bench, producer, value, "first");
        var answer = await bench.Readings.CorrectReadingAsync(first);
        await bench.Readings.CorrectReadingAsync(Correct(bench, producer, 9, "second"));
        await bench.Goals.RenameGoalAsync(new RenameGoalRequest { Name = $"{bench.Workspace}/kpis/revenue", NewId = "sales" });

        var again = await bench.Readings.CorrectReadingAsync(first);

        Assert.Equal(answer.Amended, again.Amended);
        Assert.Equal("9", (await bench.GetAsync("kpis/sales", again.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_repeated_retraction_is_answered_like_the_first_and_undoes_nothing()
    {
        var (bench, producer) = await OpenAsync(1);
        var retraction = new RetractReadingRequest { Parent = bench.Workspace, Producer = producer, Sequence = 1, RequestId = "away" };
        var answer = await bench.Readings.RetractReadingAsync(retraction);
        await bench.Readings.CorrectReadingAsync(Correct(bench, producer, 9, ""));

        var again = await bench.Readings.RetractReadingAsync(retraction);

        Assert.Equal((answer.Amended, answer.Token), (again.Amended, again.Token));
        Assert.Equal(1.0, again.Amended.PreviousValue);
        Assert.Equal("9", (await bench.GetAsync("kpis/revenue", again.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task Other_words_under_the_same_id_are_refused()
    {
        var (bench, producer) = await OpenAsync(1);
        await bench.Readings.CorrectReadingAsync(Correct(bench, producer, 5, "one"));
        var retraction = new RetractReadingRequest { Parent = bench.Workspace, Producer = producer, Sequence = 1, RequestId = "one" };
        var other = Correct(bench, producer, 5, "one");
        other.Reason = "another";
        var otherValue = Correct(bench, producer, 6, "one");

        Assert.Equal(_reused, await Fault.OfAsync(async () => await bench.Readings.CorrectReadingAsync(otherValue)));
        Assert.Equal(_reused, await Fault.OfAsync(async () => await bench.Readings.CorrectReadingAsync(other)));
        Assert.Equal(_reused, await Fault.OfAsync(async () => await bench.Readings.RetractReadingAsync(retraction)));
        Assert.Equal("5", (await bench.GetAsync("kpis/revenue")).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_same_corrections_at_the_same_time_are_each_made_once(int silos)
    {
        var (bench, producer) = await OpenAsync(silos);
        var requests = Enumerable.Range(0, 20).Select(i => Correct(bench, producer, i % 4, $"r{i % 4}")).ToList();

        var answers = await Task.WhenAll(requests.Select(request => bench.Readings.CorrectReadingAsync(request).ResponseAsync));

        foreach (var same in answers.Zip(requests).GroupBy(one => one.Second.RequestId, one => one.First.Amended))
        {
            Assert.Single(same.Distinct());
        }

        var page = await bench.Readings.ListReadingsAsync(new ListReadingsRequest { Parent = $"{bench.Workspace}/kpis/revenue" });
        Assert.InRange(Assert.Single(page.Readings).Amendments.Count, 3, 4);
    }

    private async Task<(Bench Bench, string Producer)> OpenAsync(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var written = await bench.Readings.WriteReadingsAsync(new WriteReadingsRequest
        {
            Parent = bench.Workspace,
            RequestId = "write",
            Readings = { new Reading { Goal = "kpis/revenue", Time = Clusters.Now.ToWire(), Value = 1 } },
        });
        return (bench, written.Producer);
    }

    private static CorrectReadingRequest Correct(Bench bench, string producer, double value, string request) => new()
    {
        Parent = bench.Workspace, Producer = producer, Sequence = 1, Value = value, Goal = "kpis/revenue", RequestId = request,
    };
}
