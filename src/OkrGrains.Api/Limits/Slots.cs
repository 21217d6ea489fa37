using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>Bounds the calls of one sort that are open at a time; nobody waits for a slot.</summary>
/// <param name="limit">The number of slots of the server.</param>
/// <param name="limitPerCaller">The number of slots that one caller may have; null for all of them.</param>
/// <param name="what">The sort of calls, in the plural, for the message of a refusal.</param>
internal sealed class Slots(int limit, int? limitPerCaller, string what)
{
    private readonly Quota _quota = new(limit, limitPerCaller);

    /// <summary>The number of slots that are taken now.</summary>
    public int Taken => (int)_quota.Total;

    /// <summary>Takes a slot for a caller until it is disposed of.</summary>
    /// <exception cref="ApiFault">All slots are taken, or all that the caller may have.</exception>
    public IDisposable Take(Caller caller) => _quota.TryTake(caller, 1) switch
    {
        QuotaAnswer.Taken => new Slot(_quota, caller),
        QuotaAnswer.AboveLimit => throw ApiFault.Overloaded($"{limit} {what} are open already."),
        _ => throw ApiFault.Overloaded($"{limitPerCaller} {what} of the same caller are open already."),
    };

    private sealed class Slot(Quota quota, Caller caller) : IDisposable
    {
        private bool _isGivenBack;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isGivenBack, true))
            {
                quota.GiveBack(caller, 1);
            }
        }
    }
}
