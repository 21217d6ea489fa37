using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>The answer to a named amendment as it is stored with the request: the goal, and what the reading was before.</summary>
internal static class AmendedAnswer
{
    public static byte[] Write(GoalName goal, Amended amended)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((byte)goal.Kind);
        writer.Write(goal.Id);
        writer.Write(amended.Time.UnixMillis);
        writer.Write(amended.Before.HasValue);
        writer.Write(amended.Before.GetValueOrDefault());
        return bytes.ToArray();
    }

    public static AmendedGoal Read(RequestRow row)
    {
        using var reader = new BinaryReader(new MemoryStream(row.Stored.Answer.ToArray()));
        var goal = new GoalName((GoalKind)reader.ReadByte(), reader.ReadString());
        var time = new Instant(reader.ReadInt64());
        double? before = reader.ReadBoolean() ? reader.ReadDouble() : null;
        return new AmendedGoal(goal, new Amended(AmendOutcome.Made, row.Position, time, before));
    }
}
