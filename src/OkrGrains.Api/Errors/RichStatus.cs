using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Api.Errors;

/// <summary>Converts a fault to its gRPC form: the status, and google.rpc details in a trailer.</summary>
internal static class RichStatus
{
    public const string Domain = "okrgrains";

    /// <summary>
    /// The maximum size of all trailers, in bytes. Peers accept 8 KiB by default, in which HTTP/2 counts 32 bytes for each trailer besides
    /// its name and its value.
    /// </summary>
    private const int MaxTrailerBytes = 8 * 1024;

    /// <summary>The share of it that the names of the trailers, the code and other trailers take.</summary>
    private const int OtherBytes = 512;

    /// <summary>The maximum size of a message, of a field and of a description, in bytes of UTF-8.</summary>
    private const int MaxLineBytes = 512;

    /// <summary>The maximum size of a fact for programs, in bytes of UTF-8.</summary>
    private const int MaxFactBytes = 256;

    /// <summary>The most bytes of a field's number and length in a message, twice: a detail is packed into another message.</summary>
    private const int AroundDetail = 64;

    public static RpcException Of(ApiFault fault) => Details(fault).ToRpcException();

    public static Google.Rpc.Status Details(ApiFault fault)
    {
        var details = new Google.Rpc.Status { Code = (int)fault.Code, Message = Line(fault.Message) };
        var info = new ErrorInfo { Reason = fault.Reason.Word(), Domain = Domain };
        if (fault.Correlation is { } correlation)
        {
            info.Metadata["correlation"] = correlation;
        }

        foreach (var (fact, text) in fault.Facts)
        {
            info.Metadata[fact] = Cut(text, MaxFactBytes);
        }

        var retry = fault.RetryAfter is { } delay ? Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }) : null;
        var listed = new BadRequest();
        if (fault.Violations.Count > 0)
        {
            info.Metadata["violations"] = fault.Violations.Count.ToString(CultureInfo.InvariantCulture);
            List(fault.Violations, listed, MostDetailBytes(details.Message) - Size(details) - Size(info) - (retry is null ? 0 : Size(retry)));
            if (listed.FieldViolations.Count < fault.Violations.Count)
            {
                var leftOut = fault.Violations.Count - listed.FieldViolations.Count;
                info.Metadata["violationsLeftOut"] = leftOut.ToString(CultureInfo.InvariantCulture);
            }
        }

        details.Details.Add(Any.Pack(info));
        if (fault.Violations.Count > 0)
        {
            details.Details.Add(Any.Pack(listed));
        }

        if (retry is not null)
        {
            details.Details.Add(retry);
        }

        return details;
    }

    /// <summary>Returns a text as one short line without control characters, whoever wrote it.</summary>
    public static string Line(string text) => Cut(TextRule.OneLine.Escape(Cut(text, MaxLineBytes)), MaxLineBytes);

    private static void List(IReadOnlyCollection<Violation> violations, BadRequest listed, int mostBytes)
    {
        var bytes = Size(listed);
        foreach (var violation in violations)
        {
            var field = new BadRequest.Types.FieldViolation { Field = Line(violation.Field), Description = Line(violation.Message) };
            bytes += field.CalculateSize() + 3;
            if (bytes > mostBytes)
            {
                return;
            }

            listed.FieldViolations.Add(field);
        }
    }

    /// <summary>Returns the most bytes of details beside a message. In base64 they grow by a third, and the message is sent twice.</summary>
    private static int MostDetailBytes(string message) => (MaxTrailerBytes - OtherBytes - EncodedSize(message)) / 4 * 3;

    /// <summary>Returns the size of a message in its trailer, where each byte that is not printable ASCII takes three.</summary>
    private static int EncodedSize(string message) => Encoding.UTF8.GetBytes(message).Sum(one => one is >= 0x20 and <= 0x7E and not (byte)'%' ? 1 : 3);

    private static int Size(IMessage detail) => detail.CalculateSize() + AroundDetail;

    private static string Cut(string text, int mostBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= mostBytes)
        {
            return text;
        }

        var room = mostBytes - Encoding.UTF8.GetByteCount("…");
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length] + "…";
    }
}
