class Rolloutlint < Formula
  desc "Keeps staged rollouts honest: refuses stage changes nobody decided"
  homepage "https://github.com/@repository@"
  version "@version@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "https://github.com/@repository@/releases/download/v@version@/rolloutlint-aarch64-apple-darwin.tar.gz"
      sha256 "@sha256 rolloutlint-aarch64-apple-darwin.tar.gz@"
    end
    on_intel do
      url "https://github.com/@repository@/releases/download/v@version@/rolloutlint-x86_64-apple-darwin.tar.gz"
      sha256 "@sha256 rolloutlint-x86_64-apple-darwin.tar.gz@"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/@repository@/releases/download/v@version@/rolloutlint-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@sha256 rolloutlint-aarch64-unknown-linux-musl.tar.gz@"
    end
    on_intel do
      url "https://github.com/@repository@/releases/download/v@version@/rolloutlint-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@sha256 rolloutlint-x86_64-unknown-linux-musl.tar.gz@"
    end
  end

  def install
    bin.install "rolloutlint"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/rolloutlint.bash" => "rolloutlint"
    zsh_completion.install "completions/_rolloutlint"
    fish_completion.install "completions/rolloutlint.fish"
  end

  test do
    assert_match "stage-change-without-log-entry", shell_output("#{bin}/rolloutlint demo")
  end
end
