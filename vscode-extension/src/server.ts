// The language server: found, started, stopped, and started again.

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { find, words } from './binary';
import { type Counts, DOCUMENTS, RULE_FILES } from './protocol';
import type { Status } from './status';

/** What the server may use of what this extension offers. */
const EXPERIMENTAL: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { aiolintStatus: true, aiolintOpenRuleDocumentation: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

/** A server that ends while it runs is started again, unless that happens often; one that never ran is not. */
function patience(running: () => LanguageClient | undefined): ErrorHandler {
  let usual: ErrorHandler | undefined;
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      usual ??= running()?.createDefaultErrorHandler();
      return usual?.closed() ?? { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

/** Starts and stops the server, one after the other: two that overlap would leave a process behind. */
export class Server {
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly analysed = new vscode.EventEmitter<void>();

  /** Something was analysed, so that what was asked of the server before may be old. */
  readonly onAnalysed = this.analysed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {}

  /** Starts the server anew. Never throws: what goes wrong is told to the user. */
  start(reason: string): Promise<void> {
    return this.next(async () => {
      this.log.info(`Starting: ${reason}.`);
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  /** Asks the server; `undefined` if it does not run or can't answer, which the user is told. */
  async ask<Answer>(method: string, question: object): Promise<Answer | undefined> {
    try {
      await this.queue;
      if (this.client === undefined) {
        throw new Error('the server does not run');
      }
      return await this.client.sendRequest<Answer>(method, question);
    } catch (error) {
      this.tell(`aiolint can't answer: ${words(error)}`);
      return undefined;
    }
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error: unknown) => {
      this.status.failed(words(error));
      this.tell(words(error));
    });
    return this.queue;
  }

  private async begin(): Promise<void> {
    const settings = vscode.workspace.getConfiguration('aiolint');
    if (!settings.get<boolean>('enable', true)) {
      this.log.info('The setting `aiolint.enable` is off.');
      this.status.off('is switched off in the settings');
      return;
    }
    this.status.starting();
    const places = {
      setting: settings.get<string>('path', '').trim(),
      extension: this.context.extensionPath,
      workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      trusted: vscode.workspace.isTrusted,
    };
    const binary = await find(places, (line) => this.log.warn(line));
    this.log.info(`Running ${binary.path}, version ${binary.version}: ${binary.reason}.`);
    const program = { command: binary.path, args: ['lsp'] };
    const client: LanguageClient = new LanguageClient('aiolint', 'aiolint', program, {
      ...this.options(),
      errorHandler: patience(() => (this.client === client ? client : undefined)),
    });
    client.registerFeature(EXPERIMENTAL);
    client.onNotification('aiolint/status', (counts: Counts) => {
      this.status.found(counts);
      this.analysed.fire();
    });
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) {
        this.status.failed('the server has ended; see the output');
      } else if (newState === State.Starting) {
        this.status.starting();
      }
    });
    try {
      await client.start();
    } catch (error) {
      throw new Error(`${binary.path} can't be used as a language server: ${words(error)}`);
    }
    this.client = client;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // One that has crashed can't be asked to stop, and needn't.
    await client?.dispose().catch((error: unknown) => this.log.warn(`While stopping: ${words(error)}`));
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [...DOCUMENTS, ...RULE_FILES],
      outputChannel: this.log,
      traceOutputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // What is set under `aiolint`: the server passes over what is not its own.
      initializationOptions: () => {
        const set = vscode.workspace.getConfiguration().get<{ userRules?: boolean }>('aiolint');
        return { ...set, userRules: vscode.workspace.isTrusted && set?.userRules };
      },
    };
  }

  private tell(message: string): void {
    this.log.error(message);
    const choices = ['Show Output', 'Open Settings'] as const;
    void vscode.window.showErrorMessage(message, ...choices).then((choice) => {
      if (choice === 'Show Output') {
        this.log.show();
      } else if (choice === 'Open Settings') {
        void vscode.commands.executeCommand('workbench.action.openSettings', '@ext:aiolint.aiolint');
      }
    });
  }
}
