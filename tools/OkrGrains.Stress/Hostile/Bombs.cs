using System.IO.Compression;
using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Load;

namespace OkrGrains.Stress.Hostile;

/// <summary>
/// Sends messages of a quarter of a megabyte that inflate to a quarter of a gigabyte, on many connections at a time, again and again.
/// </summary>
internal sealed class Bombs : IAttack
{
    private const int Inflated = 256 << 20;
    private const int Peers = 32;
    private const int Times = 4;

    public string Name => "decompression bombs";

    // Each message is inflated up to the limit, into a list of bytes that doubles as it grows.
    public long MostBytes => Peers * 4 * HostileLimits.MaxMessageBytes;

    public async Task<Outcome> RunAsync(Uri server)
    {
        var bomb = RawCall.Framed(Packed(), packed: true);
        var ends = await Task.WhenAll(Enumerable.Range(0, Peers).Select(_ => Task.Run(() => AttackAsync(server, bomb))));
        return new(Peers * Times, ends.Sum(), "RESOURCE_EXHAUSTED TOO_LARGE");
    }

    private static async Task<int> AttackAsync(Uri server, byte[] bomb)
    {
        var answered = 0;
        for (var time = 0; time < Times; time++)
        {
            var end = await RawCall.EndAsync(
                server.GetLeftPart(UriPartial.Authority), RawCall.StreamReadings, async body => await body.WriteAsync(bomb), packed: true);
            answered += RpcFault.Of(end) is { Code: StatusCode.ResourceExhausted, Reason: "TOO_LARGE" } ? 1 : 0;
        }

        return answered;
    }

    private static byte[] Packed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[1 << 20];
            for (var written = 0; written < Inflated; written += block.Length)
            {
                gzip.Write(block);
            }
        }

        return packed.ToArray();
    }
}
