using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Queries;

public sealed class VersionBarrierTests
{
    private static readonly GoalVersion Version = new(1, 5, Instant.Earliest);
    private static readonly Expected Five = new(7, ReadPoint.Now, Version);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly VersionBarrier _barrier;
    private readonly Inputs _inputs = Inputs.Of(
        [new EdgeRow(7, ReadPoint.Now, 8, EdgeRole.Aligned, 0, Weight.One, Combiner: null)], RollUpKind.WeightedAverage);

    public VersionBarrierTests() => _barrier = new VersionBarrier(_time);

    [Fact]
    public async Task A_reader_goes_on_once_the_version_has_arrived()
    {
        var reading = _barrier.WaitAsync([Five], _inputs, CancellationToken.None);
        _barrier.Notify(_inputs);
        Assert.False(reading.IsCompleted);

        _inputs.Take(new Contribution { Child = 7, At = ReadPoint.Now, Version = Version });
        _barrier.Notify(_inputs);

        await reading;
    }

    [Fact]
    public async Task A_reader_of_what_never_comes_is_told_after_twenty_seconds()
    {
        var reading = _barrier.WaitAsync([Five], _inputs, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        Assert.False(reading.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<TimeoutException>(() => reading);
    }

    [Fact]
    public async Task A_reader_that_gives_up_waits_no_longer_and_others_do()
    {
        using var given = new CancellationTokenSource();
        var hasty = _barrier.WaitAsync([Five], _inputs, given.Token);
        var patient = _barrier.WaitAsync([Five], _inputs, CancellationToken.None);

        await given.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hasty);
        Assert.Equal(given.Token, failure.CancellationToken);
        Assert.False(patient.IsCompleted);
        _inputs.Take(new Contribution { Child = 7, At = ReadPoint.Now, Version = Version });
        _barrier.Notify(_inputs);
        await patient;
    }
}
