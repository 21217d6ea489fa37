using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class ReadTokensTests
{
    private static readonly Incarnation _before = new(0, 0);
    private static readonly Incarnation _first = new(5, 0);
    private static readonly Incarnation _second = new(0x7fffffffffffffff, 100);

    [Theory]
    [InlineData(0)]
    [InlineData(4711)]
    [InlineData(long.MaxValue)]
    public void A_token_goes_out_and_comes_back(long position)
    {
        var tokens = new ReadTokens(new Log(position, _first));
        Assert.True(tokens.Read("after_token", tokens.Of(position)));
    }

    [Fact]
    public void No_token_is_nothing_to_wait_for() => Assert.False(new ReadTokens(new Log(1, _first)).Read("after_token", ""));

    [Theory]
    [InlineData("p")]
    [InlineData("12")]
    [InlineData("pffffffffffffffff")]
    [InlineData("p 1")]
    [InlineData("q1")]
    [InlineData("p1.5")]
    [InlineData("p1ffffffffffffffff")]
    [InlineData("p 10000000000000005")]
    [InlineData("p1000000000000000 5")]
    [InlineData("p111111111111111111111111111111111")]
    public void A_foreign_token_is_refused_with_its_field(string token) => Assert.Equal(
        "after_token",
        Assert.Single(Assert.Throws<ApiFault>(() => new ReadTokens(new Log(9, _first)).Read("after_token", token)).Violations).Field);

    [Fact]
    public void A_token_beyond_the_last_commit_tells_of_a_store_that_was_rolled_back()
    {
        var token = new ReadTokens(new Log(11, _first)).Of(11);
        Refused("10", new ReadTokens(new Log(10, _first)), token);
    }

    [Fact]
    public void After_a_restore_tokens_up_to_the_backup_are_valid_and_later_ones_are_not()
    {
        var before = new ReadTokens(new Log(200, _first));
        var after = new ReadTokens(new Log(300, _first, _second));
        Assert.True(after.Read("after_token", before.Of(100)));
        Refused("100", after, before.Of(101));
        Assert.True(after.Read("after_token", after.Of(300)));
        Refused("200", before, after.Of(101));
    }

    [Fact]
    public void A_token_of_a_build_without_incarnations_stays_valid_in_the_store_that_gave_it()
    {
        var old = new ReadTokens(new Log(10, _before));
        Assert.Equal("pa", old.Of(10));
        Assert.True(new ReadTokens(new Log(12, _before, _second with { Began = 10 })).Read("after_token", "pa"));
        Refused("10", new ReadTokens(new Log(12, _before, _second with { Began = 10 })), "pb");
    }

    private static void Refused(string held, ReadTokens tokens, string token)
    {
        var fault = Assert.Throws<ApiFault>(() => tokens.Read("after_token", token));
        Assert.Equal((ErrorReason.StoreRolledBack, held), (fault.Reason, fault.Facts["held_position"]));
    }

    private sealed class Log(long last, params Incarnation[] incarnations) : ICommitLog
    {
        public long LastPosition => last;

        public string? ReadOnlyReason => null;

        public StoreLineage Lineage { get; } = new([.. incarnations]);

        public Instant? ClockSeen => null;

        public ValueTask RecordClockAsync(Instant at, CancellationToken cancellation) => default;

        public IDisposable Listen(Action<CommitNotice> listener) => throw new NotSupportedException();
    }
}
