using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Crash.Checking;
using OkrGrains.Crash.Producing;

namespace OkrGrains.Crash;

/// <summary>
/// Kills the server again and again under load. After a kill the disk must hold everything that was acknowledged, each reading once. A new
/// start must then show, at the root and everywhere, the result of an evaluation of what the disk holds, before anything else is sent or
/// asked.
/// </summary>
internal sealed class CrashLoop(CrashOptions options, ServerProcess server) : IDisposable
{
    private const int CheckEvery = 5;
    private const int ConvergeEvery = 25;

    private static readonly KillMoment[] _moments =
    [
        KillMoment.Starting, KillMoment.Starting, KillMoment.Answering, KillMoment.Loaded, KillMoment.Loaded, KillMoment.Loaded,
        KillMoment.Acknowledged, KillMoment.Applying, KillMoment.Applied, KillMoment.Committed,
    ];

    private readonly Random _random = new(options.Seed);
    private readonly Plans _plans = new();
    private readonly ICrashProducer[] _producers =
    [
        new StreamProducer(0, options), new StreamProducer(1, options), new StreamProducer(2, options), new ClientProducer(3, options),
    ];

    private readonly CrashLoad _load = new(options.LoadProducers);

    /// <summary>The number of kills at each moment.</summary>
    public Dictionary<KillMoment, int> Kills { get; } = [];

    public int Checks { get; private set; }

    public long Acknowledged => _producers.Sum(producer => producer.Acknowledged);

    public long Replayed => _producers.Sum(producer => producer.Replayed);

    /// <summary>The number of acknowledged readings of the load.</summary>
    public long Load => _load.Acknowledged;

    public int PlanVersions => _plans.Current.Version;

    public int Round { get; private set; }

    public async Task RunAsync()
    {
        server.Start();
        await server.ListeningAsync();
        using (var client = Connect())
        {
            await _plans.ApplyFirstAsync(client);
            await _load.ApplyAsync(client);
        }

        StartAll();
        for (Round = 1; Round <= options.Rounds; Round++)
        {
            var moment = _moments[_random.Next(_moments.Length)];
            await KillAtAsync(moment);
            Kills[moment] = Kills.GetValueOrDefault(moment) + 1;
            if (Round % CheckEvery == 0 || moment is KillMoment.Applied or KillMoment.Committed or KillMoment.Acknowledged)
            {
                await CheckAfterKillAsync();
            }

            if (Round % ConvergeEvery == 0 || Round == options.Rounds)
            {
                await CheckConvergedAsync();
            }
        }

        await Task.WhenAll(StopProducersAsync(), _load.StopAsync());
        await server.KillAsync();
        await CheckAfterKillAsync(restart: false);
    }

    public void Dispose()
    {
        foreach (var producer in _producers)
        {
            producer.Dispose();
        }

        _load.Dispose();
    }

    private async Task KillAtAsync(KillMoment moment)
    {
        if (moment == KillMoment.Starting)
        {
            await server.KillAsync();
            server.Start();
            await WaitAsync((int)(server.StartTime.TotalMilliseconds * 1.1));
            await server.KillAsync();
            return;
        }

        if (!server.IsRunning)
        {
            server.Start();
            await server.ListeningAsync();
        }

        await (moment switch
        {
            KillMoment.Answering => WaitAsync(40),
            KillMoment.Loaded => WaitAsync(800),
            KillMoment.Applying => WhileApplyingAsync(),
            KillMoment.Applied => WhenAppliedAsync(),
            KillMoment.Acknowledged => WhenAcknowledgedAsync(),
            _ => WhenCommittedAsync(),
        });
        await server.KillAsync();
    }

