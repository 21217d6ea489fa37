namespace OkrGrains.Plans.Text;

/// <summary>The words that a key takes, each with its meaning. Reading and writing share them.</summary>
internal sealed class Words<T>(params (string Word, T Meaning)[] all)
    where T : struct
{
    public T? Find(PlanNode node, FaultList faults)
    {
        if (Scalars.Text(node, faults) is not { } text)
        {
            return null;
        }

        foreach (var (word, meaning) in all)
        {
            if (word == text)
            {
                return meaning;
            }
        }

        var known = string.Join(", ", all.Select(entry => entry.Word));
        faults.Add(node, FaultReason.UnknownWord, $"`{Excerpt.Of(text)}` is none of {known}");
        return null;
    }

    public string Of(T meaning) => Array.Find(all, entry => EqualityComparer<T>.Default.Equals(entry.Meaning, meaning)).Word;
}
