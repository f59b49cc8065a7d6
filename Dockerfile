# One image for every service of docker-compose.yml; what runs in it are the commands of `make run`.
FROM python:3.13-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/duyet/.venv/bin:$PATH
WORKDIR /opt/duyet

FROM base AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext make \
    && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --no-cache --compile-bytecode
COPY . .
RUN make catalogues staticfiles/staticfiles.json

FROM base
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/duyet --shell /usr/sbin/nologin duyet \
    && install --directory --owner=duyet --group=duyet /var/lib/duyet /srv/portal
COPY --from=build /opt/duyet /opt/duyet
USER 10001
ENV DUYET_HOME=/var/lib/duyet PORTAL_ROOT=/srv/portal DUYET_BIND=0.0.0.0 PORT=8000
EXPOSE 8000
# `docker compose run --rm web manage.py create_administrator` works the same way.
ENTRYPOINT ["python"]
CMD ["-m", "core.platform", "launch", "web"]
