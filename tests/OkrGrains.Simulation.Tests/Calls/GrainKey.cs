namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>The name of a grain or an observer.</summary>
/// <param name="Interface">The grain's interface.</param>
/// <param name="Key">The grain's key.</param>
internal readonly record struct GrainKey(Type Interface, string Key)
{
    public override string ToString() => $"{Interface.Name[1..]} {Key}";
}
