# Untested: see README.md. Build from the root of the repository:
#   docker build -f deploy/agent.Dockerfile -t latbench-agent .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/DeviceAgent/DeviceAgent.csproj -c Release --use-current-runtime --self-contained false -o /app

FROM mcr.microsoft.com/dotnet/runtime:10.0
COPY --from=build /app /opt/latbench/agent
RUN install -d -o $APP_UID -m 700 /var/lib/latbench-agent
USER $APP_UID
VOLUME /var/lib/latbench-agent
# LatBench has no use for ICU, which slim images lack.
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
ENV LATBENCH_SERVER=http://coordinator:7081
ENTRYPOINT ["sh", "-c", "exec dotnet /opt/latbench/agent/LatBench.DeviceAgent.dll run --server \"$LATBENCH_SERVER\" --data /var/lib/latbench-agent \"$@\"", "agent"]
