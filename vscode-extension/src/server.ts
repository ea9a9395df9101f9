// The language server: found, started, stopped, and started again.

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
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

/** How long a server may take to answer for the first time, in milliseconds. */
const PATIENCE = 30_000;

/** A server that ends so often in so many milliseconds is not started again. */
const ENDS = { most: 5, within: 180_000 };

/** What goes wrong stands in the output: the user is told once, by us. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Starts and stops the server, one after the other: two that overlap would leave a process behind. */
export class Server {
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  /** When servers have ended that should not, in milliseconds. */
  private ends: number[] = [];
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
    this.ends = [];
    return this.startAgain(reason);
  }

  private startAgain(reason: string): Promise<void> {
    return this.next(async () => {
      this.log.info(`Starting: ${reason}.`);
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  /** Whether the server runs, once what is under way is done. */
  async runs(): Promise<boolean> {
    await this.queue;
    return this.client !== undefined;
  }

  /** Asks the server; `undefined` if it does not run or can't answer. The output says why. */
  async ask<Answer>(method: string, question: object): Promise<Answer | undefined> {
    await this.queue;
    try {
      return await this.client?.sendRequest<Answer>(method, question);
    } catch (error) {
      this.log.warn(`No answer to ${method}: ${words(error)}`);
      return undefined;
    }
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error: unknown) => this.failed(words(error)));
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
    const client: Client = new Client('aiolint', 'aiolint', program, {
      ...this.options(),
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          // If it has not run yet, `start` fails.
          if (client === this.client && client.state === State.Running) {
            this.ended();
          }
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    });
    client.registerFeature(EXPERIMENTAL);
    client.onNotification('aiolint/status', (counts: Counts) => {
      if (client === this.client) {
        this.status.found(counts);
        this.analysed.fire();
      }
    });
    this.client = client;
    try {
      await inTime(client.start());
    } catch (error) {
      this.client = undefined;
      // Fails too, since it never ran, but ends what was started.
      await client.dispose().catch(() => undefined);
      throw new Error(`${binary.path} can't be used as a language server: ${words(error)}`);
    }
  }

  /** The server has ended although nobody wanted it to. It is started again, unless that happens often. */
  private ended(): void {
    this.client = undefined;
    const now = Date.now();
    this.ends = [...this.ends.filter((then) => now - then < ENDS.within), now];
    if (this.ends.length < ENDS.most) {
      void this.startAgain('the server has ended');
    } else {
      const often = `${ENDS.most} times within ${ENDS.within / 60_000} minutes`;
      this.failed(`The server has ended ${often}, and is not started again.`);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
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

  private failed(message: string): void {
    this.status.failed(message);
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

/** Rejects if the promise is not kept in time. */
async function inTime(promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} seconds`)), PATIENCE);
  });
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
