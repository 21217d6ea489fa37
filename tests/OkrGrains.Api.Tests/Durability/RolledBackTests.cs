using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using OkrGrains.Api.Tests.Readings;
using OkrGrains.Host;
using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Api.Tests.Durability;

/// <summary>Tests what producers and readers learn of a store that holds less than they know of.</summary>
public sealed class RolledBackTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private OkrServer? _server;
    private GrpcChannel? _channel;
    private Bench _bench = null!;

    private string Data => _folder.Of("data");

    private string Backup => _folder.Of("backup.db");

    public async Task InitializeAsync()
    {
        await StartAsync(Data);
        await _bench.ApplyAsync(_bench.Plan());
    }

    public Task DisposeAsync() => StopAsync();

    public void Dispose()
    {
        _channel?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_producer_that_knows_more_than_a_rolled_back_store_is_refused_with_what_is_held()
    {
        var (_, incarnation) = await SendAsync(1, [1, 10]);
        await StopAsync();
        Copy(Data, _folder.Of("yesterday"));
        await StartAsync(Data);
        await SendAsync(3, [100, 1000]);
        await StopAsync();
        await StartAsync(_folder.Of("yesterday"));

        foreach (var stated in new[] { "", incarnation })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => _bench.ProduceAsync(acknowledged: 4, incarnation: stated));
            Assert.Equal(new Fault(StatusCode.FailedPrecondition, "STORE_ROLLED_BACK"), Fault.Of(refused));
            Assert.Equal("2", HeldOf(refused, "held_sequence"));
        }

        using var lawful = await _bench.ProduceAsync(acknowledged: 2, incarnation: incarnation);
        Assert.Equal((2, 2), (lawful.Opened.LastSequence, lawful.Opened.Epoch));
    }

    [Fact]
    public async Task A_refused_opening_fences_nobody()
    {
        using var open = await _bench.ProduceAsync();
        Assert.Equal("STORE_ROLLED_BACK", (await Fault.OfAsync(() => _bench.ProduceAsync(acknowledged: 1))).Reason);
        Assert.Equal("STORE_ROLLED_BACK", (await Fault.OfAsync(() => _bench.ProduceAsync(acknowledged: long.MaxValue - 1))).Reason);
        await open.SendAsync(Batches.Of(1, [1]));
        await open.UntilAckAsync(1);
    }

    [Fact]
    public async Task A_token_of_what_a_rolled_back_store_does_not_hold_is_refused_at_once()
    {
        var (early, _) = await SendAsync(1, [1]);
        await StopAsync();
        Copy(Data, _folder.Of("yesterday"));
        await StartAsync(Data);
        await SendAsync(2, [10]);
        var (late, _) = await SendAsync(3, [100]);
        Assert.Equal("111", (await _bench.GetAsync("kpis/revenue", late)).Figures.Value.Decimal);
        await StopAsync();
        await StartAsync(_folder.Of("yesterday"));

        Assert.Equal("1", (await _bench.GetAsync("kpis/revenue", early)).Figures.Value.Decimal);
        var refused = await Assert.ThrowsAsync<RpcException>(() => _bench.GetAsync("kpis/revenue", late));
        Assert.Equal(new Fault(StatusCode.FailedPrecondition, "STORE_ROLLED_BACK"), Fault.Of(refused));
        Assert.True(long.Parse(HeldOf(refused, "held_position"), CultureInfo.InvariantCulture) > 0);
        Assert.Equal("STORE_ROLLED_BACK", (await Fault.OfAsync(async () =>
            await _bench.Goals.ListGoalsAsync(new() { Parent = _bench.Workspace, AfterToken = late }))).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restore_a_producer_learns_from_where_to_send_again_and_tokens_reach_to_the_backup(bool states)
    {
        var (early, incarnation) = await SendAsync(1, [1, 10]);
        await StopAsync();
        StoreBackup.Write(Data, Backup, default);
        await StartAsync(Data);
        var (late, _) = await SendAsync(3, [100, 1000]);
        await StopAsync();
        StoreRestore.Write(Backup, _folder.Of("restored"), default);
        await StartAsync(_folder.Of("restored"));

        Assert.Equal("11", (await _bench.GetAsync("kpis/revenue", early)).Figures.Value.Decimal);
        Assert.Equal("STORE_ROLLED_BACK", (await Fault.OfAsync(() => _bench.GetAsync("kpis/revenue", late))).Reason);
        using var again = await _bench.ProduceAsync(acknowledged: 4, incarnation: states ? incarnation : "");
        Assert.Equal(2, again.Opened.LastSequence);
        Assert.NotEqual(incarnation, again.Opened.Incarnation);
        await again.SendAsync(Batches.Of(3, [100, 1000]));
        var ack = (await again.UntilAckAsync(4))[^1].Ack;
        Assert.Equal("1111", (await _bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
        using var known = await _bench.ProduceAsync(acknowledged: 4, incarnation: again.Opened.Incarnation);
        Assert.Equal(4, known.Opened.LastSequence);
        Assert.Equal("STORE_ROLLED_BACK", (await Fault.OfAsync(
            () => _bench.ProduceAsync(acknowledged: 5, incarnation: again.Opened.Incarnation))).Reason);
    }

    [Fact]
    public async Task A_producer_that_knows_an_incarnation_of_another_store_is_refused()
    {
        Assert.Equal("STORE_ROLLED_BACK", (await Fault.OfAsync(() => _bench.ProduceAsync(incarnation: "0123456789abcdef"))).Reason);
        Assert.Equal("BAD_REQUEST", (await Fault.OfAsync(() => _bench.ProduceAsync(incarnation: "x"))).Reason);
    }

    [Theory]
    [InlineData(1000.0)]
    [InlineData(double.NaN)]
    public async Task After_a_kill_a_producer_goes_on_from_what_was_acknowledged_whatever_its_record_says(double last)
    {
        var (_, incarnation) = await SendAsync(1, [1, 10, 100, last]);

        // What a killed process leaves is what its files hold at that instant.
        Copy(Data, _folder.Of("killed"));
        await StopAsync();
        await StartAsync(_folder.Of("killed"));
        using var again = await _bench.ProduceAsync(acknowledged: 4, incarnation: incarnation);
        Assert.Equal(4, again.Opened.LastSequence);
    }

    private async Task<(string Token, string Incarnation)> SendAsync(long first, double[] values)
    {
        using var producer = await _bench.ProduceAsync();
        await producer.SendAsync(Batches.Of(first, values));
        var ack = (await producer.UntilAckAsync(first + values.Length - 1))[^1].Ack;
        return (ack.Token, producer.Opened.Incarnation);
    }

    private static string HeldOf(RpcException refused, string fact) => Fault.Unpack<ErrorInfo>(Fault.Details(refused))!.Metadata[fact];

    private async Task StartAsync(string data)
    {
        _server = await OkrServer.StartAsync(new ServerOptions { DataDirectory = data, Urls = "http://127.0.0.1:0", Now = Clusters.Now });
        _channel = GrpcChannel.ForAddress(_server.Url);
        _bench = new Bench(_channel, "w");
    }

    private async Task StopAsync()
    {
        _channel?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => !file.EndsWith("lock", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
