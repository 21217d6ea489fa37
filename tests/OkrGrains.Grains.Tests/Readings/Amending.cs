using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Tests.Readings;

internal static class Amending
{
    /// <summary>Amends a reading of a workspace through one silo.</summary>
    public static async Task<Amended> AmendAsync(
        this GoalCluster cluster, string producer, long sequence, double? value, GoalName? goal = null, int silo = 0, string workspace = SmallTree.Workspace)
    {
        var directory = await cluster.DirectoryAsync(workspace, silo);
        var asked = new NamedAmendment(producer, sequence, value, "ann", "typo");
        var entry = goal is { } name ? directory.ByName[name] : null;
        return (await cluster.Of<AmendmentGateway>(silo).AmendAsync(directory, asked, entry, CancellationToken.None)).Amended;
    }
}
