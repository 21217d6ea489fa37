using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// Measures freshness: the time from the arrival of a batch until all goals above one of its goals include the reading. It follows a sample
/// up the tree as a reader with a token would, and uses the clock of one process. One sample at a time, and none while freshness is not
/// collected.
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

    /// <summary>Offers a batch as the next sample.</summary>
    /// <param name="goal">The goal of one of its readings.</param>
    /// <param name="taken">The timestamp at which the batch arrived.</param>
    /// <param name="durable">Completes once its readings are durable.</param>
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
            // The readings did not become durable, or the server is stopping: nothing to measure, and the producer learns of it elsewhere.
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
