namespace OkrGrains.Model.Goals;

/// <summary>The part of a window that is read at a <see cref="ReadPoint"/>. The store keeps these numbers.</summary>
public enum ReadPart : byte
{
    /// <summary>The window itself, up to the instant that is read.</summary>
    Window = 0,

    /// <summary>The whole calendar period before, as a growth reads it (goal-model §3).</summary>
    PreviousPeriod = 1,

    /// <summary>The local days of the window that have ended; while none has, the whole window before (goal-model §4).</summary>
    EndedDays = 2,

    /// <summary>The hours of the window that have ended; while none has, the whole window before (goal-model §4).</summary>
    EndedHours = 3,

    /// <summary>
    /// The period that is running while a complete window shows the one before. Nobody reads it; a goal keeps it because it is the window
    /// once it has ended.
    /// </summary>
    Running = 4,
}
