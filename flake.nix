{
  description = "Keeps staged rollouts honest: refuses a stage change that nobody recorded a decision for";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      cargo = (builtins.fromTOML (builtins.readFile ./Cargo.toml)).package;
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];
      package =
        pkgs:
        pkgs.rustPlatform.buildRustPackage {
          pname = cargo.name;
          inherit (cargo) version;
          src = self;
          cargoLock.lockFile = ./Cargo.lock;
          # The tests make repositories, and take longer than the build.
          doCheck = false;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          postInstall = ''
            $out/bin/rolloutlint man > rolloutlint.1
            installManPage rolloutlint.1
            installShellCompletion --cmd rolloutlint \
              --bash <($out/bin/rolloutlint completions bash) \
              --zsh <($out/bin/rolloutlint completions zsh) \
              --fish <($out/bin/rolloutlint completions fish)
          '';
          meta = {
            inherit (cargo) description;
            license = with pkgs.lib.licenses; [
              mit
              asl20
            ];
            mainProgram = "rolloutlint";
          };
        };
    in
    {
      packages = nixpkgs.lib.genAttrs systems (system: {
        default = package nixpkgs.legacyPackages.${system};
      });
    };
}
