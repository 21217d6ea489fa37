using OkrGrains.Crash;

// okr-crash [--rounds N] [--silos N] [--under-load]: kills the real server while producers send; with --under-load, while other producers
// saturate it too. OKR_SEED repeats a run's readings, plans and moments.
if (args is ["serve", ..])
{
    return await SiloServer.RunAsync(args);
}

var options = CrashOptions.Parse(args);
var name = $"crash loop with {options.Silos} silo{(options.Silos == 1 ? "" : "s")}{(options.LoadProducers == 0 ? "" : " under load")}";
Console.WriteLine($"{name}: seed {options.Seed}");
var folder = Directory.CreateTempSubdirectory("okr-crash-").FullName;
using var server = new ServerProcess(options.Silos, folder);
using var loop = new CrashLoop(options, server);
var started = TimeProvider.System.GetTimestamp();
try
{
    await loop.RunAsync();
    Console.WriteLine(
        $"{options.Rounds} kills ({string.Join(", ", loop.Kills.Select(kill => $"{kill.Key} {kill.Value}"))}), "
        + $"{loop.Checks} checks, {loop.Acknowledged} readings acknowledged, {loop.Load} of the load, {loop.Replayed} sent again, {loop.PlanVersions} changes of the plan, "
        + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s");
    Console.WriteLine($"PASS {name}: nothing acknowledged is missing, nothing counts twice, every goal is right without a new reading");
    return 0;
}
catch (Exception failure)
{
    Console.WriteLine(failure is CrashFailure ? failure.Message : failure.ToString());
    Console.WriteLine($"FAIL {name}: round {loop.Round}, OKR_SEED={options.Seed}");
    return 1;
}
finally
{
    server.Dispose();
    Directory.Delete(folder, recursive: true);
}
