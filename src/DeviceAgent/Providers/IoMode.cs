namespace LatBench.DeviceAgent.Providers;

/// <summary>The location of the inputs and outputs of an inference, which decides what its time includes.</summary>
internal enum IoMode
{
    /// <summary>In the memory of the host: copying inputs to the device and outputs back is part of the time.</summary>
    Host,

    /// <summary>In the memory of the device: nothing is copied, and the time ends when the device has finished.</summary>
    Resident,
}
