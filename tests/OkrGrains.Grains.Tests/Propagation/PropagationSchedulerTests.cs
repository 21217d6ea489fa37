using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class PropagationSchedulerTests
{
    [Fact]
    public void Rounds_of_few_goals_pause_too_once_their_pauses_come_to_one_that_a_timer_knows()
    {
        const int RoundsToAPause = 100;
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(time, instruments);
        var rounds = 0;
        var participant = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => rounds++);
        for (var round = 1; round <= RoundsToAPause; round++)
        {
            participant.Join();
            Assert.Equal(round, rounds);
        }

        participant.Join();
        time.Advance(TimeSpan.FromMicroseconds(999));
        Assert.Equal(RoundsToAPause, rounds);
        time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(RoundsToAPause + 1, rounds);

        participant.Join();
        Assert.Equal(RoundsToAPause + 2, rounds);
    }
}
