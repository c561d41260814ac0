# The main job on a built-in example.
demo:
    cargo run --release -- demo

# All tests.
test:
    cargo test --locked

# Twenty thousand dishonest edits and as many honest ones.
generated:
    GENERATED_CASES=20000 cargo test --locked --test generated

# Fuzz one target, or all, for so many seconds each. Needs a nightly toolchain, cargo-fuzz and Python.
fuzz target="all" seconds="60":
    fuzz/run {{target}} {{seconds}}

# Small faults in the modules of the verdict: whether a test finds them. Needs cargo-mutants and Python.
mutants seed="20" count="200" *more:
    tests/mutants/run {{seed}} {{count}} {{more}}

# Formatting and Clippy, without tests.
lint:
    cargo fmt --all --check
    cargo clippy --locked --all-targets -- -D warnings

# Licences, duplicates and sources of dependencies, by cargo-deny. What is known to be broken: `cargo deny check advisories`, which asks the network.
deny:
    cargo deny --locked --exclude-dev check --deny warnings bans
    cargo deny --locked check --deny warnings licenses sources

# Rewrite what is derived: the list of rules, their pages, the stories' expected output.
update:
    UPDATE=1 cargo test --locked

# The action as workflows run it; `--build` also builds it from source.
action *more:
    tests/action/run {{more}}

# The workflows to paste, by zizmor and actionlint. Needs Python with pip.
workflows:
    tests/workflows/run

# The image, on a checkout of another user. Needs root and buildah.
image:
    tests/image/run

# The packages of Python, npm and pre-commit, installed from files into empty places. Needs Python, Node and npm.
packages:
    tests/packages/run

# The pages of HTML in Chromium, wide and narrow, light, dark and on paper. Needs Node and npm.
pages *folder:
    tests/pages/run {{folder}}

# The server for editors, driven by Neovim. Exits with 3 where that is missing.
editor *program:
    tests/editor/run {{program}}

# Judge the project's own rollout plan.
check:
    cargo run --quiet -- check rollouts

# How long it takes, beside Git and comrak. Needs hyperfine and jq.
bench:
    benches/run

# What teams meet that bring their own plans, over a folder of documents.
adoption folder binary *more:
    benches/adoption/table.py {{folder}} {{binary}} {{more}}
