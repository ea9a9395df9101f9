// The extension: finds and starts the server, and passes commands and settings on to it.

import * as vscode from 'vscode';
import { Graph } from './graph';
import { Pages } from './pages';
import { DOCUMENTS } from './protocol';
import { Server } from './server';
import { Status } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('aiolint', { log: true });
  const status = new Status();
  const running = new Server(context, log, status);
  server = running;
  const graph = new Graph(running);
  const pages = new Pages(running);
  const commands: Record<string, (...words: never[]) => unknown> = {
    'aiolint.restart': () => running.start('a user wants it'),
    'aiolint.showOutput': () => log.show(),
    'aiolint.fixAll': () => fixAll(running),
    'aiolint.showGraph': () => graph.show(),
    'aiolint.openRuleDocumentation': (rule?: string) => pages.show(rule),
  };
  const settings = started(context.extension);
  // Before the server is started, so that they are there if it can't be.
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
  context.subscriptions.push(log, status, graph, pages);
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (settings.some((name) => change.affectsConfiguration(name))) {
        void running.start('the settings have changed');
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void running.start('the workspace is trusted now')),
  );
  await running.start('the extension is active');
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** The settings that a server is started with: all but the trace, which the client follows while it runs. */
function started(extension: vscode.Extension<unknown>): string[] {
  const categories: { properties: object }[] = extension.packageJSON.contributes.configuration;
  const names = categories.flatMap(({ properties }) => Object.keys(properties));
  return names.filter((name) => name !== 'aiolint.trace.server');
}

async function fixAll(server: Server): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  let missing: string | undefined;
  if (document === undefined) {
    missing = 'no file is active. Open one and click into it';
  } else if (vscode.languages.match(DOCUMENTS, document) === 0) {
    missing = `\`${vscode.workspace.asRelativePath(document.uri)}\` is no file of Bicep or YAML`;
  } else if (!(await server.runs())) {
    missing = 'it does not run. Its output says why';
  }
  if (missing !== undefined) {
    void vscode.window.showWarningMessage(`aiolint can't fix anything: ${missing}.`);
    return;
  }
  const wanted = { kind: 'source.fixAll.aiolint', apply: 'first' };
  await vscode.commands.executeCommand('editor.action.codeAction', wanted);
}
