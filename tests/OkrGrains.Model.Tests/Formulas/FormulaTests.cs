using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Formulas;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("3", "4", "7", "-1", "12", "0.75", "75")]
    [InlineData("-3", "4", "1", "-7", "-12", "-0.75", "-75")]
    [InlineData("3", "0", "3", "3", "0", null, null)]
    [InlineData(null, "4", "4", null, null, null, null)]
    [InlineData("3", null, "3", null, null, null, null)]
    [InlineData(null, null, null, null, null, null, null)]
    [InlineData("1", "3", "4", "-2", "3", "0.333333333", "33.333333333")]
    [InlineData("0.000000001", "2", "2.000000001", "-1.999999999", "0.000000002", "0", "0.00000005")]
    [InlineData("0.000000003", "0.5", "0.500000003", "-0.499999997", "0.000000002", "0.000000006", "0.0000006")]
    [InlineData("1e15", "1e15", "2000000000000000", "0", null, "1", "100")]
    [InlineData("1e9", "1e9", "2000000000", "0", "1000000000000000000", "1", "100")]
    [InlineData("1e10", "0.00000001", "10000000000.00000001", "9999999999.99999999", "100", "1000000000000000000", null)]
    public void Two_operands_give(
        string? a, string? b, string? sum, string? difference, string? product, string? ratio, string? percent)
    {
        Nano?[] values = [Read(a), Read(b)];
        Assert.Equal(sum, new SumFormula(["a", "b"]).Evaluate(values)?.ToString());
        Assert.Equal(difference, new DifferenceFormula("a", "b").Evaluate(values)?.ToString());
        Assert.Equal(product, new ProductFormula("a", "b").Evaluate(values)?.ToString());
        Assert.Equal(ratio, new RatioFormula("a", "b", false).Evaluate(values)?.ToString());
        Assert.Equal(percent, new RatioFormula("a", "b", true).Evaluate(values)?.ToString());
    }

    [Theory]
    [InlineData("12", "8", "0.5", "50")]
    [InlineData("4", "8", "-0.5", "-50")]
    [InlineData("-4", "-8", "0.5", "50")]
    [InlineData("4", "-8", "1.5", "150")]
    [InlineData("4", "0", null, null)]
    [InlineData(null, "8", null, null)]
    [InlineData("4", null, null, null)]
    [InlineData("2", "3", "-0.333333333", "-33.333333333")]
    public void Growth_is_over_the_size_of_the_previous_value(string? now, string? before, string? growth, string? percent)
    {
        Nano?[] values = [Read(now), Read(before)];
        Assert.Equal(growth, new GrowthFormula("a", false).Evaluate(values)?.ToString());
        Assert.Equal(percent, new GrowthFormula("a", true).Evaluate(values)?.ToString());
    }

    [Fact]
    public void Reads_stand_in_a_fixed_order_and_may_repeat()
    {
        Assert.Equal<Operand>([new("b", ReadPart.Window), new("a", ReadPart.Window), new("b", ReadPart.Window)], new SumFormula(["b", "a", "b"]).Reads);
        Assert.Equal<Operand>([new("a", ReadPart.Window), new("a", ReadPart.Window)], new ProductFormula("a", "a").Reads);
        Assert.Equal<Operand>([new("a", ReadPart.Window), new("a", ReadPart.PreviousPeriod)], new GrowthFormula("a", true).Reads);
    }

    [Fact]
    public void Ties_of_a_product_and_of_a_ratio_round_to_even()
    {
        Assert.Equal("0", new ProductFormula("a", "b").Evaluate([Read("0.000000001"), Read("0.5")])?.ToString());
        Assert.Equal("-0.000000002", new ProductFormula("a", "b").Evaluate([Read("-0.000000003"), Read("0.5")])?.ToString());
        Assert.Equal("0.000000002", new RatioFormula("a", "b", false).Evaluate([Read("0.000000005"), Read("2")])?.ToString());
    }

    [Fact]
    public void As_many_values_are_given_as_are_read() =>
        Assert.Throws<ArgumentException>(() => new ProductFormula("a", "b").Evaluate([Nano.Zero]));

    private static Nano? Read(string? text) => text is null ? null : Nano.Parse(text);
}
