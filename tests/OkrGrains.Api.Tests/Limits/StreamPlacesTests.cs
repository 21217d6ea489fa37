using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Streaming;

namespace OkrGrains.Api.Tests.Limits;

public sealed class StreamPlacesTests
{
    private static readonly Caller _ann = new("1", null);
    private static readonly Caller _bob = new("2", null);
    private readonly StepTime _time = new();
    private readonly Quota _streams = new(new(All: 4, PerCaller: 2, PerWorkspace: 3), "streams");
    private readonly StreamPlaces _places;

    public StreamPlacesTests() => _places = new StreamPlaces(_streams, TimeSpan.FromSeconds(30), _time);

    [Fact]
    public void The_stream_that_was_silent_longest_gives_its_place_to_a_new_one()
    {
        var first = _places.Take(_ann.In("w"));
        Pass(1);
        var second = _places.Take(_ann.In("w"));
        Pass(20);
        first.Hear();
        Pass(10);

        // The first has been silent for 10 seconds, the second for 30.
        var third = _places.Take(_ann.In("w"));
        Assert.Equal([false, true, false], Given(first, second, third));
        second.Dispose();
        Assert.Equal(2, _streams.Total);
        Assert.Throws<ApiFault>(() => _places.Take(_ann.In("w")));
        third.Dispose();
        using var fourth = _places.Take(_ann.In("w"));
        Assert.Equal([false, false], Given(first, fourth));
    }

    [Fact]
    public void Only_streams_that_count_to_the_limit_give_way()
    {
        var elsewhere = _places.Take(_bob.In("v"));
        var own = _places.Take(_ann.In("w"));
        var other = _places.Take(_bob.In("w"));
        Pass(40);
        own.Hear();
        var last = _places.Take(new Caller("3", null).In("w"));
        Pass(20);

        // Three are in the workspace, of which one has been silent for long.
        var next = _places.Take(new Caller("4", null).In("w"));
        Assert.Equal([false, false, true, false, false], Given(elsewhere, own, other, last, next));

        // Two are the caller's, and have been silent for less.
        _ = _places.Take(_ann.In("v"));
        Assert.True(elsewhere.Given.IsCancellationRequested, "The limit of all was reached.");
        Assert.Throws<ApiFault>(() => _places.Take(_ann.In("v")));
        Assert.False(own.Given.IsCancellationRequested);
    }

    [Fact]
    public async Task A_stream_with_readings_in_flight_is_not_silent()
    {
        using var window = new ReadingWindow(8, new InFlight());
        var first = _places.Take(_ann.In("w"));
        first.Window = window;
        var second = _places.Take(_ann.In("w"));
        await window.TakeAsync(1, default);
        Pass(60);
        second.Hear();
        Assert.Throws<ApiFault>(() => _places.Take(_ann.In("w")));
        window.GiveBack(1);
        _ = _places.Take(_ann.In("w"));
        Assert.Equal([true, false], Given(first, second));
    }

    private static bool[] Given(params StreamPlace[] places) => [.. places.Select(place => place.Given.IsCancellationRequested)];

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
