# Untested: see README.md. Build from the root of the repository:
#   docker build -f deploy/coordinator.Dockerfile -t latbench-coordinator .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Coordinator/Coordinator.csproj -c Release --use-current-runtime --self-contained false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /opt/latbench/coordinator
COPY deploy/coordinator-entrypoint.sh /opt/latbench/
RUN install -d -o $APP_UID -m 700 /var/lib/latbench
USER $APP_UID
VOLUME /var/lib/latbench
# LatBench has no use for ICU, which slim images lack.
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
EXPOSE 7080 7081
# Without TLS of its own the coordinator listens beyond loopback only when told so: put a proxy with TLS before it.
ENTRYPOINT ["/opt/latbench/coordinator-entrypoint.sh"]
CMD ["--http", "0.0.0.0:7080", "--grpc", "0.0.0.0:7081", "--insecure"]
