using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Mapping;

/// <summary>Incarnations of the store as they are sent: opaque to clients, 16 hexadecimal digits.</summary>
internal static class Incarnations
{
    public static string ToWire(Incarnation incarnation) => incarnation.Id.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Returns the id of an incarnation; null when the field is empty.</summary>
    /// <exception cref="ApiFault">The field holds something else.</exception>
    public static long? Read(string field, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return text.Length == 16 && PlainNumber.TryParseHex(text, out var id)
            ? id
            : throw ApiFault.BadRequest(field, "is no incarnation of a store");
    }
}
