using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Load;

namespace OkrGrains.Stress.Hostile;

/// <summary>Opens streams that send one byte a second of a message that never ends.</summary>
internal sealed class Drips : IAttack
{
    private const int Peers = 300;

    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    public string Name => "streams of a byte a second";

    public long MostBytes => Peers * 128 * Sizes.KiB;

    public async Task<Outcome> RunAsync(Uri server)
    {
        var ends = await Task.WhenAll(Enumerable.Range(0, Peers).Select(_ => AttackAsync(server.GetLeftPart(UriPartial.Authority))));
        return new(Peers, ends.Count(answered => answered), "RESOURCE_EXHAUSTED TOO_SLOW");
    }

    private static async Task<bool> AttackAsync(string server)
    {
        var end = await RawCall.EndAsync(server, RawCall.StreamReadings, async body =>
        {
            foreach (var one in RawCall.Framed(new byte[1_000]))
            {
                await body.WriteAsync(new[] { one });
                await body.FlushAsync();
                await Task.Delay(_period, TimeProvider.System);
            }
        });
        return RpcFault.Of(end) is { Code: StatusCode.ResourceExhausted, Reason: "TOO_SLOW" };
    }
}
