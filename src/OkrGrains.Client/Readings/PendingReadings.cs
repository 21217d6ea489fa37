namespace OkrGrains.Client.Readings;

/// <summary>
/// A ring buffer by sequence, from the first reading that is not acknowledged to the last one that was written. Sequences start at 1 and
/// rise by one; <see cref="Acknowledged"/> ≤ <see cref="Sent"/> ≤ <see cref="Written"/>.
/// </summary>
internal sealed class PendingReadings(int capacity)
{
    private readonly PendingReading[] _ring = new PendingReading[capacity];
    private long _heldByServer;
    private long _firstKept = 1;

    public long Acknowledged { get; private set; }

    /// <summary>
    /// The last sequence that its goal holds, at least in memory. Readings beyond <see cref="Acknowledged"/> may still be lost.
    /// </summary>
    public long Applied { get; private set; }

    public long Sent { get; private set; }

    public long Written { get; private set; }

    /// <summary>The number of written readings that the server held from an earlier run of this producer.</summary>
    public long AlreadyHeld { get; private set; }

    /// <summary>
    /// The first sequence from which on all written readings are still here. An acknowledged one stays until its place is needed.
    /// </summary>
    public long FirstKept => Math.Max(_firstKept, Written - _ring.Length + 1);

    public bool IsFull => Written - Acknowledged == _ring.Length;

    public ref PendingReading this[long sequence] => ref _ring[(int)(sequence % _ring.Length)];

    public bool Holds(long sequence) => sequence > Acknowledged && sequence <= Written;

    /// <summary>Adds a reading. Returns true when the server holds it already, so that it is not kept here.</summary>
    public bool Add(in PendingReading reading)
    {
        Written++;
        if (Written <= _heldByServer)
        {
            Acknowledged = Applied = Sent = Written;
            AlreadyHeld++;
            _firstKept = Written + 1;
            return true;
        }

        this[Written] = reading;
        return false;
    }

    public void MarkSent(long through) => Sent = through;

    public void Acknowledge(long applied, long durable)
    {
        Applied = Math.Max(Applied, applied);
        Acknowledged = Math.Max(Acknowledged, durable);
    }

    /// <summary>
    /// Goes back to what a restored store holds: the readings after it are to be sent again. All of them must still be here.
    /// </summary>
    public void GoBackTo(long heldByServer)
    {
        Acknowledged = Math.Min(Acknowledged, heldByServer);
        Applied = Math.Min(Applied, heldByServer);
    }

    /// <summary>Starts over with a new stream: the readings that the server holds are done, and the others are to be sent again.</summary>
    public void ResumeAfter(long heldByServer, bool firstStream)
    {
        var held = Math.Min(heldByServer, Written);
        if (firstStream)
        {
            AlreadyHeld = held;
        }

        _heldByServer = heldByServer;
        Acknowledged = Math.Max(Acknowledged, held);
        Applied = Sent = Acknowledged;
    }
}
