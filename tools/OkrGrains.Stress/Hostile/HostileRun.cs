using System.Text;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Load.Workloads;
using OkrGrains.Stress.Probing;
using OkrGrains.Stress.Servers;

namespace OkrGrains.Stress.Hostile;

/// <summary>Runs attacks one after the other, with a well-behaved producer and a watcher beside them.</summary>
internal sealed class HostileRun(Checks checks)
{
    /// <summary>The memory allowed for garbage that the collector has not taken back yet, in bytes.</summary>
    private const long Shared = 128 * Sizes.MiB;

    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(3);
    private static readonly Workload _goals = Workload.All.Single(workload => workload.Name == "w1");

    public async Task RunAsync()
    {
        await using var server = await StressServer.StartAsync(HostileLimits.Arguments);
        using var client = new OkrClient(server.Address);
        await ProbeTree.ApplyAsync(client);
        using (var plan = new MemoryStream(Encoding.UTF8.GetBytes(_goals.Tree.ToPlan())))
        {
            await client.Goals.ApplyPlanAsync(plan, new ApplyPlanHeader { Author = "stress" });
        }

        await client.Goals.ListAsync($"workspaces/{GoalTree.Workspace}");
        await using var probe = await Probe.StartAsync(server.Address, _period);
        var from = probe.Mark();
        await Task.Delay(_calm, TimeProvider.System);
        Checks.Figure($"calm: acknowledged {probe.Acknowledgements(from, probe.Mark())}");
        foreach (var attack in (IAttack[])[new Bombs(), new Drips(), new ManyHandles(), new TinyBatches(), new IdleConnections(), new UnreadPages()])
        {
            await RunAsync(attack, server, probe);
        }

        var counted = await probe.FinishAsync(_patience);
        checks.That(
            counted == probe.Sent && probe.Acknowledged == probe.Sent,
            $"of the {probe.Sent} readings of a producer beside them {probe.Acknowledged} are acknowledged, and its root counts {counted}");
    }

    private async Task RunAsync(IAttack attack, StressServer server, Probe probe)
    {
        // Measured before each attack, because the memory that an earlier one took need not have been given back yet.
        var before = server.Resident;
        await using var memory = new MemoryWatch(server);
        var from = probe.Mark();
        var acknowledged = probe.Acknowledged;
        var outcome = await attack.RunAsync(server.Address);
        var beside = probe.Acknowledged - acknowledged;
        checks.That(outcome.Answered == outcome.Peers, $"{attack.Name}: {outcome.Answered} of {outcome.Peers} got {outcome.Answer}");
        checks.That(beside > 0, $"{attack.Name}: {beside} readings acknowledged beside it, {probe.Acknowledgements(from, probe.Mark())}");
        var bound = before + Shared + attack.MostBytes;
        checks.That(memory.Most <= bound, $"{attack.Name}: memory {Sizes.ToMiB(memory.Most)} MiB at most, bound {Sizes.ToMiB(bound)} MiB, {Sizes.ToMiB(before)} MiB before");
    }
}
