using OkrGrains.Grains.Propagation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class InputsTests
{
    private static readonly Instant T = Instant.Parse("2026-01-01T00:00:00Z");
    private static readonly Instant Later = Instant.Parse("2026-01-02T00:00:00Z");

    private readonly Inputs _inputs = Inputs.Of([Edge(1), Edge(2)], RollUpKind.WeightedAverage);

    [Fact]
    public void The_newest_contribution_of_a_child_stands_whatever_comes_in_between()
    {
        Assert.Equal(InputChange.Figures, _inputs.Take(Of(1, 1, 20, T, 2)));
        Assert.Equal(InputChange.None, _inputs.Take(Of(1, 1, 10, T, 1)));
        Assert.Equal(InputChange.None, _inputs.Take(Of(1, 1, 20, T, 3)));
        Assert.Equal(InputChange.Held, _inputs.Take(Of(1, 1, 20, T, 2)));
        Assert.Equal(new Nano(2), _inputs[Key(1)]!.Value);
    }

    [Fact]
    public void A_newer_version_of_the_same_figures_is_kept_as_a_version_only()
    {
        _inputs.Take(Of(1, 1, 10, T, 1));
        Assert.Equal(InputChange.Version, _inputs.Take(Of(1, 1, 20, T, 1)));
        Assert.True(_inputs.Holds(Key(1), new GoalVersion(1, 20, T)));
        Assert.False(_inputs.Holds(Key(1), new GoalVersion(1, 21, T)));
    }

    [Fact]
    public void The_newest_revision_is_that_of_whoever_sends_a_stranger_too()
    {
        Assert.Equal(5, Inputs.NewestRevision(3, [Of(1, 4, 10, T, 1), Of(2, 5, 10, T, 1)]));
        Assert.Equal(6, Inputs.NewestRevision(3, [Of(1, 2, 10, T, 1), Of(3, 6, 10, T, 1)]));
        Assert.Equal(7, Inputs.NewestRevision(7, [Of(1, 2, 10, T, 1), Of(3, 6, 10, T, 1)]));
    }

    [Fact]
    public void Contributions_of_strangers_and_at_other_instants_are_ignored()
    {
        Assert.Equal(InputChange.None, _inputs.Take(Of(3, 1, 10, T, 1)));
        Assert.Equal(InputChange.None, _inputs.Take(Of(1, 1, 10, T, 1) with { At = new ReadPoint(T, ReadPart.Window) }));
        Assert.Equal(new GoalVersion(7, 0, Instant.Earliest), _inputs.Version(7));
    }

    [Fact]
    public void Nobody_waits_for_a_child_that_is_not_read_any_more()
    {
        Assert.False(_inputs.Holds(Key(1), new GoalVersion(1, 1, T)));
        Assert.True(_inputs.Holds(Key(3), new GoalVersion(1, 1, T)));
    }

    [Fact]
    public void Every_newer_contribution_makes_a_newer_version()
    {
        var version = _inputs.Version(5);
        Contribution[] newer =
        [
            Of(1, 1, 10, T, 1), Of(2, 1, 11, T, 1), Of(1, 1, 12, T, 2), Of(1, 1, 12, Later, 3), Of(2, 1, 11, Later, 4), Of(1, 2, 12, Later, 5),
            Of(2, 2, 11, Later, 6),
        ];
        foreach (var contribution in newer)
        {
            Assert.NotEqual(InputChange.None, _inputs.Take(contribution));
            Assert.True(_inputs.Version(5) > version, $"{_inputs.Version(5)} is not newer than {version}");
            version = _inputs.Version(5);
        }
    }

    [Fact]
    public void The_version_does_not_depend_on_the_order_of_arrival()
    {
        var other = Inputs.Of([Edge(2), Edge(1)], RollUpKind.WeightedAverage);
        Contribution[] contributions = [Of(1, 1, 10, T, 1), Of(2, 1, 11, Later, 1), Of(1, 1, 12, T, 2)];
        foreach (var contribution in contributions)
        {
            _inputs.Take(contribution);
        }

        foreach (var contribution in contributions.Reverse())
        {
            other.Take(contribution);
        }

        Assert.Equal(_inputs.Version(5), other.Version(5));
        Assert.Equal((PathSum)23, other.Version(5).Positions);
    }

    [Fact]
    public void Just_these_are_held_when_each_is_new_or_known_already()
    {
        Assert.Equal((true, true), _inputs.TakeAll([Of(1, 1, 10, T, 1), Of(2, 1, 11, T, 1)]));
        Assert.Equal((false, true), _inputs.TakeAll([Of(1, 1, 10, T, 1), Of(2, 1, 12, T, 1)]));
        Assert.Equal((true, false), _inputs.TakeAll([Of(1, 1, 13, T, 2), Of(2, 1, 11, T, 1)]));
        Assert.Equal((false, false), _inputs.TakeAll([Of(3, 1, 10, T, 1)]));
    }

    [Theory]
    [InlineData(RollUpKind.WeightedAverage)]
    [InlineData(RollUpKind.Minimum)]
    [InlineData(RollUpKind.Maximum)]
    public void The_total_follows_every_change_and_finishes_as_from_scratch(RollUpKind kind)
    {
        const int Seed = 20260603;
        var random = new Random(Seed);
        EdgeRow[] edges = [.. Enumerable.Range(1, 20).Select(child => Edge(child) with { Weight = new(random.Next(3) * random.Next(2_000_000)) })];
        var held = new Contribution?[edges.Length];
        var inputs = Inputs.Of(edges, kind);
        for (var i = 1; i < 5_000; i++)
        {
            var child = random.Next(edges.Length);
            held[child] = Of(child + 1, 1, i, T, 1) with { Score = new(random.Next(6) * 100_000_000), Coverage = new(random.Next(2) * 400_000_000) };
            inputs.Take(held[child]!);
            if (random.Next(3) > 0)
            {
                var scratch = edges.Zip(held).Aggregate(default(RollUp), (sum, one) =>
                    sum.Add(one.First.Weight, one.Second?.Score ?? Portion.Zero, one.Second?.Coverage ?? Portion.Zero));
                Assert.True(kind == RollUpKind.WeightedAverage || scratch == inputs.Total(), $"seed {Seed}, change {i}, least and greatest");
                foreach (var rule in Enum.GetValues<NoDataRule>())
                {
                    Assert.True(scratch.Finish(kind, rule) == inputs.Total().Finish(kind, rule), $"seed {Seed}, change {i}, {rule}");
                }
            }
        }
    }

    private static EdgeRow Edge(long child) => new(child, ReadPoint.Now, 100, EdgeRole.KeyResult, 0, Weight.One, null);

    private static InputKey Key(long child) => new(child, ReadPoint.Now);

    private static Contribution Of(long child, long revision, int position, Instant at, int value) => new()
    {
        Child = child,
        At = ReadPoint.Now,
        Version = new GoalVersion(revision, (PathSum)position, at),
        Value = new Nano(value),
    };
}
