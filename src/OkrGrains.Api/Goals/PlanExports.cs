using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Goals;

/// <summary>Writes the plan of a workspace to a client, in chunks.</summary>
internal sealed class PlanExports(PlanExport export, Quotas quotas, IOptions<ApiOptions> options, TimeProvider time)
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Writes the header and the whole plan.</summary>
    /// <exception cref="Errors.ApiFault">The client does not read, or too many bytes of plans are held already.</exception>
    public async Task WriteAsync(
        string workspace, Caller caller, IServerStreamWriter<ExportPlanResponse> stream, CancellationToken cancellation)
    {
        using var held = quotas.PlanBytes.Take(caller, 0);
        var (revision, plan) = await ReadAsync(workspace, caller, cancellation);
        held.Resize(plan.Length);
        var responses = new PatientWriter<ExportPlanResponse>(stream, options.Value.SendLimit, time);
        await responses.WriteAsync(new() { Header = new() { Revision = revision, Etag = Etag.Of(revision) } }, cancellation);
        for (var at = 0; at < plan.Length; at += ChunkBytes)
        {
            var chunk = UnsafeByteOperations.UnsafeWrap(plan.AsMemory(at, Math.Min(ChunkBytes, plan.Length - at)));
            await responses.WriteAsync(new() { Chunk = chunk }, cancellation);
        }
    }

    // A client that reads slowly keeps nobody else from reading or applying plans.
    private async Task<(long Revision, byte[] Plan)> ReadAsync(string workspace, Caller caller, CancellationToken cancellation)
    {
        using (await quotas.PlanReadings.EnterAsync(caller, cancellation))
        {
            return await export.ReadAsync(workspace, cancellation);
        }
    }
}
