// What package.json promises VS Code.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

test('files whose names are a choice are looked for as such', () => {
  const events = manifest.activationEvents.filter((event) => event.startsWith('workspaceContains:'));
  assert.ok(events.length > 0);
  for (const event of events) {
    // Without `*` or `?` VS Code looks for a file of exactly this name.
    assert.ok(/[*?]/.test(event) || !/[{}[\]]/.test(event), event);
  }
});

test('the README has each setting with its default', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
  assert.ok(settings.length > 0);
  for (const [name, { default: usual }] of settings) {
    const said = usual === '' ? 'empty' : `\`${usual}\``;
    assert.ok(readme.includes(`| \`${name}\` | ${said} |`), `${name}: ${said}`);
  }
});
