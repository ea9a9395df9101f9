// What the extension does in a workspace that the user trusts: the demo project, in which some things are wrong.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hover, within } from './views.mjs';
import { SIZE } from './window.mjs';

const GRID = 'cloud/eventgrid.bicep';
const ENDPOINTS = 'dataflows/endpoints.yaml';
const EDITOR = '.part.editor';
const SETTINGS = '.vscode/settings.json';
const PORT = 'MQTT reaches Event Grid on port 8883 only';
const SCALED = 'this reads from Event Grid, but its profile runs 3 instances';

/** The window notices when settings change, but not always when they come into being. */
function prepare({ workspace }) {
  mkdirSync(dirname(join(workspace, SETTINGS)));
  set(workspace, {});
}

function set(workspace, settings) {
  writeFileSync(join(workspace, SETTINGS), JSON.stringify(settings));
}

/** A program of the workspace that does this before it is what it should be; gives its path. */
function wrapped(workspace, program, before) {
  const path = join(workspace, 'wrapped');
  writeFileSync(path, `#!/bin/sh\n${before}\nexec "${program}" "$@"\n`, { mode: 0o755 });
  return path;
}

export const trusted = {
  prepare,
  checks: {
    'a squiggle in Bicep': async (window) => {
      await window.open(GRID, '${eventGrid.name}');
      await window.page.waitForSelector('.editor-instance .squiggly-error');
      await window.page.waitForSelector('.editor-instance .squiggly-warning');
    },

    'the Problems panel has the findings of all files': async (window) => {
      await window.problem(true, PORT, 'AIO211', '[Ln 42, Col 13]');
      await window.problem(true, SCALED);
      await window.problem(true, 'service account token authentication needs an audience');
      await window.shot('problems');
    },

    'the status has the counts': async (window) => {
      await window.page.hover('[id="status.languageStatus"]');
      await window.page.waitForSelector('.hover-language-status:has-text("aiolint: 5 errors, 2 warnings")');
      await window.page.mouse.move(600, 300);
    },

    'a squiggle in YAML': async (window) => {
      await window.open(ENDPOINTS, 'authentication');
      await window.page.waitForSelector('.editor-instance .squiggly-error');
      await window.shot('yaml', EDITOR);
    },

    'hover shows a value': async (window) => {
      await window.open('cloud/analysis.bicep', "${hubNamespace}");
      await window.sees('the value', async () => (await hover(window)).includes('contoso-plant.servicebus.windows.net:9093'));
      await window.shot('hover', EDITOR);
      await window.page.keyboard.press('Escape');
    },

    'go to definition leads from Bicep into YAML': async (window) => {
      await window.open('cloud/analysis.bicep', "partner'");
      await window.run('Go to Definition');
      const { line, column } = window.place(ENDPOINTS, 'partner');
      const there = `endpoints.yaml Ln ${line}, Col ${column}`;
      await window.sees(there, async () => (await window.cursor()) === there, () => window.cursor());
    },

    'an edit in Bicep takes a finding from YAML, before it is saved': async (window) => {
      await window.open(GRID, "eventgrid.azure.net'");
      await window.problem(true, SCALED);
      // Then it is no longer a host of Event Grid.
      await window.page.keyboard.type('x');
      await window.problem(false, SCALED);
    },

    'and undoing it brings the finding back': async (window) => {
      await window.page.keyboard.press('Control+Z');
      await window.problem(true, SCALED);
      await window.run('File: Revert File');
    },

    'a fix is written to the disk': async (window) => {
      await window.open(GRID, "eventgrid.azure.net'");
      await window.actions();
      await window.shot('fix', EDITOR);
      await window.page.keyboard.press('Escape');
      await window.act(':8883');
      await window.problem(false, PORT);
      await window.save(GRID, "eventgrid.azure.net:8883'");
    },

    'fix all mends the rest of the file': async (window) => {
      await window.open(GRID, 'mqttSettings');
      await window.problem(true, 'Event Grid rejects messages with the retain flag');
      await window.run('aiolint: Fix All in File');
      await window.problem(false, 'Event Grid rejects messages with the retain flag');
      await window.save(GRID, "retain: 'Never'");
    },

    'a finding is accepted by a comment': async (window) => {
      const finding = 'the private key in `client_key.pem` is protected by a password';
      await window.open('dataflows/secrets.yaml', 'client_key');
      await window.problem(true, finding);
      await window.act('Ignore AIO502');
      await window.problem(false, finding);
      await window.save('dataflows/secrets.yaml', /# aiolint: ignore\[private-key-encrypted\] \S/);
    },

    'the page of a rule': async (window) => {
      await window.open('dataflows/flows.yaml', 'cloud\n        dataSources');
      await window.act('Explain AIO401');
      await within(window, 'body', 'event-grid-source-scaled');
      await window.shot('page', EDITOR);
    },

    'a picture of the data flows, without scripts': async (window) => {
      await window.open('dataflows/flows.yaml');
      await window.run('aiolint: Show Data Flows');
      const frame = await within(window, 'svg text', 'telemetry-to-cloud');
      const policy = await frame.$eval('meta[http-equiv]', (meta) => meta.content);
      await window.sees('a policy without scripts', async () => policy === "default-src 'none'; style-src 'unsafe-inline'", () => policy);
      // The picture is wide.
      await window.page.setViewportSize({ width: 1900, height: 960 });
      await window.shot('graph', EDITOR);
      await window.page.setViewportSize(SIZE);
    },

    'where there is nothing to fix, that is said': async (window) => {
      await window.run('View: Close All Editors');
      await window.run('aiolint: Fix All in File');
      await window.notified('no file is active');
      await window.open(SETTINGS);
      await window.run('aiolint: Fix All in File');
      await window.notified('settings.json` is no file of Bicep or YAML');
    },

    'a server that was killed is started again': async (window, { home }) => {
      const before = servers(home);
      await window.sees('one server', async () => before.length === 1, () => before);
      process.kill(before[0], 'SIGKILL');
      await window.sees('another server', async () => servers(home).some((id) => id !== before[0]));
      await window.open('dataflows/profiles.yaml', '3\n');
      await window.page.keyboard.press('Delete');
      await window.page.keyboard.type('1');
      await window.problem(false, 'but its profile runs');
      await window.run('File: Revert File');
      await window.problem(true, SCALED);
    },

    'a user restarts the server': async (window, { home }) => {
      const before = servers(home);
      await window.run('aiolint: Restart Server');
      await window.sees('another server', async () => servers(home).length === 1 && servers(home)[0] !== before[0]);
      await window.problem(true, SCALED);
    },

    'one that is killed again and again is not, until the user wants it': async (window, { home }) => {
      for (let [time, last] = [0, 0]; time < 5; time++) {
        await window.sees('another server', async () => servers(home).some((id) => id !== last));
        await window.problem(true, SCALED);
        // What was found before may still be shown.
        await window.page.waitForTimeout(1000);
        [last] = servers(home);
        process.kill(last, 'SIGKILL');
      }
      await window.notified('The server has ended 5 times within 3 minutes');
      await window.run('aiolint: Restart Server');
      await window.problem(true, SCALED);
    },

    'a program that is not there is told of, and nothing else works': async (window, { workspace }) => {
      // The client of the protocol sees to the trace, and we to the path.
      set(workspace, { 'aiolint.path': '/nowhere/aiolint', 'aiolint.trace.server': 'verbose' });
      await window.notified('/nowhere/aiolint');
      await window.problem(false, SCALED);
      await window.open('dataflows/flows.yaml');
      await window.run('aiolint: Fix All in File');
      await window.notified('it does not run');
      await window.answer('aiolint: Open Rule Documentation', 'event-grid-host-port');
      await within(window, 'body', 'There is no answer about event-grid-host-port');
      await window.run('aiolint: Show Data Flows');
      await within(window, 'p', 'There is no answer now');
    },

    'another one is run then, and what is open is told': async (window, { workspace }) => {
      set(workspace, {});
      await window.problem(true, SCALED);
      await within(window, 'svg text', 'telemetry-to-cloud');
      await window.page.click('.tab:has-text("Preview event-grid-host-port")');
      await within(window, 'h1', 'AIO211');
    },

    'a server that ends and then fails to start is told of once': async (window, { workspace, program }) => {
      const path = wrapped(workspace, program, '[ "$1" = lsp ] && [ -e "$0.broken" ] && exit 1');
      set(workspace, { 'aiolint.path': path });
      await window.sees('this server', async () => servers(program).length === 1);
      await window.problem(true, SCALED);
      writeFileSync(`${path}.broken`, '');
      process.kill(servers(program)[0], 'SIGKILL');
      await window.notified("wrapped can't be used as a language server");
      await window.open('dataflows/flows.yaml');
      await window.page.hover('[id="status.languageStatus"]');
      await window.page.waitForSelector('.hover-language-status:has-text("wrapped can\'t be used")');
      await window.page.mouse.move(600, 300);
      rmSync(`${path}.broken`);
      await window.run('aiolint: Restart Server');
      await window.problem(true, SCALED);
    },

    'a program that never answers is given up, and ended': async (window, { workspace, program }) => {
      const waiting = () => processes((line) => line.includes('sleep 98765'));
      wrapped(workspace, program, '[ "$1" = lsp ] && sleep 98765');
      set(workspace, { 'aiolint.path': './wrapped' });
      await window.notified('not a full path');
      set(workspace, { 'aiolint.path': '${workspaceFolder}/wrapped' });
      await window.sees('a program that waits', async () => waiting().length === 1, waiting);
      await window.notified('no answer within 30 seconds');
      await window.sees('no program that waits', async () => waiting().length === 0, waiting);
      set(workspace, {});
      await window.problem(true, SCALED);
    },
  },
};

/** The processes of servers whose program is in this folder, or is this. */
function servers(path) {
  return processes((line) => line.includes(path) && line.includes('aiolint lsp'));
}

/** The processes whose command line is one of these. */
function processes(is) {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return all.filter(is).map((line) => parseInt(line, 10));
}
