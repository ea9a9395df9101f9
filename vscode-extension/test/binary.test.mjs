// Which program is run, and what is said if there is none. Node runs the TypeScript as it is.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { find, MINIMUM } from '../src/binary.ts';

const PATH = process.env.PATH;
let folder;
let log;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aiolint-'));
  log = [];
  process.env.PATH = join(folder, 'path');
});

afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

/** A program in a folder of its own that says this. */
function program(place, says) {
  const path = join(folder, place, 'aiolint');
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(path, 0o755);
  return path;
}

function found(setting = '') {
  return find({ setting, extension: folder, workspace: folder }, (line) => log.push(line));
}

test('the setting comes first', async () => {
  program('server', 'aiolint 0.1.0');
  const path = program('own', 'aiolint 0.12.3');
  const chosen = await found('${workspaceFolder}/own/aiolint');
  assert.deepEqual([chosen.path, chosen.version], [path, '0.12.3']);
  assert.match(chosen.reason, /aiolint\.path/);
});

test('what the setting names and cannot be used is an error, whatever else there is', async () => {
  program('server', 'aiolint 0.1.0');
  program('own', 'something 0.1.0');
  await assert.rejects(found(join(folder, 'own/aiolint')), /`aiolint\.path`.*can't be used.*something 0\.1\.0/);
  await assert.rejects(found(join(folder, 'none')), /`aiolint\.path`.*can't be used.*ENOENT/);
});

test('what comes with the extension is preferred to the path', async () => {
  program('path', 'aiolint 0.2.0');
  assert.equal((await found()).reason, 'it is on the PATH');
  const path = program('server', 'aiolint 0.1.0');
  const chosen = await found();
  assert.deepEqual([chosen.path, chosen.reason], [path, 'it comes with the extension']);
});

test('a program that is too old or broken is passed over, and that is said', async () => {
  program('server', 'aiolint 0.0.9');
  await assert.rejects(found(), /no program `aiolint`.*version 0\.0\.9.*needs 0\.1\.0 or newer/);
  assert.equal(MINIMUM, '0.1.0');
  const path = program('path', 'aiolint 0.1.0');
  assert.equal((await found()).path, path);
  assert.equal(log.length, 2);
  assert.match(log[1], /passed over: .*server.*0\.0\.9/);
});

test('a newer program is one whatever the number of digits', async () => {
  for (const version of ['0.10.0', '1.0.0', '0.1.10', '0.2.0-beta.1']) {
    program('server', `aiolint ${version}`);
    assert.equal((await found()).version, version);
  }
});

test('where there is none, the error says what to do; a folder on the path that is not in full is none', async () => {
  program('near', 'aiolint 0.1.0');
  process.env.PATH = 'near';
  const before = process.cwd();
  process.chdir(folder);
  try {
    await assert.rejects(found(), /no program `aiolint`.*Install it, or name it in the setting `aiolint\.path`/);
  } finally {
    process.chdir(before);
  }
});
