# rolloutlint for GitLab, Jenkins and others: docker run --rm -v "$PWD:/repo" rolloutlint check --base origin/main

FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path . --root /out

# A shell, which most CI systems want. rolloutlint reads repositories by itself, also those of another user.
FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home rolloutlint
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/bin/rolloutlint /usr/local/bin/
USER 10001
WORKDIR /repo
ENTRYPOINT ["rolloutlint"]
CMD ["check"]
