// What the status item of the editor says.

import * as vscode from 'vscode';
import { type Counts, DOCUMENTS } from './protocol';

const OUTPUT = { title: 'Show Output', command: 'aiolint.showOutput' };
const RESTART = { title: 'Restart Server', command: 'aiolint.restart' };

/** The item behind `{}` in the status bar, for the documents that the server reads. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('aiolint.status', DOCUMENTS);

  constructor() {
    this.item.name = 'aiolint';
    this.item.text = 'aiolint';
  }

  dispose(): void {
    this.item.dispose();
  }

  starting(): void {
    this.show('aiolint', 'is starting', vscode.LanguageStatusSeverity.Information, OUTPUT);
    this.item.busy = true;
  }

  /** The server doesn't run because nobody wants it to. */
  off(reason: string): void {
    this.show('aiolint', reason, vscode.LanguageStatusSeverity.Information, OUTPUT);
  }

  /** The server doesn't run although it should. */
  failed(reason: string): void {
    this.show('aiolint does not run', reason, vscode.LanguageStatusSeverity.Error, RESTART);
  }

  /** What an analysis found. */
  found(counts: Counts): void {
    const text = `aiolint: ${many(counts.errors, 'error')}, ${many(counts.warnings, 'warning')}`;
    if (counts.problem) {
      this.show(text, counts.problem, vscode.LanguageStatusSeverity.Warning, OUTPUT);
      return;
    }
    const undecided = counts.undecided > 0 ? `, ${many(counts.undecided, 'check')} undecided` : '';
    const detail = `${many(counts.notes, 'note')} in ${many(counts.files, 'file')}${undecided}`;
    this.show(text, detail, vscode.LanguageStatusSeverity.Information, OUTPUT);
  }

  private show(text: string, detail: string, severity: vscode.LanguageStatusSeverity, command: vscode.Command): void {
    Object.assign(this.item, { text, detail, severity, command, busy: false });
  }
}

function many(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
