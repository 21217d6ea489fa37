namespace OkrGrains.Client.Readings;

/// <summary>A reading that is not yet known to be durable.</summary>
internal struct PendingReading
{
    public long TimeMillis;
    public double Value;
    public long Tag;
    public uint Handle;
    public bool RejectionTold;
}
