using System.Diagnostics;
using System.Text;
using OkrGrains.Cli.Tests.Servers;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Files;

/// <summary>Tests that a pipe is read where one makes sense, refused where none does, and never waited for without a way out.</summary>
public sealed class NamedPipeTests : IDisposable
{
    private const string Plan = "workspace: w\nkpis: [{id: a, aggregation: sum}]\n";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxTheory]
    [InlineData("lint DIR")]
    [InlineData("apply DIR --server http://127.0.0.1:1")]
    [InlineData("evaluate DIR READINGS --at 2001-01-01T00:00:00Z")]
    public async Task A_pipe_in_a_folder_of_plans_is_refused(string command)
    {
        Write("plan.yaml", Plan);
        var readings = Write("readings.csv", "goal,time,value\n");
        var pipe = await PipeAsync("other.json");

        var okr = await RunAsync(command.Replace("DIR", _folder.Path).Replace("READINGS", readings));

        Assert.Equal(new Okr(1, "", $"{pipe}: this is no ordinary file; of a folder, only plan files are read\n"), okr);
    }

    [LinuxTheory]
    [InlineData("link.yml")]
    public async Task So_is_a_link_to_one(string name)
    {
        Write("plan.yaml", Plan);
        File.CreateSymbolicLink(_folder.Of(name), await PipeAsync("other"));

        var okr = await RunAsync($"lint {_folder.Path}");

        Assert.Equal(new Okr(1, "", $"{_folder.Of(name)}: this is no ordinary file; of a folder, only plan files are read\n"), okr);
    }

    [LinuxTheory]
    [InlineData("push --amend PIPE --server http://127.0.0.1:1", "PIPE: this is no ordinary file; --amend reads the lines twice\n")]
    [InlineData("push DIR --server http://127.0.0.1:1", "DIR: this is a folder; readings are read from a file\n")]
    [InlineData("evaluate PLAN DIR --at 2001-01-01T00:00:00Z", "DIR: this is a folder; readings are read from a file\n")]
    public async Task Readings_that_cannot_be_read_are_refused(string command, string expected)
    {
        var pipe = await PipeAsync("pipe");
        string Named(string text) =>
            text.Replace("PIPE", pipe).Replace("DIR", _folder.Path).Replace("PLAN", Okr.File("samples", "flights", "plan.yaml"));

        Assert.Equal(new Okr(1, "", Named(expected)), await RunAsync(Named(command)));
    }

    [LinuxTheory]
    [InlineData("plan.yaml")]
    public async Task A_plan_and_readings_that_are_named_pipes_are_read(string name)
    {
        var plan = await PipeAsync(name);
        var readings = await PipeAsync("readings.csv");
        var writing = Task.Run(() => File.WriteAllText(plan, Plan));
        var okr = RunAsync($"evaluate {plan} {readings} --at 2001-01-01T00:00:00Z");
        await writing.WaitAsync(_patience);
        await Task.Run(() => File.WriteAllText(readings, "goal,time,value\na,2000-01-01T00:00:00Z,4.25\n")).WaitAsync(_patience);

        Assert.Equal((0, ""), ((await okr).ExitCode, (await okr).Error));
        Assert.Contains("4.25", (await okr).Out, StringComparison.Ordinal);
    }

    /// <summary>A pipe to which nobody writes: it does not open.</summary>
    [LinuxTheory]
    [InlineData("lint PIPE")]
    [InlineData("apply PIPE --server http://127.0.0.1:1")]
    [InlineData("evaluate PLAN PIPE --at 2001-01-01T00:00:00Z")]
    [InlineData("push PIPE --server http://127.0.0.1:1")]
    public async Task Waiting_for_a_pipe_to_open_ends_when_the_program_is_told_to(string command)
    {
        var pipe = await PipeAsync("pipe");

        await EndAsync(command, pipe, Task.CompletedTask);

        // Lets go of the thread that still waits.
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
    }

    /// <summary>A pipe that somebody has open and is silent about.</summary>
    [LinuxTheory]
    [InlineData("lint PIPE")]
    [InlineData("evaluate PLAN PIPE --at 2001-01-01T00:00:00Z")]
    public async Task So_does_waiting_for_what_comes_through_it(string command)
    {
        var pipe = await PipeAsync("pipe");
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);

        // More than a pipe holds, so that most of it has been read once it is written.
        var text = "goal,time,value\n" + string.Concat(Enumerable.Repeat("a,2000-01-01T00:00:00Z,4.25\n", 10_000));
        await EndAsync(command, pipe, Task.Run(() => writer.Write(Encoding.UTF8.GetBytes(text))));
    }

    private async Task EndAsync(string command, string pipe, Task writing)
    {
        using var stop = new CancellationTokenSource();
        using var error = new StringWriter { NewLine = "\n" };
        var arguments = command.Replace("PIPE", pipe).Replace("PLAN", Write("plan.yaml", Plan)).Split(' ');
        var running = Task.Run(() => Okr.RunAsync(TextWriter.Null, TextWriter.Synchronized(error), stop.Token, arguments));
        await writing.WaitAsync(_patience);
        await stop.CancelAsync();

        Assert.Equal(1, await running.WaitAsync(_patience));
        Assert.Equal("interrupted\n", error.ToString());
    }

    private static Task<Okr> RunAsync(string command) => Task.Run(() => Okr.RunAsync(command.Split(' '))).WaitAsync(_patience);

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.Of(name), text);
        return _folder.Of(name);
    }

    private async Task<string> PipeAsync(string name)
    {
        using var made = Process.Start("mkfifo", [_folder.Of(name)]);
        await made.WaitForExitAsync();
        Assert.Equal(0, made.ExitCode);
        return _folder.Of(name);
    }
}
