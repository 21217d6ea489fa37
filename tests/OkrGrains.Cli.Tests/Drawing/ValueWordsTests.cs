using Google.Protobuf.WellKnownTypes;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;
using Status = OkrGrains.Contracts.V1.Status;

namespace OkrGrains.Cli.Tests.Drawing;

/// <summary>Captured baselines and check-ins in words.</summary>
public sealed class ValueWordsTests
{
    private static readonly ShownTime Chicago = new(Zone.Find("America/Chicago"));

    // The last millisecond of the year in Chicago.
    private static readonly Timestamp LastBefore = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse("2026-01-01T05:59:59.999Z", null));

    [Fact]
    public void A_captured_baseline_says_when_it_was_captured_and_which_target_follows()
    {
        var goal = Captured("1240", "1736", line => line.ChangeByPercent = "40");

        Assert.Equal("1,240 USD, captured 2026-01-01; the target is 1,736 USD", ValueWords.Captured(goal, "USD", Chicago));
        Assert.Equal("1,240, captured 2026-01-01T06:00:00Z; the target is 1,736", ValueWords.Captured(goal, "", ShownTime.Utc));
        Assert.Equal("1,240", ValueWords.Baseline(goal));
    }

    [Fact]
    public void A_target_that_the_plan_gives_is_not_said_twice() =>
        Assert.Equal("1,240, captured 2026-01-01", ValueWords.Captured(Captured("1240", "2000", line => line.Target = "2000"), "", Chicago));

    [Fact]
    public void Before_the_cycle_the_baseline_may_still_change()
    {
        var goal = Captured("1240", "1245", line => line.ChangeBy = "5");
        goal.Figures.At = LastBefore;
        Assert.Equal("1,240, so far: it is captured when the cycle begins; the target is 1,245", ValueWords.Captured(goal, "", Chicago));

        goal.Figures.Line = new LineFigures();
        Assert.Equal("nothing was there to capture", ValueWords.Captured(goal, "", Chicago));
        goal.Figures.Status = Status.NotStarted;
        Assert.Equal("none so far: it is captured when the cycle begins", ValueWords.Captured(goal, "", Chicago));
        Assert.Equal("–", ValueWords.Baseline(goal));
    }

    [Fact]
    public void A_given_baseline_is_not_captured()
    {
        var goal = Captured("20", "8", line => line.Target = "8");
        goal.Target.Line.Baseline = "20";

        Assert.Null(ValueWords.Captured(goal, "", Chicago));
        Assert.Equal("20", ValueWords.Baseline(goal));
        Assert.Equal("", ValueWords.Baseline(new Goal { Figures = new GoalFigures() }));
    }

    [Fact]
    public void A_check_in_is_said_in_a_line()
    {
        var goal = new Goal();
        Assert.Equal("", CheckInWords.Line(goal, Chicago));
        goal.LastCheckIn = new CheckIn { Author = "ann", AcceptedAt = LastBefore };
        Assert.Equal("2025-12-31, ann", CheckInWords.Line(goal, Chicago));
        goal.LastCheckIn.Confidence = "0.75";
        goal.LastCheckIn.Note = "going\nwell";
        Assert.Equal("2025-12-31, ann, 75%: going well", CheckInWords.Line(goal, Chicago));
    }

    private static Goal Captured(string baseline, string target, Action<TargetLine> end)
    {
        var line = new TargetLine { Captured = true };
        end(line);
        return new Goal
        {
            Target = new GoalTarget { Cap = "1", Line = line },
            Figures = new GoalFigures
            {
                At = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse("2026-02-01T00:00:00Z", null)),
                Line = new LineFigures
                {
                    Baseline = new ExactNumber { Decimal = baseline }, Target = new ExactNumber { Decimal = target }, CapturedAt = LastBefore,
                },
            },
        };
    }
}
