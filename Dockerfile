# bin/prove-wheel does the same steps without Docker, and CI runs it; tests/contracts keeps the two alike.

FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /dist .

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ffmpeg \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.lock
COPY --from=build /dist /tmp/dist
RUN pip install --no-cache-dir --no-deps /tmp/dist/photoalbum-*.whl \
    && rm -r /tmp/dist /tmp/requirements.lock \
    && useradd --uid 1000 --create-home photoalbum \
    && install --directory --owner=photoalbum --group=photoalbum --mode=700 /data

ENV PHOTOALBUM_INSTANCE=/data \
    PHOTOALBUM_HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1
USER photoalbum
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=8)"]
CMD ["photoalbum", "serve"]
