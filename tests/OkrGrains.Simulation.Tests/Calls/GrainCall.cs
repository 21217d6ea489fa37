using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>A call on its way, or one that runs. A doubled call is two that share an answer.</summary>
internal sealed record GrainCall(GrainKey Target, CallShape Shape, object?[] Arguments, TurnQueue Caller, Answer Answer, int Number)
{
    public string What => $"{Target} {Shape.Method.Name}";
}
