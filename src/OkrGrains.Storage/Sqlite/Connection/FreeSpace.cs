using Microsoft.Extensions.Logging;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>Looks now and then at the room that the store has left, and warns before a commit fails for want of it.</summary>
internal sealed class FreeSpace : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly DataFolder _folder;
    private readonly StoreOptions _options;
    private readonly Func<string, long> _readFree;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _left;
    private bool _isLow;

    /// <param name="folder">The data folder.</param>
    /// <param name="setup">The limits, and what measures and logs.</param>
    public FreeSpace(DataFolder folder, StoreSetup setup)
    {
        (_folder, _options, _logger) = (folder, setup.Options, setup.Logger);
        _readFree = setup.ReadFreeBytes ?? (static path => new DriveInfo(path).AvailableFreeSpace);
        _timer = setup.Time.CreateTimer(
            static space => ((FreeSpace)space!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        setup.Instruments.ObserveSpace(() => Interlocked.Read(ref _left));
    }

    /// <summary>Looks for the first time, and from then on every ten seconds.</summary>
    public void Begin()
    {
        Look();
        _timer.Change(Period, Period);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long left;
        try
        {
            left = Read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whether commits succeed says more about such a disk than this does.
            return;
        }

        Interlocked.Exchange(ref _left, left);
        if (left < _options.LowSpaceBytes && !_isLow)
        {
            _isLow = true;
            _logger.SpaceIsLow(_folder.Path, left, _options.LowSpaceBytes);
        }
        else if (_isLow && left >= _options.LowSpaceBytes + (_options.LowSpaceBytes / 10))
        {
            // A little more, so that a disk at the limit is not reported every few seconds.
            _isLow = false;
            _logger.SpaceIsBack(_folder.Path, left);
        }
    }

    private long Read()
    {
        var free = _readFree(_folder.Path);
        return _options.MaxFileBytes is { } most
            ? Math.Min(free, Math.Max(0, most - new FileInfo(_folder.Database).Length))
            : free;
    }
}
