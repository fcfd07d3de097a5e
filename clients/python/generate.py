#!/usr/bin/env python3
"""Makes src/latbench/_generated of the files below proto/.

It takes `protoc` and `grpc_python_plugin` (Debian: protobuf-compiler, protobuf-compiler-grpc), or grpcio-tools where these are missing. The
options of REST are left out, so that the package needs no google.api, and the files are given the path of the Python package, so that the
generated modules import one another.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from google.protobuf import any_pb2, descriptor_pb2, duration_pb2, timestamp_pb2

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SOURCES = REPOSITORY / "proto"
GENERATED = "latbench/_generated"

# As far as the compiler has to know of it to read the options, which are dropped afterwards.
ANNOTATIONS = """
syntax = "proto3";
package google.api;
import "google/protobuf/descriptor.proto";
extend google.protobuf.MethodOptions { HttpRule http = 72295728; }
message HttpRule {
  oneof pattern { string get = 2; string put = 3; string post = 4; string delete = 5; string patch = 6; }
  string body = 7;
}
"""


def compiler() -> list[str]:
    """Returns the command of a compiler that makes messages and services for Python."""
    plugin = shutil.which("grpc_python_plugin")
    protoc = shutil.which("protoc")
    if protoc and plugin:
        return [protoc, f"--plugin=protoc-gen-grpc_python={plugin}"]
    try:
        import grpc_tools  # noqa: F401
    except ImportError:
        sys.exit(
            "generate.py: the compiler of the protocol is missing: install it (Debian and Ubuntu: 'sudo apt-get install protobuf-compiler "
            "protobuf-compiler-grpc'; elsewhere 'pip install grpcio-tools')."
        )
    return [sys.executable, "-m", "grpc_tools.protoc"]


def run(arguments: list[str]) -> None:
    result = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"generate.py: {arguments[0]} failed: {result.stderr.strip()}")


def well_known() -> descriptor_pb2.FileDescriptorSet:
    """The types of protobuf itself, which every installation of its Python package has."""
    files = descriptor_pb2.FileDescriptorSet()
    for module in (any_pb2, descriptor_pb2, duration_pb2, timestamp_pb2):
        module.DESCRIPTOR.CopyToProto(files.file.add())
    return files


def place(name: str) -> str:
    """Returns the path of a source file within the Python package."""
    if name.startswith("google/"):
        return name
    return f"{GENERATED}/{Path(name).name}"


def rename(files: descriptor_pb2.FileDescriptorSet) -> descriptor_pb2.FileDescriptorSet:
    renamed = descriptor_pb2.FileDescriptorSet()
    for file in files.file:
        if file.name.startswith("google/api/"):
            continue
        kept = renamed.file.add()
        kept.CopyFrom(file)
        kept.name = place(file.name)
        del kept.dependency[:]
        kept.dependency.extend(place(name) for name in file.dependency if not name.startswith("google/api/"))
        del kept.public_dependency[:]
        for service in kept.service:
            for method in service.method:
                method.ClearField("options")
    return renamed


def generate(output: Path) -> None:
    """Writes the modules below `output`, in place of those that are there."""
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        (work / "google/api").mkdir(parents=True)
        (work / "google/api/annotations.proto").write_text(ANNOTATIONS, encoding="utf-8")
        (work / "wellknown.pb").write_bytes(well_known().SerializeToString())
        sources = sorted(SOURCES.glob("latbench/v1/*.proto"))
        if not sources:
            sys.exit(f"generate.py: there are no .proto files below {SOURCES}: run it in a clone of the repository.")
        run([
            *compiler(), f"--descriptor_set_in={work / 'wellknown.pb'}", f"-I{SOURCES}", f"-I{work}", f"-I{HERE}", "--include_imports",
            f"--descriptor_set_out={work / 'sources.pb'}", *[str(path.relative_to(SOURCES)) for path in sources], "errors.proto",
        ])
        files = descriptor_pb2.FileDescriptorSet.FromString((work / "sources.pb").read_bytes())
        (work / "renamed.pb").write_bytes(rename(files).SerializeToString(deterministic=True))
        target = work / "out"
        target.mkdir()
        names = [place(f"latbench/v1/{path.name}") for path in sources] + [place("errors.proto")]
        common = [*compiler(), f"--descriptor_set_in={work / 'renamed.pb'}", f"--python_out={target}"]
        run([*common, f"--pyi_out={target}", f"--grpc_python_out={target}", *names])
        made = target / GENERATED
        (made / "__init__.py").write_text('"""Messages and services of LatBench, made of its .proto files by generate.py."""\n', encoding="utf-8")
        shutil.rmtree(output, ignore_errors=True)
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, output)


if __name__ == "__main__":
    os.umask(0o022)
    generate(HERE / "src" / GENERATED)
    shutil.copyfile(REPOSITORY / "LICENSE", HERE / "LICENSE")
    sys.path.insert(0, str(HERE))
    from version import read

    (HERE / "VERSION").write_text(read() + "\n", encoding="utf-8")
