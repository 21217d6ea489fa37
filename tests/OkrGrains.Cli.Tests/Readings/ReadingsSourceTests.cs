using System.Diagnostics;
using OkrGrains.Cli.Readings;
using OkrGrains.Cli.Tests.Servers;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Readings;

public sealed class ReadingsSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_share_of_a_file_that_has_been_read_is_known()
    {
        var path = _folder.Of("readings.csv");
        await File.WriteAllBytesAsync(path, new byte[100]);
        await using var source = await ReadingsSource.OpenAsync(path, CancellationToken.None);
        Assert.Equal(0, source.FractionRead);
        await source.Bytes.ReadExactlyAsync(new byte[25]);
        Assert.Equal(0.25, source.FractionRead);
    }

    /// <summary>A terminal shows the progress of a push, and so asks for this share.</summary>
    [LinuxTheory]
    [InlineData("pipe.csv")]
    [InlineData("pipe.csv.gz")]
    public async Task That_of_a_named_pipe_is_not(string name)
    {
        var path = _folder.Of(name);
        using (var made = Process.Start("mkfifo", [path]))
        {
            await made.WaitForExitAsync();
            Assert.Equal(0, made.ExitCode);
        }

        // A pipe opens once somebody writes to it.
        var writing = Task.Run(() => File.WriteAllText(path, "goal,time,value\n"));
        await using var source = await ReadingsSource.OpenAsync(path, CancellationToken.None);
        await writing;
        Assert.Null(source.FractionRead);
    }
}
