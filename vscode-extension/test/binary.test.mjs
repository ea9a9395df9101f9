// Which program is run, and what is said if there is none.
// Node runs the TypeScript as it is: 22.18 is the first that does.

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
function program(place, says, name = 'aiolint') {
  const path = join(folder, place, name);
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(path, 0o755);
  return path;
}

function found(setting = '', places = {}) {
  const usual = { extension: folder, workspace: folder, trusted: true };
  return find({ setting, ...usual, ...places }, (line) => log.push(line));
}

/** Runs this in the folder that holds all of the programs. */
async function inside(what) {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await what();
  } finally {
    process.chdir(before);
  }
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

test('`~` is the home folder, and only at the beginning', async () => {
  const home = process.env.HOME;
  process.env.HOME = folder;
  try {
    const path = program('~', 'aiolint 0.1.0');
    assert.equal((await found('~/~/aiolint')).path, path);
  } finally {
    process.env.HOME = home;
  }
});

test('the folder of the workspace counts only if there is one, and if it is trusted', async () => {
  program('own', 'aiolint 0.1.0');
  const setting = '${workspaceFolder}/own/aiolint';
  const untrusted = { trusted: false };
  await assert.rejects(found(setting, untrusted), /`\$\{workspaceFolder\}`.*not trusted\. Trust it, or write a full/);
  await assert.rejects(found(setting, { workspace: undefined }), /no folder is open\. Open one, or write a full path/);
  assert.equal((await found(join(folder, 'own/aiolint'), untrusted)).version, '0.1.0');
});

test('a path that is not in full is refused, wherever it would lead', async () => {
  program('own', 'aiolint 0.1.0');
  await inside(async () => {
    for (const setting of ['own/aiolint', './own/aiolint', 'own\\aiolint', '${env:HOME}/own/aiolint']) {
      await assert.rejects(found(setting), /`aiolint\.path` is .*not a full path\. Write one/, setting);
    }
  });
});

test('a name is looked up on the PATH, and nowhere else', async () => {
  program('.', 'aiolint 0.1.0', 'mine');
  program('server', 'aiolint 0.1.0');
  await inside(() => assert.rejects(found('mine'), /`mine`, which is in no folder of the PATH/));
  const path = program('path', 'aiolint 0.2.0', 'mine');
  await inside(async () => assert.equal((await found('mine')).path, path));
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
  await inside(async () => {
    await assert.rejects(found(), /no program `aiolint`.*package for your platform.*or name it in .*`aiolint\.path`/);
    await assert.rejects(found('aiolint'), /in no folder of the PATH/);
  });
});
