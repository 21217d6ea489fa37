using System.Text;
using OkrGrains.Fuzz.Tests.Texts;

namespace OkrGrains.Fuzz.Tests.Wire;

/// <summary>Draws the contents of fields: words that fit a field by its name, and hostile ones that fit nowhere.</summary>
internal sealed class Words(Random random, string workspace, double hostility)
{
    private static readonly string[] _hostileTexts =
    [
        "", "\0", "a\0b", "\u001b]52;c;AAAA\a", "\r\n", "\u202e\u2066", "\uFEFF", "\uFFFD", "\U0001F600", "../../etc/passwd", "%s%n", "{0}",
        "workspaces/", "workspaces//kpis/", "workspaces/w/kpis/a/b", "'; drop table goals; --", "check-in/1/author", "unary-1", "-1",
        "18446744073709551616", "p7fffffffffffffff", "r7fffffffffffffff", "pffffffffffffffff", "9223372036854775807.2147483647",
        "3.2147483647", "1e400", "NaN", new('a', 63), new('a', 64), new('a', 129), new('\u00e9', 1_000), new('x', 20_000),
    ];

    private static readonly long[] _extremes =
    [
        0, 1, 2, -1, 100, 1_000, 5_000, 5_001, short.MaxValue, int.MaxValue, int.MinValue, (long)int.MaxValue + 1, 1L << 53, 1L << 62,
        long.MaxValue - 1, long.MaxValue, long.MinValue, -62_135_596_800, 253_402_300_799, 253_402_300_800, 1_771_156_800,
    ];

    private static readonly double[] _doubles =
    [
        0, -0.0, 1, -1, 0.1, 1e15, -1e15, 1.0000000000000002e15, 1e308, double.Epsilon, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity,
    ];

    private bool IsHostile => random.NextDouble() < hostility;

    public string Text(string field)
    {
        if (IsHostile)
        {
            return One(_hostileTexts);
        }

        return field switch
        {
            "workspace" => $"workspaces/{workspace}",
            "parent" or "name" => $"workspaces/{workspace}{One("", "", "/cycles/c", Goal(), Goal())}",
            "goal" => One("kpis/revenue", "kpis/visits", "keyResults/own", "kpis/per-visit", "kpis/none"),
            "new_id" => One("revenue", "renamed", "renamed-again"),
            "producer" => One("p", "q", "push-1"),
            "confidence" => One("", "0.7", "1", "1.5"),
            "page_token" => One("", "", "1.0", "2", "5.0"),
            "token" or "after_token" => One("", "", "p1", "p20", "p7fffffff"),
            "etag" => One("", "", "r1", "r20"),
            "request_id" => One("", "once", "twice"),
            _ => One("", "ann", "a longer text, as people write it"),
        };
    }

    public byte[] Bytes(string field)
    {
        if (field == "chunk")
        {
            var plan = random.Next(3) == 0 ? One(Corpus.Plans) : Encoding.UTF8.GetBytes(GoodPlan(workspace));
            return IsHostile ? new TextDamage(random).Of(plan) : plan;
        }

        var bytes = new byte[IsHostile ? random.Next(70_000) : random.Next(65)];
        random.NextBytes(bytes);
        return bytes;
    }

    public long Whole(string field)
    {
        if (IsHostile)
        {
            return random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : One(_extremes);
        }

        return field switch
        {
            "first_sequence" or "sequence" or "handle" or "heartbeat_seconds" => random.Next(1, 4),
            "handles" => random.Next(3),
            "seconds" => 1_771_000_000 + random.Next(200_000),
            "nanos" => random.Next(1_000_000_000),
            "base_time_millis" => 1_771_000_000_000 + random.Next(200_000_000),
            "acknowledged_sequence" => 0,
            _ => random.Next(10),
        };
    }

    public double Number() => IsHostile ? One(_doubles) : random.Next(-1_000, 1_000) / 8.0;

    public int Count() => IsHostile && random.Next(4) == 0 ? random.Next(300) : random.Next(4);

    /// <summary>Returns a plan with a goal of each kind.</summary>
    public static string GoodPlan(string workspace) => $$"""
        workspace: {{workspace}}
        cycles: [{id: c, start: 2026-01-01, end: 2026-04-01}]
        kpis:
          - {id: revenue, title: Revenue, unit: EUR, aggregation: sum, target: 100}
          - {id: visits, aggregation: count}
          - {id: per-visit, formula: {ratio: [revenue, visits]} }
          - {id: usual, aggregation: median, window: {complete: day} }
          - {id: monthly, aggregation: count, window: month, empty: zero, target: 90, prorate: day}
        objectives:
          - id: grow
            cycle: c
            keyResults: [{id: sell-more, kpi: revenue, target: 200}, {id: own, measure: {}, target: 5}]
        """;

    private string Goal() => One("/kpis/revenue", "/kpis/per-visit", "/keyResults/sell-more", "/keyResults/own", "/objectives/grow");

    private T One<T>(params T[] values) => values[random.Next(values.Length)];
}
