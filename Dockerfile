# Two stages, so that nothing of npm's cache is in the image. The process runs as "node" (uid 1000), never as root.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The development dependency "node" is for machines with an older Node; nothing needs an install script here.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json app.yml LICENSE* ./
COPY src ./src
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself gets SIGTERM, and has 25 seconds for what it took: give "docker stop" at least 30.
STOPSIGNAL SIGTERM
CMD ["node", "src/app/server.ts"]
