using System.Globalization;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>The readings up to what the server holds that it has rejected, and may not have told. Asked by rising sequence.</summary>
internal sealed class FormerRejections
{
    private Queue<ReadingRejection> _runs = new();

    public void Expect(StreamOpened opened) => _runs = new(opened.Rejections);

    /// <summary>Why a reading was rejected; null when it was not.</summary>
    public ReadingRejection? Find(long sequence)
    {
        while (_runs.TryPeek(out var run) && run.Sequence + Math.Max(1, run.Count) <= sequence)
        {
            _runs.Dequeue();
        }

        return _runs.TryPeek(out var next) && next.Sequence <= sequence ? next : null;
    }

    /// <summary>What is told of those that the server only counts any more.</summary>
    public static RejectedReading Forgotten(long count) =>
        new(0, 0, "", "REJECTED_BEFORE", string.Create(CultureInfo.InvariantCulture, $"{count} more readings were refused before"));
}
