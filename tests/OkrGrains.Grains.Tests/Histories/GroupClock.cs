using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Histories;

/// <summary>Draws where the clock of a group of histories starts, and how far it moves each time: forward only.</summary>
internal static class GroupClock
{
    private const long Hour = 3_600_000;
    private const int Stale = 4096;

    // The edge of a month, changes of daylight saving, a date that never was, the end of a year, and hours that come twice or are left out.
    private static readonly string[] _starts =
    [
        "2026-01-31T20:00:00Z", "2001-04-01T05:59:59.999Z", "2026-03-07T12:00:00Z", "2025-11-01T22:00:00Z", "2011-12-29T09:00:00Z",
        "2025-12-31T12:00:00Z", "2025-11-02T06:30:00Z", "2026-03-08T07:59:59.998Z",
    ];

    public static Instant Start(int group) => Instant.Parse(_starts[group / 2 % _starts.Length]);

    /// <summary>
    /// Draws the next instant: later by a millisecond or by hours, over the edge of a month, or within a millisecond of an instant at which
    /// the store has a stale state.
    /// </summary>
    public static async Task<Instant> NextAsync(Random random, Instant now, IGoalStore store)
    {
        var next = random.Next(6) switch
        {
            0 => now.UnixMillis + 1,
            1 => now.UnixMillis + random.NextInt64(72 * Hour),
            2 => MonthAfter(now) + random.NextInt64(-14 * Hour, 14 * Hour),
            _ => await StaleAfterAsync(random, now, store) + random.Next(3) - 1,
        };
        return new Instant(Math.Clamp(next, now.UnixMillis, Instant.Latest.UnixMillis));
    }

    // Returns the end of the month in UTC. The zones of the plans are up to 14 hours off.
    private static long MonthAfter(Instant now)
    {
        var today = DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMillis);
        return new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1).ToUnixTimeMilliseconds();
    }

    private static async Task<long> StaleAfterAsync(Random random, Instant now, IGoalStore store)
    {
        var stale = await store.ReadStaleAsync(Instant.Latest, new StaleState(now, long.MaxValue), Stale, CancellationToken.None);
        return stale.Count == 0 ? now.UnixMillis + 1 : stale[random.Next(stale.Count)].StaleAt.UnixMillis;
    }
}
