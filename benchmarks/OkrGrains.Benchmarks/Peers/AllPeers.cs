using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Benchmarks.Peers.Postgres;
using OkrGrains.Benchmarks.Peers.Redis;
using OkrGrains.Benchmarks.Peers.Sink;
using OkrGrains.Benchmarks.Peers.Sqlite;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>All peers in the order of measurement. The first is the engine, with which the others are compared.</summary>
internal static class AllPeers
{
    public static IReadOnlyList<IPeer> List { get; } = [new EnginePeer(), new SinkPeer(), new SqlitePeer(), new PostgresPeer(), new RedisPeer()];

    public static string Names => string.Join(", ", List.Select(peer => peer.Name));

    public static IPeer Named(string name) => List.Single(peer => peer.Name == name);
}
