using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// The places of open reading streams. When none is free, the stream that has been silent longest gives its place away, once it has been
/// silent for <see cref="ApiOptions.StreamYieldLimit"/>: whoever only holds places keeps nobody out, and a producer that had nothing to send
/// opens another stream when it has.
/// </summary>
/// <param name="streams">The quota of open streams.</param>
/// <param name="yieldLimit">The silence after which a stream gives its place away.</param>
/// <param name="time">Measures the silence.</param>
internal sealed class StreamPlaces(Quota streams, TimeSpan yieldLimit, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly HashSet<StreamPlace> _taken = [];

    /// <summary>Takes a place for a caller until it is disposed of.</summary>
    /// <exception cref="ApiFault">A limit is reached, and no stream that counts to it has been silent for long enough.</exception>
    public StreamPlace Take(Caller caller)
    {
        while (true)
        {
            var answer = streams.TryTake(caller, 1);
            if (answer == QuotaAnswer.Taken)
            {
                var place = new StreamPlace(this, caller, time);
                lock (_lock)
                {
                    _taken.Add(place);
                }

                return place;
            }

            if (FindQuietest(caller, answer) is not { } quietest)
            {
                streams.Check(answer);
                continue;
            }

            quietest.GiveAway();
        }
    }

    /// <summary>Gives a place back, once.</summary>
    internal void GiveBack(StreamPlace place)
    {
        lock (_lock)
        {
            if (!_taken.Remove(place))
            {
                return;
            }
        }

        streams.GiveBack(place.Caller, 1);
    }

    private StreamPlace? FindQuietest(Caller caller, QuotaAnswer limit)
    {
        lock (_lock)
        {
            return _taken
                .Where(place => limit switch
                {
                    QuotaAnswer.AboveLimitPerCaller => place.Caller.Equals(caller),
                    QuotaAnswer.AboveLimitPerWorkspace => place.Caller.Workspace == caller.Workspace,
                    _ => true,
                })
                .Where(place => place.Silence >= yieldLimit)
                .MaxBy(place => place.Silence);
        }
    }
}
