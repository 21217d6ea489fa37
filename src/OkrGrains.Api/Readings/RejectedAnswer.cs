using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Readings;

/// <summary>The rejected readings of a named write as they are stored with the request: runs of their numbers in it.</summary>
internal static class RejectedAnswer
{
    public static byte[] Write(ImmutableArray<RejectedRun> rejected)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var run in rejected)
        {
            writer.Write7BitEncodedInt64(run.First);
            writer.Write7BitEncodedInt(run.Count);
            writer.Write7BitEncodedInt(run.Reason);
        }

        return bytes.ToArray();
    }

    public static ImmutableArray<RejectedRun> Read(RequestRow row)
    {
        var rejected = ImmutableArray.CreateBuilder<RejectedRun>();
        using var bytes = new MemoryStream(row.Stored.Answer.ToArray());
        using var reader = new BinaryReader(bytes);
        while (bytes.Position < bytes.Length)
        {
            rejected.Add(new RejectedRun(reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        }

        return rejected.ToImmutable();
    }
}
