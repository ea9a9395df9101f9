// Finds the program to run: the setting, what is bundled, the path; each is asked for its version.

import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

/** The oldest program that this extension can talk to. */
export const MINIMUM = '0.1.0';

/** How long a program may take to say its version, in milliseconds. */
const PATIENCE = 10_000;

const ENDING = process.platform === 'win32' ? '.exe' : '';
const FILE = `aiolint${ENDING}`;
const FOLDER = '${workspaceFolder}';
const SETTING = 'The setting `aiolint.path`';

/** A program that can be run. */
export interface Binary {
  path: string;
  version: string;
  /** Why it was chosen, as part of a sentence. */
  reason: string;
}

/** Where to look. */
export interface Places {
  /** What the setting `aiolint.path` says; empty if it says nothing. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  /** The first folder of the workspace, for `${workspaceFolder}` in the setting. */
  workspace: string | undefined;
  /** Whether the user trusts the workspace. */
  trusted: boolean;
}

/** Gives the program to run, or throws an `Error` that says what the user can do. `log` is told each step. */
export async function find(places: Places, log: (line: string) => void): Promise<Binary> {
  if (places.setting !== '') {
    // Whoever names a program wants this one and no other.
    const path = await named(places);
    const reason = 'the setting `aiolint.path` names it';
    try {
      return { path, version: await version(path), reason };
    } catch (error) {
      throw new Error(`\`${path}\`, which the setting \`aiolint.path\` names, can't be used: ${words(error)}`);
    }
  }
  const candidates: [string, string][] = [[join(places.extension, 'server', FILE), 'it comes with the extension']];
  candidates.push(...onPath(FILE).map((path): [string, string] => [path, 'it is on the PATH']));
  let unusable = '';
  for (const [path, reason] of candidates) {
    if (!(await exists(path))) {
      continue;
    }
    try {
      return { path, version: await version(path), reason };
    } catch (error) {
      log(`passed over: ${path}: ${words(error)}`);
      unusable ||= ` (\`${path}\` can't be used: ${words(error)})`;
    }
  }
  throw new Error(
    `There is no program \`aiolint\` with this extension or on the PATH${unusable}. Install the extension's package ` +
      'for your platform, which has one inside, or put it on the PATH, or name it in the setting `aiolint.path`.',
  );
}

/** The full path of what the setting names. Any other would be looked for in the folder that a server is started in. */
async function named({ setting, workspace, trusted }: Places): Promise<string> {
  if (setting.includes(FOLDER) && (!trusted || workspace === undefined)) {
    const reason = trusted ? 'no folder is open. Open one' : 'the workspace is not trusted. Trust it';
    throw new Error(`${SETTING} contains \`${FOLDER}\`, and ${reason}, or write a full path.`);
  }
  const path = setting.replace(/^~(?=[/\\]|$)/, () => homedir()).replaceAll(FOLDER, () => workspace ?? '');
  if (isAbsolute(path)) {
    return path;
  }
  if (/[/\\]/.test(path)) {
    const may = `which may begin with \`~/\` or \`${FOLDER}/\`, or only a name that is on the PATH`;
    throw new Error(`${SETTING} is \`${setting}\`, which is not a full path. Write one, ${may}.`);
  }
  for (const candidate of onPath(path.endsWith(ENDING) ? path : path + ENDING)) {
    if (await exists(candidate)) {
      return candidate;
    }
  }
  throw new Error(`${SETTING} is \`${setting}\`, which is in no folder of the PATH. Write a full path.`);
}

/** Where a file may be on the PATH, as full paths, too. */
function onPath(file: string): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, file));
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/** The version that a program says it has; throws if it says none, or if it is too old. */
async function version(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: PATIENCE, killSignal: 'SIGKILL' });
  const found = /^aiolint (\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  if (found === undefined) {
    throw new Error(`\`--version\` says ${JSON.stringify(stdout.slice(0, 80))}`);
  }
  if (isOlder(found, MINIMUM)) {
    throw new Error(`it is version ${found}, and this extension needs ${MINIMUM} or newer`);
  }
  return found;
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}

/** What an error says, in one line. */
export function words(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
