using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// The right to amend a file, which the newest amendment has. Each one takes the next number, which the successor that it sends under is
/// named by. First it fences the successors of the one before: nothing that is in flight of them is committed any more. So what the server
/// holds is at rest when it is compared with the file, and no line counts under two producers.
/// </summary>
/// <remarks>
/// The number is kept as the checkpoint of the first producer. That is no digest any more, so every later push compares the file with the
/// readings. It comes with a reading of no goal, which the server rejects and never counts, because a checkpoint needs a sequence.
/// </remarks>
internal sealed class AmendmentClaim
{
    private const string Mark = "amended ";
    private const int MostAttempts = 5;

    private readonly OkrClient _client;
    private readonly ReadingService.ReadingServiceClient _service;
    private readonly string _workspace;
    private readonly ProducerFamily _family;

    private AmendmentClaim(OkrClient client, string workspace, ProducerFamily family)
    {
        _client = client;
        _service = new(client.Invoker);
        _workspace = workspace;
        _family = family;
    }

    /// <summary>The number of the amendment, from 2, which no other amendment of the file has.</summary>
    public int Number { get; private set; }

    /// <summary>Takes the claim over from whoever has it.</summary>
    public static async Task<AmendmentClaim> TakeAsync(
        OkrClient client, string workspace, ProducerFamily family, CancellationToken cancellation)
    {
        var claim = new AmendmentClaim(client, workspace, family);
        await UnfencedAsync(() => claim.TakeAsync(cancellation));
        return claim;
    }

    /// <summary>Returns if no other amendment has taken the claim since.</summary>
    /// <remarks>
    /// Called when a stream of a successor was opened: a later amendment that was there before has the claim, so that this fails, and one
    /// that comes afterwards fences the stream.
    /// </remarks>
    public Task CheckAsync(CancellationToken cancellation) => UnfencedAsync(async () =>
    {
        using var call = _service.StreamReadings(cancellationToken: cancellation);
        if (NumberOf(await ProducerOpening.OpenAsync(call, _workspace, _family.First, cancellation)) != Number)
        {
            throw OtherPush.Begun();
        }
    });

    // A push of the same file, which opens the same stream, may come between. It does not keep the stream open, if it differs.
    private static async Task UnfencedAsync(Func<Task> action)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (RpcException fenced) when (OtherPush.IsCauseOf(fenced))
            {
                // The next attempt finds who came between.
            }
        }

        throw OtherPush.Begun();
    }

    private static int NumberOf(StreamOpened opened)
    {
        var text = opened.Checkpoint.Span;
        var isMark = text.StartsWith(Encoding.ASCII.GetBytes(Mark));
        return isMark && PlainNumber.TryParseWhole(Encoding.ASCII.GetString(text[Mark.Length..]), out var number) ? (int)number : 1;
    }

    private async Task TakeAsync(CancellationToken cancellation)
    {
        using var call = _service.StreamReadings(cancellationToken: cancellation);
        var opened = await ProducerOpening.OpenAsync(call, _workspace, _family.First, cancellation);
        var former = NumberOf(opened);
        if (former > 1)
        {
            string[] successors = [_family.Successor(former, isGeneration: false), _family.Successor(former, isGeneration: true)];
            await ProducerOpening.FenceAsync(_client, _workspace, successors, cancellation);
        }

        Number = former + 1;
        var batch = new ReadingBatch
        {
            FirstSequence = opened.LastSequence + 1,
            Handles = { 0 },
            Values = { 0 },
            Checkpoint = ByteString.CopyFromUtf8(string.Create(CultureInfo.InvariantCulture, $"{Mark}{Number}")),
        };
        await ProducerOpening.SendAsync(call, new() { Batch = batch }, cancellation);
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            if (call.ResponseStream.Current.Ack?.ThroughSequence >= batch.FirstSequence)
            {
                return;
            }
        }

        throw new IOException("the server ended the stream");
    }
}
