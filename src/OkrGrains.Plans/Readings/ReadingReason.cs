namespace OkrGrains.Plans.Readings;

/// <summary>The stable codes of <see cref="ReadingFault.Reason"/>.</summary>
internal static class ReadingReason
{
    public const string BadHeader = "BAD_HEADER";
    public const string LineTooLong = "LINE_TOO_LONG";
    public const string InvalidUtf8 = "INVALID_UTF8";
    public const string BadQuotes = "BAD_QUOTES";
    public const string WrongFields = "WRONG_FIELDS";
    public const string BadGoal = "BAD_GOAL";
    public const string BadTime = "BAD_TIME";
    public const string BadValue = "BAD_VALUE";
    public const string ValueOutOfRange = "VALUE_OUT_OF_RANGE";
    public const string NoSuchGoal = "NO_SUCH_GOAL";
    public const string TakesNoReadings = "TAKES_NO_READINGS";
    public const string TooManyFaults = "TOO_MANY_FAULTS";
}
