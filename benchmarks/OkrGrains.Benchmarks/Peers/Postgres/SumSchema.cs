using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers.Postgres;

/// <summary>The tables and the trigger. Goals are numbered as in <see cref="TreeLevel"/>.</summary>
internal static class SumSchema
{
    /// <summary>
    /// Returns the statements that create the tables. Sums are nano-units in a bigint, which raises an error instead of overflowing 64
    /// bits. So they are never wrong, and cheaper than the numeric that PostgreSQL's own sum of bigints returns.
    /// </summary>
    public static IEnumerable<string> Tables(GoalTree tree) =>
    [
        "CREATE AGGREGATE total(bigint) (SFUNC = int8pl, STYPE = bigint, INITCOND = '0')",
        "CREATE TABLE reading (kpi int NOT NULL, at bigint NOT NULL, units bigint NOT NULL) WITH (autovacuum_enabled = off)",
        "CREATE TABLE goal (id int PRIMARY KEY, parent int, sum bigint NOT NULL) WITH (fillfactor = 25)",
        .. TreeLevel.Of(tree).Select(Goals),
        "VACUUM ANALYZE goal",
    ];

    /// <summary>
    /// Returns the statements that create the trigger. It runs once per statement, adds up the new readings per KPI, and then the changes
    /// of each level per goal above. A second statement waits for the commit of the first one, since otherwise both could wait for each
    /// other's rows.
    /// </summary>
    public static IEnumerable<string> Trigger(GoalTree tree)
    {
        var root = TreeLevel.Of(tree).Count - 1;
        var below = Enumerable.Range(0, root).Select(level =>
            $"""
            added{level} AS ({Added(level)}),
            changed{level} AS ({Change(level)} RETURNING goal.parent, added{level}.units),
            """);
        return
        [
            $"""
            CREATE FUNCTION climb() RETURNS trigger LANGUAGE plpgsql AS $climb$
            BEGIN
              PERFORM pg_advisory_xact_lock(1);
              WITH {string.Concat(below)} added{root} AS ({Added(root)})
              {Change(root)};
              RETURN NULL;
            END $climb$
            """,
            "CREATE TRIGGER climb AFTER INSERT ON reading REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION climb()",
        ];
    }

    private static string Added(int level) => level == 0
        ? "SELECT kpi AS id, total(units) AS units FROM arrived GROUP BY kpi"
        : $"SELECT parent AS id, total(units) AS units FROM changed{level - 1} GROUP BY parent";

    private static string Change(int level) =>
        $"UPDATE goal SET sum = goal.sum + added{level}.units FROM added{level} WHERE goal.id = added{level}.id";

    private static string Goals(TreeLevel level)
    {
        var parent = level.NextCount == 0
            ? "NULL"
            : $"{level.First + level.Count} + (id - {level.First})::bigint * {level.NextCount} / {level.Count}";
        return $"INSERT INTO goal SELECT id, {parent}, 0 FROM generate_series({level.First}, {level.First + level.Count - 1}) id";
    }
}
