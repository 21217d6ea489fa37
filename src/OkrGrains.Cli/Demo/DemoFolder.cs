namespace OkrGrains.Cli.Demo;

/// <summary>A new temporary folder that is deleted when the demo ends.</summary>
internal sealed class DemoFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("okr-demo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
