// The pages of the rules, shown as Markdown.

import * as vscode from 'vscode';
import type { Explanation } from './protocol';
import type { Server } from './server';

const SCHEME = 'aiolint-rule';

/** Gives the text of `aiolint-rule:/NAME.md`. */
export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly listeners: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(private readonly server: Server) {
    this.listeners = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      // A page may have been asked for before the server ran, and rules of the project's own change.
      server.onAnalysed(() => {
        const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME);
        open.forEach(({ uri }) => this.changed.fire(uri));
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(this.changed, ...this.listeners).dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const rule = uri.path.replace(/^\//, '').replace(/\.md$/, '');
    const explanation = await this.server.ask<Explanation | null>('aiolint/explain', { rule });
    if (explanation === undefined) {
      return `There is no answer about \`${rule}\` now; see the output of aiolint.`;
    }
    return explanation?.markdown ?? `There is no page about \`${rule}\`.`;
  }

  /** Shows the page of a rule; asks for which one if none is named. */
  async show(rule?: string): Promise<void> {
    rule ??= (await chosen())?.trim();
    if (rule) {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${rule}.md` });
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    }
  }
}

/** A rule that finds something in the active file, or one whose name the user writes. */
async function chosen(): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const found = active === undefined ? [] : vscode.languages.getDiagnostics(active);
  // What is wrong with a configuration or a rule has no code.
  const ours = found.filter((diagnostic) => diagnostic.source === 'aiolint' && diagnostic.code !== undefined);
  const choices = ours.map((diagnostic) => ({ label: code(diagnostic), description: diagnostic.message }));
  if (choices.length === 0) {
    return vscode.window.showInputBox({ prompt: 'The id or name of a rule', placeHolder: 'host-port-invalid' });
  }
  const different = [...new Map(choices.map((choice) => [choice.label, choice])).values()];
  return (await vscode.window.showQuickPick(different, { placeHolder: 'Which rule?' }))?.label;
}

function code({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
