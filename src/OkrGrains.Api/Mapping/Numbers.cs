using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>Converts exact numbers to messages.</summary>
internal static class Numbers
{
    public static Wire.ExactNumber ToWire(this Nano number) =>
        new() { Decimal = number.ToString(), Approximate = number.ToDouble() };

    public static Wire.ExactNumber ToWire(this Portion number) =>
        new() { Decimal = number.ToString(), Approximate = number.ToDouble() };

    public static Wire.ExactNumber ToWire(this Progress number) =>
        new() { Decimal = number.ToString(), Approximate = number.ToDouble() };
}
