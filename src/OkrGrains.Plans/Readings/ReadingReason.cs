namespace OkrGrains.Plans.Readings;

/// <summary>The stable codes of <see cref="ReadingFault.Reason"/>.</summary>
public static class ReadingReason
{
    /// <summary>The header does not name the columns.</summary>
    public const string BadHeader = "BAD_HEADER";

    /// <summary>The line is longer than 1,024 bytes.</summary>
    public const string LineTooLong = "LINE_TOO_LONG";

    /// <summary>The line is not UTF-8.</summary>
    public const string InvalidUtf8 = "INVALID_UTF8";

    /// <summary>Quotes do not enclose a whole field.</summary>
    public const string BadQuotes = "BAD_QUOTES";

    /// <summary>The line has another number of fields than the header.</summary>
    public const string WrongFields = "WRONG_FIELDS";

    /// <summary>The goal is not written as one.</summary>
    public const string BadGoal = "BAD_GOAL";

    /// <summary>The time is not written as one.</summary>
    public const string BadTime = "BAD_TIME";

    /// <summary>The value is no number.</summary>
    public const string BadValue = "BAD_VALUE";

    /// <summary>The value is not within ±1e15.</summary>
    public const string ValueOutOfRange = "VALUE_OUT_OF_RANGE";

    /// <summary>There is no such goal.</summary>
    public const string NoSuchGoal = "NO_SUCH_GOAL";

    /// <summary>The goal follows from others.</summary>
    public const string TakesNoReadings = "TAKES_NO_READINGS";

    /// <summary>The bare id belongs to a KPI and a key result that both take readings.</summary>
    public const string AmbiguousGoal = "AMBIGUOUS_GOAL";

    /// <summary>There are more faults than are listed.</summary>
    public const string TooManyFaults = "TOO_MANY_FAULTS";
}
