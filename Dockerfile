# Hubbub as a container: docker build -t hubbub . && see docs/deploy.md.
# Two stages: the first makes one folder that holds all (npm run assemble), the second is that folder and little else.
FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN node bin/start.mjs assemble /out

FROM debian:bookworm-slim
# A user of its own, by number so that an orchestrator can see that it is not root; its only folder is the data.
RUN groupadd --gid 10001 hubbub \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin hubbub \
 && install -d -o hubbub -g hubbub -m 700 /data
COPY --from=build /out /app
ENV HUBBUB_HOST=0.0.0.0 \
    HUBBUB_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away is not mended by a restart.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["/app/bin/hubbub", "doctor", "--health"]
ENTRYPOINT ["/app/bin/hubbub"]
CMD ["serve"]
