using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Settling;

namespace OkrGrains.Api.Readings;

/// <summary>
/// Takes a batch now and then and follows one of its goals up the tree, as somebody would who reads what he wrote: how long it takes until
/// all goals above hold a reading, on the clock of one process. One sample at a time, and none while nobody listens.
/// </summary>
internal sealed class FreshnessProbe(
    TreeReader tree,
    GoalDirectory directory,
    ApiInstruments instruments,
    IOptions<ApiOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    private readonly long _period = (long)(options.Value.FreshnessPeriod.TotalSeconds * time.TimestampFrequency);
    private long _next = long.MinValue;
    private int _busy;

    /// <summary>Offers a batch to be followed.</summary>
    /// <param name="goal">The goal of one of its readings.</param>
    /// <param name="taken">When the batch came in, as a timestamp.</param>
    /// <param name="durable">Ends once its readings are durable.</param>
    public void Offer(GoalAddress goal, long taken, Task durable)
    {
        if (instruments.WantsFreshness && taken >= Volatile.Read(ref _next) && Interlocked.Exchange(ref _busy, 1) == 0)
        {
            _ = FollowAsync(goal, taken, durable);
        }
    }

    private async Task FollowAsync(GoalAddress goal, long taken, Task durable)
    {
        try
        {
            await durable.WaitAsync(lifetime.ApplicationStopping);
            if (await directory.FindAsync(goal.Workspace, lifetime.ApplicationStopping) is { } goals)
            {
                await tree.FollowUpAsync(goals, goal.Number, lifetime.ApplicationStopping);
                instruments.Fresh(time.GetElapsedTime(taken));
            }
        }
        catch (Exception) when (!durable.IsCompletedSuccessfully || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // There was nothing to be fresh; the producer hears why.
        }
        catch (Exception)
        {
            instruments.NotFresh();
        }
        finally
        {
            Volatile.Write(ref _next, taken + _period);
            Volatile.Write(ref _busy, 0);
        }
    }
}
