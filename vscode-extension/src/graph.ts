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

  /** Shows what the project of the active file, or of the first folder, deploys. */
  async show(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const active = vscode.window.activeTextEditor?.document.uri;
    this.uri = (active?.scheme === 'file' ? active : (folder ?? active))?.toString() ?? this.uri;
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
    if (this.panel?.visible !== true || this.uri === undefined) {
      return;
    }
    const picture = await this.server.ask<Picture | null>('aiolint/graph', { uri: this.uri });
    // It may have been closed meanwhile, and need not have changed.
    const html = page(picture?.svg ?? '<p>There is nothing to draw.</p>');
    if (picture !== undefined && this.panel !== undefined && this.panel.webview.html !== html) {
      this.panel.webview.html = html;
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
