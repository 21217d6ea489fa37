using BenchmarkDotNet.Attributes;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>Measures the score of a goal with ten children, per goal.</summary>
public class RollUpTen
{
    private const int Children = 10;

    private readonly Portion[] _scores = [.. Enumerable.Range(0, Children).Select(child => Portion.One)];

    [Benchmark]
    public Portion WeightedAverage()
    {
        var sum = default(RollUp);
        foreach (var score in _scores)
        {
            sum = sum.Add(Weight.One, score, Portion.One);
        }

        return sum.Finish(RollUpKind.WeightedAverage, NoDataRule.Zero).Score;
    }
}
