namespace OkrGrains.Fuzz.Tests.Wire;

/// <summary>Damages the bytes of a message.</summary>
internal static class MessageDamage
{
    public static byte[] Of(Random random, byte[] good)
    {
        var bytes = good.ToList();
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at));
                    break;
                case 4:
                    // The length of something that is far longer than the message.
                    bytes.InsertRange(at, [0xff, 0xff, 0xff, 0xff, (byte)random.Next(256)]);
                    break;
                case 5:
                    var from = random.Next(bytes.Count + 1);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(100), bytes.Count - from)));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 12)).Select(_ => (byte)random.Next(256)));
                    break;
            }
        }

        return [.. bytes];
    }
}
