// Starts `rolloutlint lsp` for the plans, the configuration and the flag files of the window, and shows what it says.
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

// Plans are Markdown; the rest are configuration and flag files.
const LANGUAGES = ["markdown", "yaml", "json", "jsonc", "json5", "toml"];

let client;

function options() {
  const settings = vscode.workspace.getConfiguration("rolloutlint");
  const base = settings.get("base");
  const args = ["lsp", ...(base ? ["--base", base] : [])];
  return { command: settings.get("path") || "rolloutlint", args, transport: TransportKind.stdio };
}

async function start() {
  const documentSelector = LANGUAGES.map((language) => ({ scheme: "file", language }));
  client = new LanguageClient("rolloutlint", "rolloutlint", options(), { documentSelector });
  try {
    await client.start();
  } catch (error) {
    const command = options().command;
    vscode.window.showErrorMessage(`rolloutlint: \`${command}\` could not be started (${error.message}). Install it, or name it in the setting rolloutlint.path.`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running?.isRunning()) await running.stop();
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  const changed = vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("rolloutlint") && restart());
  context.subscriptions.push(changed, vscode.commands.registerCommand("rolloutlint.restart", restart));
  await start();
}

module.exports = { activate, deactivate: stop };
