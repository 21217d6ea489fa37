using System.Collections.Immutable;
using OkrGrains.Grains.Propagation;
using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class ContributionInboxTests : IDisposable
{
    private readonly GrainInstruments _instruments = new();
    private readonly PropagationScheduler _scheduler;
    private readonly HeldTurns _turns = new();
    private readonly HeldTurns _children = new();
    private readonly ContributionInbox _inbox;
    private readonly ParentSenders _senders;
    private int _rounds;

    public ContributionInboxTests()
    {
        _scheduler = new PropagationScheduler(TimeProvider.System, _instruments, new CountedTasks());
        var participant = new RoundParticipant(_scheduler, new TurnsAtOnce(), _ => _rounds++);
        _inbox = new ContributionInbox(participant, _turns, null!);
        _senders = new ParentSenders("w", _children, null!, null!, null!, _instruments.Of(GoalKind.Kpi));
    }

    public void Dispose()
    {
        _scheduler.Dispose();
        _instruments.Dispose();
    }

    [Fact]
    public void A_newer_contribution_of_a_child_replaces_the_one_that_waits()
    {
        var (first, second) = (Sender(), Sender());
        Assert.True(_inbox.TryPost(first, Of(1), isUrgent: false));
        Assert.True(_inbox.TryPost(second, Of(2), isUrgent: false));
        Assert.True(_inbox.TryPost(first, Of(3), isUrgent: false));

        Assert.Equal([(first, 3), (second, 2)], Taken());
        Assert.Empty(Taken());
        Assert.True(_inbox.TryPost(first, Of(4), isUrgent: false));
        Assert.Equal([(first, 4)], Taken());
        Assert.Equal(0, _turns.Count);
        Assert.True(_rounds > 0);
    }

    [Fact]
    public void What_is_urgent_is_taken_in_one_turn_without_a_round()
    {
        Assert.True(_inbox.TryPost(Sender(), Of(1), isUrgent: true));
        Assert.True(_inbox.TryPost(Sender(), Of(2), isUrgent: true));
        Assert.Equal((1, 0), (_turns.Count, _rounds));
        Assert.Equal(2, Taken().Count);

        _inbox.Urge();
        Assert.Equal(1, _turns.Count);
    }

    [Fact]
    public void While_a_reader_waits_everything_is_taken_at_once()
    {
        Assert.True(_inbox.TryPost(Sender(), Of(1), isUrgent: false));
        _inbox.BeginReading();
        Assert.Equal(1, _turns.Count);
        Assert.Single(Taken());
        Assert.True(_inbox.TryPost(Sender(), Of(2), isUrgent: false));
        Assert.Equal(2, _turns.Count);
        Assert.Single(Taken());

        _inbox.EndReading();
        Assert.True(_inbox.TryPost(Sender(), Of(3), isUrgent: false));
        Assert.Equal(2, _turns.Count);
    }

    [Fact]
    public void A_grain_that_leaves_has_each_child_make_a_call_and_takes_nothing_more()
    {
        var (first, second) = (Sender(), Sender());
        _inbox.TryPost(first, Of(1), isUrgent: false);
        _inbox.TryPost(second, Of(2), isUrgent: false);
        _inbox.Close();

        Assert.True(_inbox.IsClosed);
        Assert.Equal(2, _children.Count);
        Assert.Equal((null, null), (first.Place, second.Place));
        Assert.False(_inbox.TryPost(first, Of(3), isUrgent: false));
        Assert.Empty(Taken());
    }

    private static ImmutableArray<Contribution> Of(int version) =>
        [new Contribution { Child = 1, At = ReadPoint.Now, Version = new GoalVersion(version, 0, default) }];

    private ParentSender Sender() => new(_senders, new(Goal: 1, GoalKind.Objective, Combiner: null), new(null!, ReadPoint.OnlyNow, isShared: false));

    private List<(ParentSender, int)> Taken()
    {
        if (_inbox.Take() is not { } taken)
        {
            return [];
        }

        List<(ParentSender, int)> known = [.. taken.Select(posted => (posted.Sender, (int)posted.Contributions[0].Version.Revision))];
        _inbox.Return(taken);
        return known;
    }

    /// <summary>The scheduler of a grain whose turns never run.</summary>
    private sealed class HeldTurns : IWorkItemScheduler
    {
        public int Count { get; private set; }

        public void QueueAction(Action action) => Count++;

        public void QueueAction(Action<object> action, object state) => Count++;

        public void QueueTask(Task task) => Count++;
    }
}
