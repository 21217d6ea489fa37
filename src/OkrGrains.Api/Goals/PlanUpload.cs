using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans;

namespace OkrGrains.Api.Goals;

/// <summary>Receives plan files: the header, then the chunks of each file.</summary>
internal static class PlanUpload
{
    /// <summary>The maximum size of a chunk, in bytes. A message may be larger, and then the limit of messages would decide.</summary>
    private const int MaxChunkBytes = 1024 * 1024;

    /// <summary>Reads the header and all files.</summary>
    /// <param name="requests">The messages of the call.</param>
    /// <param name="caller">The caller, which the header may state as the author.</param>
    /// <param name="etags">Reads the etag of the header.</param>
    /// <param name="maxBytes">The maximum size of all files together, in bytes.</param>
    /// <param name="held">Takes the bytes that have arrived.</param>
    /// <param name="limit">The time within which everything must arrive.</param>
    /// <returns>The caller as the stated author, the header, and the bytes of each file.</returns>
    /// <exception cref="ApiFault">
    /// The files are too large or too many, too many bytes of plans have arrived, the messages are out of order, or the header is faulty.
    /// </exception>
    public static async Task<(Caller Caller, ApplyPlanHeader Header, ImmutableArray<ImmutableArray<byte>> Files)> ReadAsync(
        IAsyncStreamReader<ApplyPlanRequest> requests, Caller caller, Etags etags, int maxBytes, QuotaHold held, TimeLimit limit)
    {
        if (!await limit.WithinAsync(requests.MoveNext) || requests.Current.Header is not { } header)
        {
            throw ApiFault.StreamOrder("The first message must be the header.");
        }

        var stating = caller.Stating("header.author", header.Author, AuthorRule.PlanChange);
        Texts.Check("header.reason", header.Reason, TextRule.Prose);
        _ = etags.Read("header.etag", header.Etag);
        List<List<ByteString>> files = [];
        var length = 0L;
        while (await limit.WithinAsync(requests.MoveNext))
        {
            if (requests.Current.PartCase == ApplyPlanRequest.PartOneofCase.File)
            {
                Begin(files);
                continue;
            }

            if (requests.Current.PartCase != ApplyPlanRequest.PartOneofCase.Chunk)
            {
                throw ApiFault.StreamOrder("After the header only files and chunks may come.");
            }

            if (requests.Current.Chunk.Length > MaxChunkBytes)
            {
                throw ApiFault.TooLarge($"A chunk of a plan has at most {MaxChunkBytes} bytes.");
            }

            length += requests.Current.Chunk.Length;
            if (length > maxBytes)
            {
                throw ApiFault.TooLarge($"A plan has at most {maxBytes} bytes.");
            }

            if (!requests.Current.Chunk.IsEmpty)
            {
                held.Resize(length);
                if (files.Count == 0)
                {
                    Begin(files);
                }

                files[^1].Add(requests.Current.Chunk);
            }
        }

        return (stating, header, files.Count == 0 ? [[]] : [.. files.Select(Join)]);
    }

    private static void Begin(List<List<ByteString>> files)
    {
        if (files.Count == PlanFiles.Limit)
        {
            throw ApiFault.TooLarge($"A call has at most {PlanFiles.Limit} plan files.");
        }

        files.Add([]);
    }

    private static ImmutableArray<byte> Join(List<ByteString> chunks)
    {
        var plan = new byte[chunks.Sum(chunk => chunk.Length)];
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.Span.CopyTo(plan.AsSpan(at));
            at += chunk.Length;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(plan);
    }
}
