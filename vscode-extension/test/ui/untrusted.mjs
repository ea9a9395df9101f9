// What the extension does where nobody has said that the workspace is trusted, and after somebody has.

import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The settings of a user for the machine that the extension runs on; which program to run is one of them. */
const MACHINE = 'data/Machine/settings.json';
const OWN = 'profiles of this team have two instances at most';

/** A workspace that names a program of its own, which leaves a trace, and that brings a rule. */
function prepare({ workspace, home, program }) {
  mkdirSync(dirname(join(home, MACHINE)), { recursive: true });
  writeFileSync(join(home, MACHINE), '{}');
  const write = (file, text) => {
    mkdirSync(join(workspace, file, '..'), { recursive: true });
    writeFileSync(join(workspace, file), text);
  };
  write('.vscode/settings.json', JSON.stringify({ 'aiolint.path': '${workspaceFolder}/tools/aiolint' }));
  write('tools/aiolint', `#!/bin/sh\n: > "${workspace}/tools/was-run"\nexec "${program}" "$@"\n`);
  chmodSync(join(workspace, 'tools/aiolint'), 0o755);
  write('.aiolint.yaml', 'rule-folders: [own]\n');
  write('own/profile-too-large.md', RULE);
}

const RULE = `---
id: ORG001
select: DataflowProfile
checks:
  - severity: warning
    when: |
      has(spec.instanceCount)
    require: |
      spec.instanceCount <= 2
    at: spec.instanceCount
    message: ${OWN}
    help: split the profile
source: the team's handbook
since: "2026"
---
A profile has at most two instances.

More do not fit.

\`\`\`yaml bad
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowProfile
metadata:
  name: large
spec:
  instanceCount: 9
#                ^ two instances
\`\`\`

\`\`\`yaml good
apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowProfile
metadata:
  name: small
spec:
  instanceCount: 2
\`\`\`
`;

export const untrusted = {
  prepare,
  checks: {
    'Restricted Mode: the program that comes with the extension finds what it finds': async (window) => {
      await window.page.waitForSelector('.statusbar-item:has-text("Restricted Mode")');
      await window.open('dataflows/profiles.yaml');
      await window.problem(true, 'MQTT reaches Event Grid on port 8883 only');
    },

    "neither the workspace's program has been run nor its rule": async (window, { workspace }) => {
      if (existsSync(join(workspace, 'tools/was-run'))) {
        throw new Error('the program that the workspace names has been run');
      }
      await window.problem(false, OWN);
      await window.shot('restricted');
    },

    "a path of the user's own that leads into the workspace is refused": async (window, { workspace, home }) => {
      writeFileSync(join(home, MACHINE), JSON.stringify({ 'aiolint.path': '${workspaceFolder}/tools/aiolint' }));
      await window.notified('the workspace is not trusted');
      writeFileSync(join(home, MACHINE), '{}');
      await window.problem(true, 'MQTT reaches Event Grid on port 8883 only');
      if (existsSync(join(workspace, 'tools/was-run'))) {
        throw new Error('the program in the workspace has been run');
      }
    },

    'once it is trusted, both are': async (window, { workspace }) => {
      await window.page.click('.statusbar-item:has-text("Restricted Mode")');
      await window.page.click('.workspace-trust-editor .monaco-button:text-is("Trust")');
      await window.page.waitForSelector('.statusbar-item:has-text("Restricted Mode")', { state: 'hidden' });
      // The page about trust covers newer windows.
      await window.page.keyboard.press('Escape');
      await window.sees('a trace of the program', async () => existsSync(join(workspace, 'tools/was-run')));
      await window.problem(true, OWN);
    },
  },
};
