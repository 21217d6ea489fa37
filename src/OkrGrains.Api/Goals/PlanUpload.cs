using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Goals;

/// <summary>Receives a plan file: the header, then the chunks.</summary>
internal static class PlanUpload
{
    /// <summary>Reads the header and the whole file.</summary>
    /// <exception cref="ApiFault">The file is too large, the messages are out of order, or the header is faulty.</exception>
    public static async Task<(ApplyPlanHeader Header, ImmutableArray<byte> Plan)> ReadAsync(
        IAsyncStreamReader<ApplyPlanRequest> requests, int maxBytes, TimeLimit limit)
    {
        if (!await limit.WithinAsync(requests.MoveNext) || requests.Current.Header is not { } header)
        {
            throw ApiFault.StreamOrder("The first message must be the header.");
        }

        Texts.CheckNoLonger("header.author", header.Author, Texts.OfChanges);
        Texts.CheckNoLonger("header.reason", header.Reason, Texts.OfChanges);
        _ = Etag.Read("header.etag", header.Etag);
        var chunks = new List<ByteString>();
        var length = 0L;
        while (await limit.WithinAsync(requests.MoveNext))
        {
            if (requests.Current.PartCase != ApplyPlanRequest.PartOneofCase.Chunk)
            {
                throw ApiFault.StreamOrder("After the header only chunks may come.");
            }

            length += requests.Current.Chunk.Length;
            if (length > maxBytes)
            {
                throw ApiFault.TooLarge($"A plan has at most {maxBytes} bytes.");
            }

            if (!requests.Current.Chunk.IsEmpty)
            {
                chunks.Add(requests.Current.Chunk);
            }
        }

        return (header, Join(chunks, (int)length));
    }

    private static ImmutableArray<byte> Join(List<ByteString> chunks, int length)
    {
        var plan = new byte[length];
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.Span.CopyTo(plan.AsSpan(at));
            at += chunk.Length;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(plan);
    }
}
