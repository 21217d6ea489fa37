using System.Text;

namespace OkrGrains.Plans.Tests;

public sealed class MutatedPlanTests
{
    private const int Rounds = 1_500;

    [Theory]
    [InlineData(20260101)]
    public void No_text_is_too_broken_to_be_refused(int seed)
    {
        var random = new Random(seed);
        var plans = Directory.GetFiles(Vectors.Folder, "plan.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutated(random, plans[random.Next(plans.Length)]);
            try
            {
                var reading = PlanReader.Read(text);
                Assert.True(reading.IsAccepted == reading.Faults.IsEmpty);
                var cleaned = PlanReader.Read(text, TextCleaning.All);
                Assert.True(!reading.IsAccepted || cleaned is { IsAccepted: true, CleanedCount: 0 });
                Assert.True(!cleaned.IsAccepted || PlanReader.Read(DefinitionJson.Write(cleaned.Plan)).IsAccepted, "what was cleaned is refused");
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{Encoding.UTF8.GetString(text)}");
            }
        }
    }

    private static readonly string[] _hostile =
        ["\"\\e[31m\"", "title: \"\\N\", ", "\\u2028", "\\r", "\u2028", "\u2029", "\u0085", "\u202e", "\u2066", "tags: [\"\\0\"], "];

    private static byte[] Mutated(Random random, byte[] plan)
    {
        var salt = "{}[],:-?#&*!|>'\"%@`\t\n \\~<0e."u8.ToArray();
        var text = plan.ToList();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = salt[random.Next(salt.Length)];
                    break;
                case 1:
                    text.Insert(at, salt[random.Next(salt.Length)]);
                    break;
                case 2:
                    text.RemoveRange(at, Math.Min(random.Next(1, 9), text.Count - at));
                    break;
                case 3:
                    text.InsertRange(at, Encoding.UTF8.GetBytes(_hostile[random.Next(_hostile.Length)]));
                    break;
                default:
                    var from = random.Next(text.Count);
                    text.InsertRange(at, text.GetRange(from, Math.Min(random.Next(40), text.Count - from)));
                    break;
            }
        }

        return [.. text];
    }
}
