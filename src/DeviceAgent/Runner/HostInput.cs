using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>An input in the memory of the host. Binding it copies it to where the session's provider wants it; on the CPU that is where it is.</summary>
/// <param name="name">Name of the input.</param>
/// <param name="value">Its value, which the caller keeps alive.</param>
internal sealed class HostInput(string name, OrtValue value)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name + '\0');
    private readonly nint _handle = OrtNative.Handle(value);

    /// <summary>Binds it, again where it was bound; allocates no managed memory.</summary>
    public void BindTo(OrtIoBinding binding) => OrtNative.BindInput(binding, _name, _handle);
}
