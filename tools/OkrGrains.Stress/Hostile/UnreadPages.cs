using Google.Protobuf;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Stress.Hostile;

/// <summary>Makes calls that ask for large pages of goals and do not read them.</summary>
internal sealed class UnreadPages : IAttack
{
    private const int Peers = 200;
    private const int PageSize = 5_000;

    public string Name => "pages that nobody reads";

    // The bytes are for the pages that wait, in buffers that the transport keeps, and for the objects from which they were made, which the
    // collector has not taken yet.
    public long MostBytes => 4 * HostileLimits.MaxUnreadBytes;

    public async Task<Outcome> RunAsync(Uri server)
    {
        var request = RawCall.Framed(new ListGoalsRequest { Parent = $"workspaces/{GoalTree.Workspace}", PageSize = PageSize }.ToByteArray());
        var resets = await Task.WhenAll(Enumerable.Range(0, Peers).Select(_ => RawCall.UnreadAsync(
            server.GetLeftPart(UriPartial.Authority), RawCall.ListGoals, request, 4 * HostileLimits.SendLimit)));
        return new(Peers, resets.Count(code => code == RawCall.EnhanceYourCalm), "a reset with ENHANCE_YOUR_CALM");
    }
}
