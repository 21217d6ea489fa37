namespace OkrGrains.Plans;

/// <summary>The stable codes of <see cref="PlanFault.Reason"/>. They go out on the wire and are never renamed.</summary>
internal static class FaultReason
{
    // Faults of the text itself.
    public const string Syntax = "SYNTAX";
    public const string InvalidUtf8 = "INVALID_UTF8";
    public const string ControlCharacter = "CONTROL_CHARACTER";
    public const string Empty = "EMPTY";
    public const string TooLarge = "TOO_LARGE";
    public const string TooDeep = "TOO_DEEP";
    public const string TooManyNodes = "TOO_MANY_NODES";
    public const string TextTooLong = "TEXT_TOO_LONG";
    public const string DefinitionTooLarge = "DEFINITION_TOO_LARGE";
    public const string TooManyFaults = "TOO_MANY_FAULTS";
    public const string MultipleDocuments = "MULTIPLE_DOCUMENTS";
    public const string Anchor = "ANCHOR";
    public const string Tag = "TAG";

    // Faults of keys.
    public const string BadKey = "BAD_KEY";
    public const string DuplicateKey = "DUPLICATE_KEY";
    public const string UnknownKey = "UNKNOWN_KEY";
    public const string MissingKey = "MISSING_KEY";
    public const string NoMeaning = "NO_MEANING";

    // Faults of values.
    public const string WrongType = "WRONG_TYPE";
    public const string WrongCount = "WRONG_COUNT";
    public const string BadText = "BAD_TEXT";
    public const string BadId = "BAD_ID";
    public const string BadNumber = "BAD_NUMBER";
    public const string OutOfRange = "OUT_OF_RANGE";
    public const string BadBoolean = "BAD_BOOLEAN";
    public const string BadDate = "BAD_DATE";
    public const string BadDuration = "BAD_DURATION";
    public const string BadTimeZone = "BAD_TIME_ZONE";
    public const string UnknownWord = "UNKNOWN_WORD";

    // Faults within one goal.
    public const string TwoTargets = "TWO_TARGETS";
    public const string TargetIsBaseline = "TARGET_IS_BASELINE";
    public const string TwoFormulas = "TWO_FORMULAS";
    public const string TwoParents = "TWO_PARENTS";
    public const string MeasuredTwoWays = "MEASURED_TWO_WAYS";
    public const string TwoEnds = "TWO_ENDS";
    public const string EndNotAfterStart = "END_NOT_AFTER_START";
    public const string OutsideCycle = "OUTSIDE_CYCLE";
    public const string NotAscending = "NOT_ASCENDING";
    public const string ProgressFalls = "PROGRESS_FALLS";
    public const string NoCycle = "NO_CYCLE";

    // Faults between several goals.
    public const string DuplicateId = "DUPLICATE_ID";
    public const string DuplicateReference = "DUPLICATE_REFERENCE";
    public const string OnlyInMain = "ONLY_IN_MAIN";
    public const string DuplicatePart = "DUPLICATE_PART";
    public const string TooManyParts = "TOO_MANY_PARTS";
    public const string OtherWorkspace = "OTHER_WORKSPACE";
    public const string NeededByPart = "NEEDED_BY_PART";
    public const string NoSuchKpi = "NO_SUCH_KPI";
    public const string NoSuchCycle = "NO_SUCH_CYCLE";
    public const string NoSuchObjective = "NO_SUCH_OBJECTIVE";
    public const string NoSuchKeyResult = "NO_SUCH_KEY_RESULT";
    public const string KpiWithoutTarget = "KPI_WITHOUT_TARGET";
    public const string GrowthOperand = "GROWTH_OPERAND";
    public const string TooManyOperands = "TOO_MANY_OPERANDS";
    public const string TooManyLinks = "TOO_MANY_LINKS";
    public const string TooManyPaths = "TOO_MANY_PATHS";
    public const string FormulaCycle = "FORMULA_CYCLE";
    public const string LinkCycle = "LINK_CYCLE";
    public const string PathTooLong = "PATH_TOO_LONG";
}
