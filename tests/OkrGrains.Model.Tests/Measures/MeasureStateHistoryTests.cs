namespace OkrGrains.Model.Tests.Measures;

public sealed class MeasureStateHistoryTests
{
    private const int Histories = 1_500;
    private const int Steps = 25;

    [Fact]
    public void Whatever_happens_the_state_equals_the_raw_readings_asked_from_scratch()
    {
        var frozen = 0;
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = new History(seed);
            for (var step = 0; step < Steps; step++)
            {
                history.Step();
                Assert.True(history.IsExact(), $"seed {seed}, step {step}: {history}");
            }

            frozen += history.Frozen;
        }

        Assert.NotEqual(0, frozen);
    }

    [Fact]
    public void Only_few_turns_of_the_clock_need_the_history()
    {
        var rebuilds = Enumerable.Range(1, 300).Sum(seed =>
        {
            var history = new History(seed);
            for (var step = 0; step < Steps; step++)
            {
                history.Step();
            }

            return history.Rebuilds;
        });
        Assert.InRange(rebuilds, 1, 300);
    }
}
