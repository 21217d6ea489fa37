using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Fuzz.Tests.Wire;

/// <summary>
/// Hostile messages to every call of the real edge. Each is answered, in bounded time and memory, and none by a fault of the engine; then
/// the server still counts to the last digit. A failure names the seed, to be run alone by OKR_SEED.
/// </summary>
public sealed class HostileMessageTests(FuzzedServer server) : IClassFixture<FuzzedServer>
{
    // 200 seeds of 500 messages or more: 100,000.
    private const int Sample = 4;
    private const int Whole = 200;
    private const int MessagesOfSeed = 500;

    private const long MostBytesPerMessage = 1 << 20;
    private const long MostKept = 256 << 20;

    private static readonly StatusCode[] _faults =
        [StatusCode.Internal, StatusCode.Unknown, StatusCode.DataLoss, StatusCode.DeadlineExceeded, StatusCode.Unavailable];

    [Fact]
    public async Task Every_message_is_answered_and_none_by_a_fault_of_the_engine()
    {
        var seeds = Thoroughness.Seeds(Sample, Whole);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetTotalAllocatedBytes();
        var ends = new ConcurrentDictionary<StatusCode, int>();
        var messages = 0;
        var faults = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
            Interlocked.Add(ref messages, await RunAsync(seed, ends, faults)));

        Assert.True(faults.IsEmpty && server.Errors.IsEmpty, string.Join('\n', faults.Concat(server.Errors)));
        Assert.True(messages >= seeds.Count * MessagesOfSeed);

        // Without calls that succeed, nothing behind the first check would be reached.
        Assert.True(ends.GetValueOrDefault(StatusCode.OK) > messages / 20, string.Join(", ", ends));
        var perMessage = (GC.GetTotalAllocatedBytes() - allocated) / messages;
        Assert.True(perMessage <= MostBytesPerMessage, $"{perMessage} bytes were allocated for a message");
        await server.CheckAsync();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(kept <= MostKept, $"{kept} bytes were kept after {messages} messages");
    }

    [Fact]
    public void Every_call_of_the_contract_is_drawn() => Assert.InRange(Calls.All.Length, 20, 200);

    private async Task<int> RunAsync(int seed, ConcurrentDictionary<StatusCode, int> ends, ConcurrentQueue<string> faults)
    {
        var random = new Random(seed);
        var workspace = $"f{seed}";
        await server.ApplyAsync(workspace);

        // On a connection of its own: the server bounds the streams of a connection that a client gives up, as the watches here.
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new HostileClient(random, channel.CreateCallInvoker(), server.Address);
        var sent = 0;
        while (sent < MessagesOfSeed && faults.Count < 20)
        {
            var method = Calls.All[random.Next(Calls.All.Length)];
            var hostility = random.Next(4) switch { 0 => 0, 1 => 0.05, 2 => 0.3, _ => 1 };
            var messages = Draw(random, method, workspace, hostility);
            Status status;
            try
            {
                // Frames are sent to calls that end by themselves, since some of them are good after all.
                status = random.Next(10) == 0 && (method.IsClientStreaming || !method.IsServerStreaming)
                    ? await client.FramesAsync(method, messages.FirstOrDefault([]))
                    : await client.CallAsync(method, messages);
            }
            catch (Exception failure)
            {
                status = new Status(StatusCode.Unknown, failure.ToString());
            }

            ends.AddOrUpdate(status.StatusCode, 1, (_, count) => count + 1);
            if (_faults.Contains(status.StatusCode))
            {
                var bytes = messages.Select(message => Convert.ToBase64String(message.AsSpan(0, Math.Min(message.Length, 2_000))));
                faults.Enqueue($"OKR_SEED={seed}, message {sent}: {method.FullName} ended with {status}; sent {string.Join(' ', bytes)}");
            }

            sent += Math.Max(1, messages.Count);
        }

        return sent;
    }

    private static List<byte[]> Draw(Random random, MethodDescriptor method, string workspace, double hostility)
    {
        var draw = new MessageDraw(random, new Words(random, workspace, hostility), hostility);
        var parts = method.InputType.RealOneofCount == 1 ? method.InputType.Oneofs[0].Fields : null;
        var count = method.IsClientStreaming ? random.Next(1, 6) : random.NextDouble() < hostility / 10 ? random.Next(3) : 1;
        var messages = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            var message = method.IsClientStreaming && parts is { Count: > 1 } && random.Next(10) > 0
                ? draw.Part(parts[i == 0 ? 0 : 1])
                : draw.Message(method.InputType);
            messages.Add(random.NextDouble() < hostility / 2 ? MessageDamage.Of(random, message) : message);
        }

        return messages;
    }
}
