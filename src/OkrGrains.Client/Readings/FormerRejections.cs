using System.Globalization;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>
/// The readings that the server rejected in earlier streams, perhaps without the client learning of it. Looked up by rising sequence.
/// </summary>
internal sealed class FormerRejections
{
    private Queue<ReadingRejection> _runs = new();

    public void Expect(StreamOpened opened) => _runs = new(opened.Rejections);

    /// <summary>Returns the rejection of a reading; null when it was not rejected.</summary>
    public ReadingRejection? Find(long sequence)
    {
        while (_runs.TryPeek(out var run) && run.Sequence + Math.Max(1, run.Count) <= sequence)
        {
            _runs.Dequeue();
        }

        return _runs.TryPeek(out var next) && next.Sequence <= sequence ? next : null;
    }

    /// <summary>Returns one entry for all older rejections, of which the server keeps only the count.</summary>
    public static RejectedReading Forgotten(long count) =>
        new(0, 0, "", "REJECTED_BEFORE", string.Create(CultureInfo.InvariantCulture, $"{count} more readings were refused before"));
}
