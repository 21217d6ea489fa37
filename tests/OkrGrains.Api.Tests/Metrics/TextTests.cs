using System.Diagnostics.Metrics;
using OkrGrains.Host.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OkrGrains.Api.Tests.Metrics;

public sealed class TextTests
{
    [Theory]
    [InlineData("okrgrains.readings.received", "{reading}", MetricType.LongSum, "okrgrains_readings_received_total")]
    [InlineData("a.total", "", MetricType.LongSum, "a_total")]
    [InlineData("a.duration", "s", MetricType.Histogram, "a_duration_seconds")]
    [InlineData("a.seconds", "s", MetricType.DoubleSum, "a_seconds_total")]
    [InlineData("a.written", "By", MetricType.LongSum, "a_written_bytes_total")]
    [InlineData("a.share", "1", MetricType.DoubleGauge, "a_share_ratio")]
    [InlineData("a.count", "1", MetricType.LongSum, "a_count_total")]
    [InlineData("2.of-a/kind:x", "", MetricType.LongGauge, "_2_of_a_kind:x")]
    public void A_name_is_what_the_rules_make_of_it(string name, string unit, MetricType type, string expected) =>
        Assert.Equal(expected, TextNames.OfMetric(name, unit, type));

    [Theory]
    [InlineData("reason", "reason")]
    [InlineData("http.method", "http_method")]
    [InlineData("a:b", "a_b")]
    [InlineData("1st", "_1st")]
    public void A_label_has_no_signs_but_underscores(string key, string expected) => Assert.Equal(expected, TextNames.OfLabel(key));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void A_number_is_exact(double value, string expected) => Assert.Equal(expected, TextWriting.Number(value));

    [Fact]
    public void Every_type_has_its_lines_and_what_would_break_them_is_escaped()
    {
        using var meter = new Meter("of this test");
        using var text = new TextExporter();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddReader(new BaseExportingMetricReader(text)).Build();
        meter.CreateCounter<long>("a.count", "{thing}", "a \\ and a\nline, \"quoted\"").Add(3, new KeyValuePair<string, object?>("a.b", "\\ \n \""));
        meter.CreateUpDownCounter<double>("b.level").Add(-1.5);
        meter.CreateObservableGauge("c.now", () => 7L, "By");
        var histogram = meter.CreateHistogram(
            "d.size", "s", "", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        histogram.Record(0.5);
        histogram.Record(0.75, new KeyValuePair<string, object?>("k", "v"));
        histogram.Record(2);

        Assert.Equal(
            """
            # HELP a_count_total a \\ and a\nline, "quoted"
            # TYPE a_count_total counter
            a_count_total{a_b="\\ \n \""} 3
            # HELP b_level 
            # TYPE b_level gauge
            b_level -1.5
            # HELP c_now_bytes 
            # TYPE c_now_bytes gauge
            c_now_bytes 7
            # HELP d_size_seconds 
            # TYPE d_size_seconds histogram
            d_size_seconds_bucket{le="0.5"} 1
            d_size_seconds_bucket{le="1"} 1
            d_size_seconds_bucket{le="+Inf"} 2
            d_size_seconds_sum 2.5
            d_size_seconds_count 2
            d_size_seconds_bucket{k="v",le="0.5"} 0
            d_size_seconds_bucket{k="v",le="1"} 1
            d_size_seconds_bucket{k="v",le="+Inf"} 1
            d_size_seconds_sum{k="v"} 0.75
            d_size_seconds_count{k="v"} 1

            """,
            text.Read());
    }
}
