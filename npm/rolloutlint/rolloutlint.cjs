#!/usr/bin/env node
// Runs the program of the package for this platform: its arguments, its streams, its exit code, and the signals that it gets.
"use strict";

const { spawn } = require("node:child_process");

function stop(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(2);
}

const packages = Object.keys(require("./package.json").optionalDependencies ?? {});
const wanted = `@rolloutlint/${process.platform}-${process.arch}`;
if (!packages.includes(wanted)) {
  stop(`there is no rolloutlint for ${process.platform} on ${process.arch}; build it with \`cargo install rolloutlint\``);
}

const isWindows = process.platform === "win32";
let program;
try {
  program = require.resolve(`${wanted}/${isWindows ? "rolloutlint.exe" : "rolloutlint"}`);
} catch {
  stop(`the package ${wanted} is not installed; install rolloutlint again, without leaving optional dependencies out`);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// Windows gives Ctrl+C to both by itself. Elsewhere whoever sends a signal may know this process alone.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => isWindows || child.kill(signal));
}
child.on("error", (error) => stop(`${program} cannot be run: ${error.message}`));
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
