namespace OkrGrains.Cli.Tests.Servers;

/// <summary>A theory that reads <c>/proc</c>, and is skipped where there is none.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "There is no /proc.";
        }
    }
}
