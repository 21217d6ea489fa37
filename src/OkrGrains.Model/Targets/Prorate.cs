namespace OkrGrains.Model.Targets;

/// <summary>The unit by which a running sum or count is compared with the share of its window that has ended (goal-model §4).</summary>
public enum Prorate : byte
{
    /// <summary>The value is compared as it is. This is the default.</summary>
    None = 0,

    /// <summary>The local days that have ended are compared with their share.</summary>
    Day,

    /// <summary>The hours that have ended are compared with their share.</summary>
    Hour,
}
