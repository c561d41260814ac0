# rolloutlint for GitLab, Jenkins and others: docker run --rm -v "$PWD:/repo" rolloutlint check --base origin/main

FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path . --root /out

# A shell, which most CI systems want, and certificates. rolloutlint reads repositories by itself, also those of another user.
FROM debian:bookworm-slim
# Debian removes old versions, so that a pinned one would soon not install.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home rolloutlint
COPY --from=build /out/bin/rolloutlint /usr/local/bin/
USER 10001
WORKDIR /repo
ENTRYPOINT ["rolloutlint"]
CMD ["check"]
