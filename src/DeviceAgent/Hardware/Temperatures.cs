namespace LatBench.DeviceAgent.Hardware;

/// <summary>The temperatures of the machine: its thermal zones, and the sensors of its processors where those are no zones.</summary>
internal sealed class Temperatures
{
    // What is colder or hotter is a sensor that is not connected.
    private const long MinMillidegrees = -40_000;
    private const long MaxMillidegrees = 150_000;

    // Jetson boards have a zone that always says 100 °C.
    private const string ConstantZone = "PMIC-Die";

    private static readonly string[] ProcessorSensors = ["coretemp", "k10temp", "zenpower", "cpu_thermal", "scpi_sensors", "cpu"];

    private readonly SystemFiles _files;
    private readonly string[] _sensors;

    public Temperatures(SystemFiles files)
    {
        _files = files;
        _sensors =
        [
            .. files.Directories("sys/class/thermal", "thermal_zone*")
                .Where(zone => files.Word($"{zone}/type") != ConstantZone)
                .Select(zone => $"{zone}/temp"),
            .. files.Directories("sys/class/hwmon", "hwmon*")
                .Where(sensor => ProcessorSensors.Contains(files.Word($"{sensor}/name")))
                .SelectMany(sensor => files.Files(sensor, "temp*_input")),
        ];
    }

    /// <summary>The hottest of them in millidegrees Celsius; null where the machine tells none.</summary>
    public long? HottestMillidegrees() => _sensors.Max(sensor => _files.Number(sensor, MinMillidegrees, MaxMillidegrees));
}
