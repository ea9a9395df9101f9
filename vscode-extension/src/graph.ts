// The picture of `aiolint graph`, in a view that runs no scripts and loads nothing.

import * as vscode from 'vscode';
import type { Picture } from './protocol';
import type { Server } from './server';

/** One view for the whole window; it follows the analysis. */
export class Graph implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private uri: string | undefined;
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.listeners = [
      server.onAnalysed(() => this.draw()),
      vscode.window.onDidChangeActiveColorTheme(() => this.draw()),
    ];
  }

  dispose(): void {
    this.panel?.dispose();
    vscode.Disposable.from(...this.listeners).dispose();
  }

  /** Shows what the project of the active file deploys; without one, what is shown already, or the first folder. */
  async show(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const active = vscode.window.activeTextEditor?.document.uri;
    const shown = this.panel === undefined ? undefined : this.uri;
    this.uri = active?.scheme === 'file' ? active.toString() : (shown ?? (folder ?? active)?.toString());
    if (this.panel === undefined) {
      // Pictures are wide.
      const place = vscode.ViewColumn.Active;
      const options = { enableScripts: false, enableCommandUris: false, enableForms: false, localResourceRoots: [] };
      this.panel = vscode.window.createWebviewPanel('aiolint.graph', 'Data Flows', place, options);
      this.panel.onDidDispose(() => (this.panel = undefined));
      this.panel.onDidChangeViewState(() => this.draw());
    }
    this.panel.reveal();
    await this.draw();
  }

  private async draw(): Promise<void> {
    if (this.panel?.visible !== true) {
      return;
    }
    const { uri } = this;
    const picture = uri === undefined ? null : await this.server.ask<Picture | null>('aiolint/graph', { uri });
    const missing = `There is ${picture === null ? 'nothing to draw' : 'no answer now; see the output of aiolint'}.`;
    const html = page(picture?.svg ?? `<p>${missing}</p>`);
    // What was typed meanwhile outdates a question; the analysis of that draws anew.
    const outdated = picture === undefined && (await this.server.runs());
    // It may have been closed meanwhile, and need not have changed.
    const { webview } = this.panel ?? {};
    if (webview !== undefined && webview.html !== html && !(outdated && webview.html !== '')) {
      webview.html = html;
    }
  }
}

/** The picture follows the editor's colours, not those of the operating system. */
function page(svg: string): string {
  const kind = vscode.window.activeColorTheme.kind;
  const dark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Data Flows</title>
<style>svg { max-width: max(100%, 1100px); height: auto }</style>
</head>
<body>
${svg.replaceAll('(prefers-color-scheme:dark)', dark ? 'all' : 'not all')}
</body>
</html>`;
}
