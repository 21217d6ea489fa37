using System.Buffers.Binary;
using System.Collections.Immutable;

namespace OkrGrains.Storage.Records;

/// <summary>Consecutive readings of a producer that were rejected for the same reason and never count.</summary>
/// <param name="First">The sequence of the first reading.</param>
/// <param name="Count">The number of readings, 1 or more.</param>
/// <param name="Reason">The reason, a number that means nothing to the store.</param>
public readonly record struct RejectedRun(long First, int Count, int Reason);

/// <summary>
/// The readings of a producer that were rejected, kept so that the producer can be told again: if its stream broke, it may not have heard.
/// The newest <see cref="MostRuns"/> runs are kept; the readings of older ones are only counted.
/// </summary>
/// <param name="Runs">The runs, by rising sequence.</param>
/// <param name="Forgotten">The number of readings that were rejected before those of the runs.</param>
public sealed record ProducerRejections(ImmutableArray<RejectedRun> Runs, long Forgotten)
{
    /// <summary>The greatest number of runs that are kept for a producer, which take 16 KiB.</summary>
    public const int MostRuns = 1_024;

    private const int RunBytes = 16;

    /// <summary>No rejections.</summary>
    public static ProducerRejections None { get; } = new([], 0);

    internal ProducerRejections With(ImmutableArray<RejectedRun> later)
    {
        if (later.IsDefaultOrEmpty)
        {
            return this;
        }

        var runs = Runs.ToBuilder();
        foreach (var run in later)
        {
            if (runs.Count > 0 && runs[^1] is var last && last.First + last.Count == run.First && last.Reason == run.Reason)
            {
                runs[^1] = last with { Count = last.Count + run.Count };
            }
            else
            {
                runs.Add(run);
            }
        }

        var excess = Math.Max(0, runs.Count - MostRuns);
        var forgotten = runs.Take(excess).Sum(run => (long)run.Count);
        runs.RemoveRange(0, excess);
        return new(runs.ToImmutable(), Forgotten + forgotten);
    }

    internal byte[] ToBytes()
    {
        if (Runs.IsEmpty)
        {
            return [];
        }

        var bytes = new byte[sizeof(long) + (Runs.Length * RunBytes)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Forgotten);
        var rest = bytes.AsSpan(sizeof(long));
        foreach (var run in Runs)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, run.First);
            BinaryPrimitives.WriteInt32LittleEndian(rest[8..], run.Count);
            BinaryPrimitives.WriteInt32LittleEndian(rest[12..], run.Reason);
            rest = rest[RunBytes..];
        }

        return bytes;
    }

    internal static ProducerRejections Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(long))
        {
            return None;
        }

        var runs = ImmutableArray.CreateBuilder<RejectedRun>();
        for (var rest = bytes[sizeof(long)..]; rest.Length >= RunBytes; rest = rest[RunBytes..])
        {
            runs.Add(new(
                BinaryPrimitives.ReadInt64LittleEndian(rest),
                BinaryPrimitives.ReadInt32LittleEndian(rest[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(rest[12..])));
        }

        return new(runs.ToImmutable(), BinaryPrimitives.ReadInt64LittleEndian(bytes));
    }
}
