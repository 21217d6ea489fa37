using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Plans;

namespace OkrGrains.Api.Goals;

/// <summary>Writes the plan of a workspace to a client, in chunks.</summary>
internal sealed class PlanExports(PlanExport export, Etags etags, Quotas quotas, IOptions<ApiOptions> options, TimeProvider time)
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Writes the header and the plan of each part, or of one.</summary>
    /// <exception cref="ApiFault">
    /// There is no such part, the client does not read, or too many bytes of plans are held already.
    /// </exception>
    public async Task WriteAsync(
        string workspace, string? part, Caller caller, IServerStreamWriter<ExportPlanResponse> stream, CancellationToken cancellation)
    {
        using var held = quotas.PlanBytes.Take(caller, 0);
        var (revision, parts) = await ReadAsync(workspace, part, caller, cancellation);
        held.Resize(parts.Sum(one => one.Plan.Length));
        var responses = new PatientWriter<ExportPlanResponse>(stream, options.Value.SendLimit, time);
        foreach (var (name, plan) in parts)
        {
            var header = new ExportPlanHeader { Revision = revision, Etag = etags.Of(revision), Part = name };
            await responses.WriteAsync(new() { Header = header }, cancellation);
            for (var at = 0; at < plan.Length; at += ChunkBytes)
            {
                var chunk = UnsafeByteOperations.UnsafeWrap(plan.AsMemory(at, Math.Min(ChunkBytes, plan.Length - at)));
                await responses.WriteAsync(new() { Chunk = chunk }, cancellation);
            }
        }
    }

    // A client that reads slowly keeps nobody else from reading or applying plans.
    private async Task<(long Revision, List<(string Name, byte[] Plan)> Parts)> ReadAsync(
        string workspace, string? part, Caller caller, CancellationToken cancellation)
    {
        using (await quotas.PlanReadings.EnterAsync(caller, cancellation))
        {
            var (revision, plan) = await export.ReadAsync(workspace, cancellation);
            var names = plan.Settings.AllParts.Select(one => one.Name).Where(name => part is null || name == part);
            var parts = names.Select(name => (name, DefinitionJson.Write(plan, name))).ToList();
            return parts.Count > 0 ? (revision, parts) : throw ApiFault.UnknownPart(Names.OfWorkspace(workspace), part!);
        }
    }
}
