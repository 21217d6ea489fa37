using System.Diagnostics;
using Orleans;
using Xunit.Abstractions;

namespace Compat.Orleans.Tests;

public interface ICallerGrain : IGrainWithStringKey
{
    Task Repeat(IPlainGrain callee, int calls);
}

internal sealed class CallerGrain : Grain, ICallerGrain
{
    public async Task Repeat(IPlainGrain callee, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            await callee.Twice(1);
        }
    }
}

/// <summary>Bytes are counted of the whole process: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>Prints what a call costs; run it in Release. It asserts the bytes only: they do not depend on the machine.</summary>
[Collection(nameof(AloneCollection))]
public class CallCostTests(ITestOutputHelper output)
{
    private const int Calls = 50_000;

    [Fact]
    public async Task A_local_call_allocates_little()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var callee = cluster.Client.GetGrain<IPlainGrain>("callee");
        var caller = cluster.Client.GetGrain<ICallerGrain>("caller");
        var fromClient = await MeasureAsync("client to grain, Task<int>", () => RepeatAsync(() => callee.Twice(1)));
        await MeasureAsync("client to grain, Task", () => RepeatAsync(callee.Nothing));
        var crowd = Enumerable.Range(0, 64).Select(i => cluster.Client.GetGrain<IPlainGrain>($"crowd{i}")).ToArray();
        await MeasureAsync("64 clients at once", () => Task.WhenAll(crowd.Select(grain => CrowdAsync(grain))));
        var fromGrain = await MeasureAsync("grain to grain, Task<int>", () => caller.Repeat(callee, Calls));
        Assert.InRange(fromClient, 0, 200);
        Assert.InRange(fromGrain, 0, 320);
    }

    private static async Task RepeatAsync(Func<Task> call)
    {
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }
    }

    private static async Task CrowdAsync(IPlainGrain grain)
    {
        for (var i = 0; i < Calls / 64; i++)
        {
            await grain.Twice(1);
        }
    }

    private async Task<double> MeasureAsync(string what, Func<Task> run)
    {
        var bytes = 0.0;
        for (var round = 0; round < 4; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var started = TimeProvider.System.GetTimestamp();
            var worked = Process.GetCurrentProcess().TotalProcessorTime;
            await run();
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            worked = Process.GetCurrentProcess().TotalProcessorTime - worked;
            bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / Calls;
            output.WriteLine($"{what}: {elapsed.TotalNanoseconds / Calls:F0} ns, {worked.TotalNanoseconds / Calls:F0} ns of CPU, {bytes:F0} bytes a call");
        }

        return bytes;
    }
}