    private Task WaitAsync(int mostMillis) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(mostMillis)), TimeProvider.System);

    private async Task WhileApplyingAsync()
    {
        await WaitAsync(300);
        var client = Connect();
        _ = IgnoreAsync(_plans.ApplyNextAsync(client), client);
        await WaitAsync(40);
    }

    private async Task WhenAppliedAsync()
    {
        await StopProducersAsync();
        var client = Connect();

        // Opens the connection first, so that the next commit is that of the apply.
        await LiveTree.RootAsync(client);
        var signal = new CommitSignal(server.Folder);
        var applying = IgnoreAsync(_plans.ApplyNextAsync(client), client);
        await signal.ChangedAsync(applying);
    }

    private async Task WhenCommittedAsync()
    {
        await StopProducersAsync();
        var signal = new CommitSignal(server.Folder);
        _producers[_random.Next(_producers.Length)].Start(server.Urls, _random.Next(options.Silos));

        // The first commits may be those of the new epoch; the readings' own come soon after.
        for (var commits = 1 + _random.Next(3); commits > 0; commits--)
        {
            await signal.ChangedAsync(Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System));
        }
    }

    private async Task WhenAcknowledgedAsync()
    {
        await WaitAsync(100);
        var streams = _producers.OfType<StreamProducer>().ToList();
        await streams[_random.Next(streams.Count)].NextAcknowledgementAsync().WaitAsync(ICrashProducer.Patience);
    }

    private async Task CheckAfterKillAsync(bool restart = true)
    {
        await server.KillAsync();
        await Task.WhenAll(StopProducersAsync(), _load.StopAsync());
        var readings = await DeadStore.ReadAsync(server.Folder, _producers);
        server.Start();
        await server.ListeningAsync();
        using var client = Connect();
        var root = await LiveTree.RootAsync(client);
        await _load.CheckAsync(client, started: true);
        var live = await LiveTree.AllAsync(client);
        var candidates = _plans.Candidates.Select(plan => (Plan: plan, Tree: LiveTree.Expected(plan, readings))).ToList();
        var differences = candidates.Select(one => LiveTree.Difference(one.Tree, live)).ToList();
        var found = candidates.Where((_, i) => differences[i].Length == 0).ToList();
        if (found.Count == 0)
        {
            throw new CrashFailure($"after a kill, with {readings.Count} readings stored:\n{string.Join("\nor\n", differences)}");
        }

        if (root != LiveTree.Root(found[0].Tree))
        {
            throw new CrashFailure($"the root said {root} before anything else was asked, and {LiveTree.Root(live)} after");
        }

        // Before the first reading both versions of the plan may show the same; which one is in force is then found out later.
        if (found.Count == 1)
        {
            _plans.ReadAtLeast(found[0].Plan);
        }

        Checks++;
        if (restart)
        {
            StartAll();
        }
    }

    /// <summary>Waits until everything is acknowledged, and checks that exactly the sent readings count, each once.</summary>
    private async Task CheckConvergedAsync()
    {
        if (!server.IsRunning)
        {
            server.Start();
            await server.ListeningAsync();
        }

        using var client = Connect();
        await _plans.ApplyNextAsync(client);
        await Task.WhenAll([.. _producers.Select(producer => producer.FinishAsync()), _load.FinishAsync()]);
        var readings = _producers
            .SelectMany(producer => Enumerable.Range(1, (int)producer.Sent).Select(sequence => producer.Readings.Of(sequence))).ToList();
        var token = _producers.Select(producer => producer.Token).MaxBy(token => (token.Length, token))!;
        var difference = LiveTree.Difference(LiveTree.Expected(_plans.Current, readings), await LiveTree.AllAsync(client, token));
        if (difference.Length > 0)
        {
            throw new CrashFailure($"all {readings.Count} readings acknowledged:\n{difference}");
        }

        // Everything that was sent is acknowledged now, so the bounds for each KPI's count are equal.
        await _load.CheckAsync(client, started: false);
        var all = readings.Count + _load.Acknowledged;
        var verified = Storage.Sqlite.Checks.StoreVerification.Run(server.Folder, CancellationToken.None);
        if (verified.Faults.Count > 0 || verified.Readings != all)
        {
            throw new CrashFailure($"{all} readings acknowledged, {verified.Readings} in the store; {string.Join('\n', verified.Faults)}");
        }

        Checks++;
        StartAll();
    }

    private OkrClient Connect() => new(new Uri(server.Urls[_random.Next(options.Silos)]));

    private void StartAll()
    {
        StartProducers();
        _load.Start(server.Urls);
    }

    private void StartProducers()
    {
        for (var i = 0; i < _producers.Length; i++)
        {
            _producers[i].Start(server.Urls, i + Round);
        }
    }

    private Task StopProducersAsync() => Task.WhenAll(_producers.Select(producer => producer.StopAsync()));

    /// <summary>
    /// Awaits a call to a server that may be killed meanwhile, and ignores its failure. Whether it took effect is found out later.
    /// </summary>
    private static async Task IgnoreAsync(Task call, OkrClient client)
    {
        try
        {
            await call;
        }
        catch (RpcException)
        {
        }
        finally
        {
            client.Dispose();
        }
    }
}
