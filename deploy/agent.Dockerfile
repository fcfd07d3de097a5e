# A device agent, from the archive of eng/publish.sh. From the root of the repository:
#   eng/publish.sh --only agent
#   docker build -f deploy/agent.Dockerfile -t latbench-agent .
# BASE is any Debian or Ubuntu with glibc 2.28 or later; INSTALL=no where it has the libraries already.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS base
ARG INSTALL=yes
RUN if [ "$INSTALL" = yes ]; then apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 libstdc++6 zlib1g && rm -rf /var/lib/apt/lists/*; fi

FROM base AS unpacked
COPY artifacts/packages/ /packages/
RUN case $(uname -m) in x86_64) rid=linux-x64 ;; aarch64) rid=linux-arm64 ;; esac \
 && mkdir -p /opt/latbench \
 && tar -xzf /packages/latbench-agent-*-$rid.tar.gz -C /opt/latbench

FROM base
COPY --from=unpacked /opt/latbench /opt/latbench
RUN install -d -o 1654 -g 1654 -m 700 /var/lib/latbench-agent
USER 1654:1654
VOLUME /var/lib/latbench-agent
ENV LATBENCH_SERVER=http://coordinator:7081
ENTRYPOINT ["sh", "-c", "exec /opt/latbench/deviceagent/LatBench.DeviceAgent run --server \"$LATBENCH_SERVER\" --data /var/lib/latbench-agent \"$@\"", "agent"]
