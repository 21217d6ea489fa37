using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>Bounds the calls of one sort that are open at a time; nobody waits for a slot.</summary>
/// <param name="limit">The number of slots.</param>
/// <param name="what">The sort of calls, in the plural, for the message of a refusal.</param>
[SuppressMessage("Design", "CA1001", Justification = "A limiter without a queue holds nothing that has to be disposed of.")]
internal sealed class Slots(int limit, string what)
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = limit });

    /// <summary>The number of slots that are taken now.</summary>
    public int Taken => limit - (int)_limiter.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Takes a slot until it is disposed of.</summary>
    /// <exception cref="ApiFault">All are taken.</exception>
    public IDisposable Take()
    {
        var lease = _limiter.AttemptAcquire();
        return lease.IsAcquired ? lease : throw ApiFault.Overloaded($"{limit} {what} are open already.");
    }
}
