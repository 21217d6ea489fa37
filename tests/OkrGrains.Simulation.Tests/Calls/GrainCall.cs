using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>A call that is in flight or running. A doubled call consists of two that share an answer.</summary>
internal sealed record GrainCall(GrainKey Target, CallShape Shape, object?[] Arguments, TurnQueue Caller, Answer Answer, int Number)
{
    public string What => $"{Target} {Shape.Method.Name}";
}
