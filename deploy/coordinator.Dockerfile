# Untested: see README.md. Build from the root of the repository:
#   docker build -f deploy/coordinator.Dockerfile -t latbench-coordinator .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Coordinator/Coordinator.csproj -c Release --use-current-runtime --self-contained false -o /app

# The runtime with which browsers measure, which the coordinator serves.
FROM node:22-slim AS web-runtime
RUN npm pack onnxruntime-web@1.30.0

FROM build AS web-runtime-installed
COPY --from=web-runtime /onnxruntime-web-1.30.0.tgz /
RUN dotnet run --project src/Cli -c Release -- web-runtime install --package /onnxruntime-web-1.30.0.tgz --data /installed

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /opt/latbench/coordinator
COPY --from=web-runtime-installed /installed/web-runtimes /opt/latbench/web-runtimes
COPY deploy/coordinator-entrypoint.sh /opt/latbench/
RUN install -d -o $APP_UID -m 700 /var/lib/latbench
USER $APP_UID
VOLUME /var/lib/latbench
# LatBench has no use for ICU, which slim images lack.
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
ENV LATBENCH_WEB_RUNTIMES=/opt/latbench/web-runtimes
EXPOSE 7080 7081
# Without TLS of its own the coordinator listens beyond loopback only when told so: put a proxy with TLS before it.
ENTRYPOINT ["/opt/latbench/coordinator-entrypoint.sh"]
CMD ["--http", "0.0.0.0:7080", "--grpc", "0.0.0.0:7081", "--insecure"]
