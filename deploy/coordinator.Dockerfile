# The coordinator with its command, from the archive of eng/publish.sh. From the root of the repository:
#   eng/publish.sh --only coordinator
#   docker build -f deploy/coordinator.Dockerfile -t latbench-coordinator .
# BASE is any Debian or Ubuntu with glibc 2.34 or later; INSTALL=no where it has the libraries already.
# For browsers as devices, put the runtime beside the archive: (cd artifacts/packages && npm pack onnxruntime-web@1.30.0)
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS base
ARG INSTALL=yes
# libgomp1 is for predictors that are trained with LightGBM, libgssapi-krb5-2 for Postgres with Kerberos: without it every start says that it is missing.
RUN if [ "$INSTALL" = yes ]; then apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 libstdc++6 zlib1g libgomp1 libgssapi-krb5-2 && rm -rf /var/lib/apt/lists/*; fi

FROM base AS unpacked
COPY artifacts/packages/ /packages/
RUN case $(uname -m) in x86_64) rid=linux-x64 ;; aarch64) rid=linux-arm64 ;; esac \
 && mkdir -p /opt/latbench/web-runtimes \
 && tar -xzf /packages/latbench-coordinator-*-$rid.tar.gz -C /opt/latbench \
 && for package in /packages/onnxruntime-web-*.tgz; do \
      if [ -e "$package" ]; then /opt/latbench/coordinator/LatBench.Cli web-runtime install --package "$package" --data /installed && cp -a /installed/web-runtimes /opt/latbench/; fi; \
    done

FROM base
COPY --from=unpacked /opt/latbench /opt/latbench
COPY deploy/coordinator-entrypoint.sh /opt/latbench/
RUN ln -s /opt/latbench/coordinator/LatBench.Cli /usr/local/bin/latbench \
 && install -d -o 1654 -g 1654 -m 700 /var/lib/latbench
USER 1654:1654
VOLUME /var/lib/latbench
ENV LATBENCH_WEB_RUNTIMES=/opt/latbench/web-runtimes
EXPOSE 7080 7081
# Without TLS of its own the coordinator listens beyond loopback only when told so: put a proxy with TLS before it.
ENTRYPOINT ["/opt/latbench/coordinator-entrypoint.sh"]
CMD ["--http", "0.0.0.0:7080", "--grpc", "0.0.0.0:7081", "--insecure"]
