#!/usr/bin/env node
// Makes the packages of npm from the archives of a release: one with the program for each platform, and one that takes the right of them.
// `make.mjs ARCHIVES OUT [REPOSITORY]`: ARCHIVES is a folder with rolloutlint-TARGET.tar.gz, OUT is filled with rolloutlint-*.tgz, and
// REPOSITORY is the address that npm holds the provenance of a published package against.
// The programs for Linux are static, so that their packages say nothing of a libc.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// The targets of the release, as Node calls their systems and processors.
const PLATFORMS = {
  "x86_64-unknown-linux-musl": { os: "linux", cpu: "x64" },
  "aarch64-unknown-linux-musl": { os: "linux", cpu: "arm64" },
  "x86_64-apple-darwin": { os: "darwin", cpu: "x64" },
  "aarch64-apple-darwin": { os: "darwin", cpu: "arm64" },
  "x86_64-pc-windows-msvc": { os: "win32", cpu: "x64" },
};

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const [archives, out, repository] = process.argv.slice(2);
if (!archives || !out) {
  console.error("usage: make.mjs ARCHIVES OUT [REPOSITORY]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const version = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.*)"$/m)[1];
const wrapper = JSON.parse(readFileSync(join(here, "rolloutlint/package.json"), "utf8"));
const common = { version, license: wrapper.license, ...(repository && { repository: { type: "git", url: `git+${repository}.git` } }) };
const work = mkdtempSync(join(tmpdir(), "rolloutlint-npm."));

function pack(folder, manifest) {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const license of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, license), join(folder, license));
  // Where npm is a script, only a shell starts it.
  execFileSync("npm", ["pack", "--silent", "--pack-destination", resolve(out)], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
}

try {
  let made = 0;
  for (const [target, { os, cpu }] of Object.entries(PLATFORMS)) {
    const archive = resolve(archives, `rolloutlint-${target}.tar.gz`);
    if (!existsSync(archive)) continue;
    const program = os === "win32" ? "rolloutlint.exe" : "rolloutlint";
    const folder = join(work, `${os}-${cpu}`);
    mkdirSync(folder);
    execFileSync("tar", ["-xzf", archive, program], { cwd: folder });
    writeFileSync(join(folder, "README.md"), `The program of [rolloutlint](https://www.npmjs.com/package/rolloutlint) for ${os} on ${cpu}.\n`);
    pack(folder, {
      name: `@rolloutlint/${os}-${cpu}`,
      description: `The program of rolloutlint for ${os} on ${cpu}`,
      ...common,
      os: [os],
      cpu: [cpu],
      files: [program],
      preferUnplugged: true,
    });
    made += 1;
  }
  if (made === 0) throw new Error(`${archives} has no archive of a release: rolloutlint-TARGET.tar.gz`);

  const folder = join(work, "rolloutlint");
  mkdirSync(folder);
  copyFileSync(join(here, "rolloutlint/rolloutlint.cjs"), join(folder, "rolloutlint.cjs"));
  copyFileSync(join(root, "README.md"), join(folder, "README.md"));
  const optionalDependencies = Object.fromEntries(Object.values(PLATFORMS).map(({ os, cpu }) => [`@rolloutlint/${os}-${cpu}`, version]));
  pack(folder, { ...wrapper, ...common, optionalDependencies });
} finally {
  rmSync(work, { recursive: true, force: true });
}
