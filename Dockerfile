# syntax=docker/dockerfile:1
# One image for web, worker, beat and the preparing step; what runs is the service's command.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /app/.venv \
    && /app/.venv/bin/python -m pip install --no-input --require-hashes --no-deps -r requirements.lock
COPY . .
# Signs nothing and is thrown away: production settings want a secret even to collect files.
RUN SECRET_KEY="$(/app/.venv/bin/python -c 'import secrets; print(secrets.token_hex(40))')" \
    ALLOWED_HOSTS=build.invalid PUBLIC_URL=https://build.invalid ASC_DATA_DIR=/tmp/build \
    DJANGO_SETTINGS_MODULE=asc_kb.settings.production \
    /app/.venv/bin/python manage.py collectstatic --no-input

FROM python:3.13-slim
# What RDKit's drawing needs from the system, and what reads Arbin's .res.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libxrender1 libxext6 libexpat1 mdbtools \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /data asc \
    && install -d -o asc -g asc /metrics
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=asc_kb.settings.production \
    ASC_DATA_DIR=/data \
    WEB_HOST=0.0.0.0 \
    PORT=8000
USER asc
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "deploy/probe.py", "/readyz"]
CMD ["python", "-m", "gunicorn", "-c", "python:asc_kb.operations.web", "asc_kb.wsgi"]
