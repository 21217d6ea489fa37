namespace OkrGrains.Model.Goals;

/// <summary>The reason why a goal has no data: the first that applies (goal-model §7).</summary>
public enum NoDataReason : byte
{
    /// <summary>There is data.</summary>
    None = 0,

    /// <summary>A derived value is absent though the operands that it needs now have values.</summary>
    NotDefined,

    /// <summary>The value that is read is absent.</summary>
    NoReadings,

    /// <summary>The captured baseline is absent.</summary>
    NoBaseline,

    /// <summary>The captured baseline equals the target; with <c>fromZero</c>, the target is 0.</summary>
    BaselineIsTarget,

    /// <summary>No day or hour of the window has ended, and there is nothing before.</summary>
    WindowBegins,

    /// <summary>Nothing with a weight above 0 is rolled up.</summary>
    NothingBelow,

    /// <summary>Nothing of what is rolled up has data.</summary>
    NoDataBelow,
}
