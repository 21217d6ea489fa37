using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Fuzz.Tests.Wire;

/// <summary>A server with the real edge in this process. It keeps what is logged as an error.</summary>
public sealed class FuzzedServer : IAsyncLifetime
{
    private const string Steady = "steady";

    private OkrCluster? _cluster;

    /// <summary>The errors that were logged.</summary>
    internal ConcurrentQueue<string> Errors { get; } = [];

    internal CallInvoker Invoker => _cluster!.Channel(0).CreateCallInvoker();

    internal string Address => _cluster!.Address(0);

    public async Task InitializeAsync()
    {
        _cluster = await OkrCluster.StartAsync(new OkrClusterOptions
        {
            Now = Instant.Parse("2026-02-15T12:00:00Z"),
            // gRPC logs malformed bytes as errors, which the server's own logging takes for what they are: MalformedBytesTests.
            Logging = logging => logging.SetMinimumLevel(LogLevel.Error).AddFilter("Grpc", LogLevel.None).AddProvider(new ErrorLog(Errors)),
        });
        await ApplyAsync(Steady);
    }

    public Task DisposeAsync() => _cluster!.DisposeAsync().AsTask();

    /// <summary>Applies a plan with a goal of each kind.</summary>
    internal async Task ApplyAsync(string workspace)
    {
        using var call = new GoalService.GoalServiceClient(Invoker).ApplyPlan();
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = new ApplyPlanHeader { Author = "a test", Prune = true } });
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFromUtf8(Words.GoodPlan(workspace)) });
        await call.RequestStream.CompleteAsync();
        await call;
    }

    /// <summary>Checks that a workspace that no hostile message names counts right to the last digit.</summary>
    internal async Task CheckAsync()
    {
        var parent = $"workspaces/{Steady}";
        var time = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(1_771_000_000));
        var readings = new ReadingService.ReadingServiceClient(Invoker);
        var written = await readings.WriteReadingsAsync(new WriteReadingsRequest
        {
            Parent = parent,
            Readings = { Enumerable.Range(1, 100).Select(i => new Reading { Goal = "kpis/revenue", Time = time, Value = i / 8.0 }) },
        });
        Assert.Empty(written.Rejections);
        var goals = new GoalService.GoalServiceClient(Invoker);
        var revenue = (await goals.GetGoalAsync(new GetGoalRequest { Name = $"{parent}/kpis/revenue", AfterToken = written.Token })).Goal;
        var grow = (await goals.GetGoalAsync(new GetGoalRequest { Name = $"{parent}/objectives/grow", AfterToken = written.Token })).Goal;
        Assert.Equal(("631.25", "0.5"), (revenue.Figures.Value.Decimal, grow.Figures.Score.Decimal));
    }

    private sealed class ErrorLog(ConcurrentQueue<string> errors) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && errors.Count < 20)
            {
                errors.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
