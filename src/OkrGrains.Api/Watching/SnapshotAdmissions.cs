using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Watching;

/// <summary>The admissions of one watch: each lets it read a piece of its snapshot.</summary>
/// <param name="pieces">Bounds the pieces that are read at a time.</param>
/// <param name="caller">The caller of the watch.</param>
internal sealed class SnapshotAdmissions(QueuedQuota pieces, Caller caller)
{
    /// <summary>Waits in line for an admission. Heartbeats go on meanwhile.</summary>
    /// <param name="beat">Returns a task that completes when the next heartbeat is due.</param>
    /// <param name="sendBeat">Sends the heartbeat.</param>
    /// <param name="cancellation">Cancels the waiting.</param>
    /// <returns>The admission, which others wait for: dispose of it as soon as the piece is sent or the peer does not read.</returns>
    public async Task<QuotaHold> EnterAsync(Func<Task> beat, Func<Task> sendBeat, CancellationToken cancellation)
    {
        while (true)
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var admitted = pieces.EnterAsync(caller, leaving.Token);
            try
            {
                if (await BeatUntilAsync(admitted, beat, sendBeat))
                {
                    return await admitted;
                }
            }
            catch
            {
                // Otherwise the watch would be admitted later, when nobody is there to dispose of the admission.
                await leaving.CancelAsync();
                await GiveBackAsync(admitted);
                throw;
            }
        }
    }

    /// <summary>Sends the heartbeats that are due until the watch is admitted.</summary>
    /// <returns>
    /// False if it was admitted while a heartbeat waited for the peer, which may not be reading: then others are let in, and the watch
    /// takes a place in the line again.
    /// </returns>
    private static async Task<bool> BeatUntilAsync(Task<QuotaHold> admitted, Func<Task> beat, Func<Task> sendBeat)
    {
        while (await Task.WhenAny(admitted, beat()) != admitted)
        {
            var sending = sendBeat();
            await Task.WhenAny(sending, admitted);
            if (!sending.IsCompleted)
            {
                await GiveBackAsync(admitted);
                await sending;
                return false;
            }

            await sending;
        }

        return true;
    }

    private static async Task GiveBackAsync(Task<QuotaHold> admitted)
    {
        await ((Task)admitted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (admitted.IsCompletedSuccessfully)
        {
            (await admitted).Dispose();
        }
    }
}
