using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Crash;

/// <summary>
/// The versions of the plan that may be in force: after a kill, the last one may or may not have been applied, but only as a whole.
/// </summary>
internal sealed class Plans
{
    public CrashPlan Current { get; private set; } = new(0);

    public CrashPlan? Pending { get; private set; }

    public IEnumerable<CrashPlan> Candidates => Pending is null ? [Current] : [Current, Pending];

    /// <summary>Applies the next version. A version whose outcome is not known is applied again.</summary>
    public async Task ApplyNextAsync(OkrClient client)
    {
        Pending ??= new CrashPlan(Current.Version + 1);
        await ApplyAsync(client, Pending);
        ReadAtLeast(Pending);
    }

    public Task ApplyFirstAsync(OkrClient client) => ApplyAsync(client, Current);

    /// <summary>Records the version that was found in force.</summary>
    public void ReadAtLeast(CrashPlan found) => (Current, Pending) = (found, null);

    private static async Task ApplyAsync(OkrClient client, CrashPlan plan)
    {
        using var bytes = new MemoryStream(plan.Bytes, writable: false);
        await client.Goals.ApplyPlanAsync(bytes, new ApplyPlanHeader { Author = "crash" });
    }
}
