namespace OkrGrains.Fuzz.Tests.Texts;

/// <summary>Good plans and readings files, which the cases damage.</summary>
internal static class Corpus
{
    public static byte[][] Plans { get; } =
    [
        .. Files("plans", "plan.yaml"),
        .. Files("month", "*.yaml"),
        """
        {"workspace": "json", "timeZone": "Europe/Berlin",
         "cycles": [{"id": "c", "start": "2026-01-01", "through": "2026-03-31", "closeAfter": "P3D"}],
         "kpis": [{"id": "a", "title": "A \u00e9", "tags": ["x", "y"], "aggregation": "sum", "window": {"rolling": "P7D"}, "target": 1e3},
                  {"id": "b", "formula": {"sum": ["a", "a"]}},
                  {"id": "d", "aggregation": "count", "window": "month", "empty": "zero", "target": 90, "prorate": "hour"},
                  {"id": "e", "aggregation": {"percentile": 99.9}, "window": {"complete": "week"}, "atMost": 300}],
         "objectives": [{"id": "o", "cycle": "c", "keyResults": [{"id": "k", "kpi": "a", "weight": 0.5, "target": 10},
                  {"id": "f", "kpi": "a", "baseline": "captured", "changeByPercent": 40, "fromZero": true},
                  {"id": "g", "kpi": "d", "baseline": "captured", "changeBy": -5, "prorate": "day"}]}]}
        """u8.ToArray(),
    ];

    public static byte[][] Readings { get; } =
    [
        .. Files("month", "*.csv"),
        "goal,time,value\r\n\"kpis/orders\",\"2026-03-01T00:00:00.12345+01:00\",\"-2.5e3\"\r\n\r\nkeyResults/k,2026-03-01t00:00:00z,1"u8
            .ToArray(),
        "\uFEFFgoal,time,value\norders,2026-03-01T00:00:00Z,1\norders,2026-03-01T00:00:00Z,4.9e-324\nk,9999-12-31T23:59:59Z,1e15\n"u8
            .ToArray(),
    ];

    private static IEnumerable<byte[]> Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, folder), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
}
