using System.Text.Json.Nodes;

namespace OkrGrains.TestKit.Histories;

/// <summary>Draws the values that plans and readings are made of. It draws edges and extremes more often than chance would.</summary>
internal sealed class Draw(int seed)
{
    // This is not cryptography: the same seed must draw the same values again.
    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    public long Below(long limit) => _random.NextInt64(limit);

    public int Seed() => _random.Next();

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];

    public T Among<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>
    /// Draws at least one and at most <paramref name="most"/> different items, as far as there are so many, in any order.
    /// </summary>
    public List<T> Some<T>(IReadOnlyList<T> items, int most)
    {
        T[] shuffled = [.. items];
        _random.Shuffle(shuffled);
        return [.. shuffled.Take(1 + Below(most))];
    }

    public void Shuffle<T>(T[] items) => _random.Shuffle(items);

    /// <summary>Draws a number of a plan.</summary>
    public decimal Number() => _random.Next(20) switch
    {
        < 10 => _random.Next(-3, 13),
        < 14 => _random.Next(-300, 1300) / 100m,
        < 17 => _random.NextInt64(-3_000_000_000, 12_000_000_000) / 1_000_000_000m,
        17 => Pick(0m, 0.000000001m, -0.000000001m, 1_000_000_000_000_000m, -1_000_000_000_000_000m),
        _ => _random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) / 100m,
    };

    public decimal NumberOtherThan(decimal other)
    {
        while (true)
        {
            var number = Number();
            if (number != other)
            {
                return number;
            }
        }
    }

    /// <summary>Draws a number within [low, high], to two or to nine digits.</summary>
    public decimal Portion(int low, int high) => Chance(50)
        ? low + (Below((100 * (high - low)) + 1) / 100m)
        : low + (Below((1_000_000_000L * (high - low)) + 1) / 1_000_000_000m);

    public decimal Weight() => Below(8) switch
    {
        0 => 0,
        1 => 0.000001m,
        2 => 1_000_000,
        3 => Below(5_000_000L) / 1_000_000m,
        _ => 1 + Below(5),
    };

    public string Duration() => Below(4) switch
    {
        0 => $"P{1 + Below(60)}D",
        1 => $"PT{1 + Below(100)}H",
        2 => $"PT{1 + Below(300)}M",
        _ => $"P{1 + Below(3)}DT{1 + Below(23)}H{1 + Below(59)}M{1 + Below(59)}S",
    };

    /// <summary>
    /// Draws the value of a reading. Among the values are ties, numbers that rounding to nano-units changes, and the greatest allowed.
    /// </summary>
    public double Value() => _random.Next(20) switch
    {
        < 9 => _random.Next(-2, 13),
        < 12 => _random.Next(-30, 130) / 10.0,
        < 16 => (_random.NextDouble() * 15) - 3,
        16 => Pick(0.0, -0.0, 5e-10, 1.5e-9, -2.5e-9, double.Epsilon, 1e15, -1e15),
        17 => (_random.NextDouble() - 0.5) * 2e15,
        18 => (_random.NextDouble() - 0.5) * 1e-8,
        _ => (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(15)),
    };

    /// <summary>Sets a key with a probability of <paramref name="percent"/> per cent and otherwise leaves it to its default.</summary>
    public void Maybe(JsonObject of, string key, int percent, Func<JsonNode> value)
    {
        if (Chance(percent))
        {
            of[key] = value();
        }
    }
}
