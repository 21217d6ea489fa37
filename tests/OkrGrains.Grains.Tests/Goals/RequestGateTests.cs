using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Tests.Goals;

public sealed class RequestGateTests
{
    [Fact]
    public async Task One_at_a_time_goes_through_in_the_order_in_which_they_came()
    {
        var gate = new RequestGate();
        Assert.True(gate.TryEnter());
        Task[] waiting = [gate.EnterAsync(), gate.EnterAsync()];
        Assert.False(gate.TryEnter());

        gate.Leave();
        await waiting[0];
        Assert.False(waiting[1].IsCompleted);
        Assert.False(gate.TryEnter());

        gate.Leave();
        await waiting[1];
        gate.Leave();
        Assert.True(gate.TryEnter());
    }
}
