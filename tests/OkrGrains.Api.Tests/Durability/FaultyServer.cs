using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Host;
using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.TestKit.Disks;
using SQLitePCL;

namespace OkrGrains.Api.Tests.Durability;

/// <summary>A whole server, over a real socket, on a disk that fails when it is told to.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DiskRecorder _disk;
    private OkrServer? _server;
    private GrpcChannel? _channel;

    public FaultyServer() => _disk = new DiskRecorder(_folder.Path);

    public Bench Bench { get; private set; } = null!;

    public OkrServer Server => _server!;

    public Grpc.Health.V1.Health.HealthClient Health => new(_channel);

    public static async Task<FaultyServer> StartAsync()
    {
        var server = new FaultyServer();
        await server.StartAgainAsync();
        await server.Bench.ApplyAsync(server.Bench.Plan());
        return server;
    }

    public async Task StartAgainAsync()
    {
        _server = await OkrServer.StartAsync(new ServerOptions { DataDirectory = _folder.Path, Urls = "http://127.0.0.1:0", Now = Clusters.Now });
        _channel = GrpcChannel.ForAddress(_server.Url);
        Bench = new Bench(_channel, "w");
    }

    public async Task StopAsync()
    {
        _channel?.Dispose();
        await Server.DisposeAsync();
        _server = null;
    }

    /// <summary>Makes every further write fail for lack of space.</summary>
    public void Fill() => _disk.Fault = static (kind, _) => kind == DiskOperationKind.Write ? raw.SQLITE_FULL : raw.SQLITE_OK;

    /// <summary>Makes every further sync of a file fail.</summary>
    public void FailSyncs(string file) =>
        _disk.Fault = (kind, name) => kind == DiskOperationKind.Sync && name == file ? raw.SQLITE_IOERR_FSYNC : raw.SQLITE_OK;

    /// <summary>Makes every further sync of a file wait for an event.</summary>
    public void HoldSyncs(string file, ManualResetEventSlim until) => _disk.Fault = (kind, name) =>
    {
        if (kind == DiskOperationKind.Sync && name == file)
        {
            until.Wait();
        }

        return raw.SQLITE_OK;
    };

    public void Heal() => _disk.Fault = null;

    public IReadOnlyList<string> Verify() => StoreVerification.Run(_folder.Path, CancellationToken.None).Faults;

    public static Reading Reading(double value) => new()
    {
        Goal = "kpis/revenue",
        Time = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(Clusters.Now.UnixMillis - 1000)),
        Value = value,
    };

    public static ReadingBatch Batch(long sequence, params double[] values) => new()
    {
        FirstSequence = sequence,
        BaseTimeMillis = Clusters.Now.UnixMillis - 1000,
        Define = { new HandleDefinition { Handle = 7, Goal = "kpis/revenue" } },
        Handles = { values.Select(_ => 7u) },
        Values = { values },
    };

    public async ValueTask DisposeAsync()
    {
        Heal();
        if (_server is not null)
        {
            await StopAsync();
        }

        _disk.Dispose();
        _folder.Dispose();
    }
}
