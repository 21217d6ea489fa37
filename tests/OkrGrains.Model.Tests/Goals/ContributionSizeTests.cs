using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Goals;

public sealed class ContributionSizeTests
{
    /// <summary>Hundreds of thousands of contributions are held at a time, one for each edge and one on its way.</summary>
    [Fact]
    public void A_contribution_has_few_bytes()
    {
        var kept = new Contribution[1_000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = new() { Child = i, At = ReadPoint.Now, Version = default, Value = new Nano(i), Score = Portion.One, Coverage = Portion.One };
        }

        Assert.Equal(176, (GC.GetAllocatedBytesForCurrentThread() - before) / kept.Length);
    }
}
