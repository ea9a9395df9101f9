// The extension: finds and starts the server, and passes commands and settings on to it.

import * as vscode from 'vscode';
import { Graph } from './graph';
import { Pages } from './pages';
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
    'aiolint.fixAll': fixAll,
    'aiolint.showGraph': () => graph.show(),
    'aiolint.openRuleDocumentation': (rule?: string) => pages.show(rule),
  };
  // Before the server is started, so that they are there if it can't be.
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
  context.subscriptions.push(log, status, graph, pages);
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      // The client follows the trace by itself.
      if (change.affectsConfiguration('aiolint') && !change.affectsConfiguration('aiolint.trace')) {
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

async function fixAll(): Promise<void> {
  const wanted = { kind: 'source.fixAll.aiolint', apply: 'first' };
  await vscode.commands.executeCommand('editor.action.codeAction', wanted);
}
