// Runs the checks of one workspace in one VS Code, each by its name. `cargo xtask editors` starts all that this needs.
//
//   node run.mjs --checks trusted|untrusted --base URL --workspace FOLDER --home FOLDER --program FILE --shots FOLDER

import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { trusted } from './trusted.mjs';
import { untrusted } from './untrusted.mjs';
import { PATIENCE, SIZE, Window } from './window.mjs';

/** After so many the rest is not tried. */
const MOST_FAILURES = Number(process.env.MOST_FAILURES ?? 2);

const words = ['checks', 'base', 'workspace', 'home', 'program', 'shots'];
const { values } = parseArgs({ options: Object.fromEntries(words.map((word) => [word, { type: 'string' }])) });
const { prepare, checks } = { trusted, untrusted }[values.checks];

mkdirSync(values.shots, { recursive: true });
prepare?.(values);
await answers(`${values.base}/healthz`);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: SIZE });
page.setDefaultTimeout(PATIENCE);
const window = new Window(page, values.base, values.workspace, values.shots);
let failures = 0;
for (const [name, check] of [['the window opens', () => window.load()], ...Object.entries(checks)]) {
  const start = Date.now();
  const failure = await check(window, values).then(() => undefined, (error) => error);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`    ${failure === undefined ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (failure !== undefined) {
    console.log(failure.stack);
    await window.shot(`failure-${++failures}`);
    process.exitCode = 1;
    // What follows may only fail because of what this left.
    if (failures === MOST_FAILURES) {
      break;
    }
  }
}
await browser.close();

async function answers(url) {
  const end = Date.now() + PATIENCE;
  while (!(await fetch(url).then((response) => response.ok, () => false))) {
    if (Date.now() > end) {
      throw new Error(`${url} does not answer`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
