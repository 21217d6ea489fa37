using Grpc.Core;
using OkrGrains.Benchmarks.Load;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// Imports a year of history into a workspace of its own, as fast as the server takes it: a reading a minute for each KPI, minute by
/// minute. There are so many that no measurement beside it lasts as long.
/// </summary>
internal sealed class HistoryImport(CallInvoker invoker, int seed)
{
    private const string Workspace = "history";
    private const int BlocksDrawn = 64;
    private const int MillisOfMinute = 60_000;
    private const int MinutesOfYear = 365 * 24 * 60;

    private static readonly GoalTree Tree = GoalTree.OfTens(1_000);

    private ProducerCall? _call;

    public static string Plan => Tree.ToPlan(Workspace);

    public static string Description => FormattableString.Invariant(
        $"the import of a year into another workspace, a reading a minute for each of {Tree.Kpis:N0} KPIs, {(long)Tree.Kpis * MinutesOfYear:N0} in all, one producer, batches of {Tree.Kpis:N0}");

    /// <summary>The number of acknowledged readings.</summary>
    public long Acknowledged => Volatile.Read(ref _call)?.Acknowledged ?? 0;

    /// <summary>Sends until it is stopped, and ends once everything sent is acknowledged.</summary>
    /// <exception cref="InvalidOperationException">The year was over before it was stopped.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var minutes = Drawn();
        var first = TimeProvider.System.GetUtcNow().AddMinutes(-MinutesOfYear).ToUnixTimeMilliseconds();
        using var call = await ProducerCall.OpenAsync(invoker, "import", Tree.KpiIds, Workspace);
        Volatile.Write(ref _call, call);
        for (var minute = 0; !stop.IsCancellationRequested; minute++)
        {
            if (minute == MinutesOfYear)
            {
                throw new InvalidOperationException("The import ended before the measurement.");
            }

            await call.SendAsync(minutes[minute % minutes.Length], Tree.Kpis, first + ((long)minute * MillisOfMinute));
        }

        await call.CompleteAsync();
    }

    private ReadOnlyMemory<byte>[] Drawn()
    {
        var random = new Random(seed);
        int[] kpis = [.. Enumerable.Range(0, Tree.Kpis)];
        return [.. Enumerable.Range(0, BlocksDrawn).Select(_ =>
            BatchMessage.Encode(new ReadingBlock(kpis, [.. kpis.Select(_ => random.NextDouble() * 10)], [.. kpis.Select(_ => 0)])))];
    }
}
