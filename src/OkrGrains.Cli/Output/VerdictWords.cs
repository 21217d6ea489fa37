using Google.Protobuf.Reflection;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Output;

/// <summary>
/// Returns the word of the goal model for an enum value of the contract: <c>ON_TRACK</c> for <c>STATUS_ON_TRACK</c>; null for unspecified.
/// </summary>
internal static class VerdictWords
{
    /// <summary>The word for a value that this program does not know, as a newer server may have.</summary>
    public const string Unknown = "UNKNOWN";

    private static readonly EnumDescriptor StatusDescriptor = GoalReflection.Descriptor.FindTypeByName<EnumDescriptor>("Status");
    private static readonly EnumDescriptor HealthDescriptor = GoalReflection.Descriptor.FindTypeByName<EnumDescriptor>("Health");
    private static readonly EnumDescriptor GradeDescriptor = GoalReflection.Descriptor.FindTypeByName<EnumDescriptor>("Grade");

    private static readonly EnumDescriptor ReasonDescriptor = GoalReflection.Descriptor.FindTypeByName<EnumDescriptor>("NoDataReason");

    public static string? Of(NoDataReason reason) => Word(ReasonDescriptor, (int)reason, "NO_DATA_REASON_");

    public static string? Of(Status status) => Word(StatusDescriptor, (int)status, "STATUS_");

    public static string? Of(Health health) => Word(HealthDescriptor, (int)health, "HEALTH_");

    public static string? Of(Grade grade) => Word(GradeDescriptor, (int)grade, "GRADE_");

    private static string? Word(EnumDescriptor descriptor, int number, string prefix) =>
        number == 0 ? null : descriptor.FindValueByNumber(number)?.Name[prefix.Length..] ?? Unknown;
}
