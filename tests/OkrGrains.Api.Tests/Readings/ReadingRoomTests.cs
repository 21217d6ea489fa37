using Microsoft.Extensions.Options;
using OkrGrains.Api.Streaming;

namespace OkrGrains.Api.Tests.Readings;

public sealed class ReadingRoomTests
{
    private readonly ReadingRoom _room = new(Options.Create(new ApiOptions { MaxReadingsInFlight = 10 }));

    [Fact]
    public async Task Room_is_given_in_the_order_of_asking_and_only_when_there_is_enough()
    {
        await _room.TakeAsync(8, default);
        var large = _room.TakeAsync(5, default);
        var small = _room.TakeAsync(1, default);
        Assert.False(large.IsCompleted || small.IsCompleted);
        _room.GiveBack(2);
        Assert.False(large.IsCompleted);
        _room.GiveBack(1);
        await large;
        Assert.False(small.IsCompleted);
        Assert.Equal(10, _room.Taken);
        _room.GiveBack(5);
        await small;
        Assert.Equal(6, _room.Taken);
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_and_lets_the_next_one_in()
    {
        await _room.TakeAsync(8, default);
        using var leaving = new CancellationTokenSource();
        var large = _room.TakeAsync(5, leaving.Token).AsTask();
        var small = _room.TakeAsync(2, default);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        Assert.Equal(10, _room.Taken);
    }
}
