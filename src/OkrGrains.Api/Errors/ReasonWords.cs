using System.Collections.Frozen;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Errors;

/// <summary>Returns error reasons as they are sent: without the prefix that the proto style requires.</summary>
internal static class ReasonWords
{
    private const string Prefix = "ERROR_REASON_";

    private static readonly FrozenDictionary<ErrorReason, string> _words = ErrorReasonReflection.Descriptor.EnumTypes
        .Single(type => type.ClrType == typeof(ErrorReason))
        .Values.ToFrozenDictionary(value => (ErrorReason)value.Number, value => value.Name[Prefix.Length..]);

    public static string Word(this ErrorReason reason) => _words[reason];
}
