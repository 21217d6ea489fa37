using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>How many calls of one sort may be open at a time.</summary>
internal sealed class Slots(int limit, string what)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a slot until it is disposed of.</summary>
    /// <exception cref="ApiFault">All are taken.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return new Slot(this);
        }

        Interlocked.Decrement(ref _taken);
        throw ApiFault.Overloaded($"{limit} {what} are open already.");
    }

    private sealed class Slot(Slots slots) : IDisposable
    {
        private Slots? _slots = slots;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _slots, null) is { } slots)
            {
                Interlocked.Decrement(ref slots._taken);
            }
        }
    }
}
