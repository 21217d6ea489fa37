using OkrGrains.Plans.Hints;

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

        var known = Array.ConvertAll(all, entry => entry.Word);
        var hint = WordSynonyms.Hint(text, known);
        faults.Add(node, FaultReason.UnknownWord, $"`{Excerpt.Of(text)}` is none of {string.Join(", ", known)}{hint}");
        return null;
    }

    public string Of(T meaning) => Array.Find(all, entry => EqualityComparer<T>.Default.Equals(entry.Meaning, meaning)).Word;
}
