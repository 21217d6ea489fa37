using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>
/// The answer to a named renaming as it is stored with the request: the goals whose definition changed. It is always smaller than their
/// definitions, which are in the same commit.
/// </summary>
internal static class RenamedAnswer
{
    public static byte[] Write(IEnumerable<GoalName> changed)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var goal in changed)
        {
            writer.Write((byte)goal.Kind);
            writer.Write(goal.Id);
        }

        return bytes.ToArray();
    }

    public static Renamed Read(RequestRow row)
    {
        var changed = ImmutableArray.CreateBuilder<GoalName>();
        using var bytes = new MemoryStream(row.Stored.Answer.ToArray());
        using var reader = new BinaryReader(bytes);
        while (bytes.Position < bytes.Length)
        {
            changed.Add(new GoalName((GoalKind)reader.ReadByte(), reader.ReadString()));
        }

        return new Renamed(RenameOutcome.Done, row.Position, changed.ToImmutable());
    }
}
