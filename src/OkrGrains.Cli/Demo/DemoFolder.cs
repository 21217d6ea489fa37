namespace OkrGrains.Cli.Demo;

/// <summary>A fresh folder that goes away with the demo.</summary>
internal sealed class DemoFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("okr-demo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
