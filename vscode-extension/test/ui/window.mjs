// A window of VS Code in a browser: what a user does and sees. The selectors hold from VS Code 1.93 to 1.139.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long anything may take to show, in milliseconds: long, since machines that test are often busy. */
export const PATIENCE = Number(process.env.PATIENCE ?? 120_000);

/** How large the window is, in pixels. */
export const SIZE = { width: 1280, height: 800 };

const INPUT = '.quick-input-widget .quick-input-filter input';
const EXPLORER = '.explorer-folders-view .monaco-list-row';
const ACTIONS = '.action-widget .monaco-list-row.action';
const PROBLEMS = '.markers-panel .monaco-list-row';

export class Window {
  /** `workspace` and `shots` are folders. */
  constructor(page, base, workspace, shots) {
    Object.assign(this, { page, base, workspace, shots });
  }

  async load() {
    await this.page.goto(`${this.base}/?folder=${this.workspace}`, { waitUntil: 'domcontentloaded' });
    await this.page.waitForSelector(EXPLORER);
  }

  /** Runs a command of the palette. */
  run(command) {
    return this.input(`>${command}`);
  }

  /** Opens a file of the workspace and puts the cursor before the first place where `text` stands in it. */
  async open(file, text) {
    const name = file.split('/').at(-1);
    await this.input(`${join(this.workspace, file)}`);
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    if (text !== undefined) {
      await this.goTo(this.place(file, text));
    }
  }

  /** Line and column, from 1, of the first place where `text` stands in a file as it is on the disk. */
  place(file, text) {
    const before = this.text(file).split(text, 1)[0];
    if (before.length === this.text(file).length) {
      throw new Error(`\`${text}\` is not in ${file}`);
    }
    const lines = before.split('\n');
    return { line: lines.length, column: lines.at(-1).length + 1 };
  }

  async goTo({ line, column }) {
    await this.input(`:${line}:${column}`);
    await this.sees(`the cursor at ${line}:${column}`, async () => {
      const status = await this.texts('.statusbar-item');
      return status.some((text) => text === `Ln ${line}, Col ${column}`);
    });
  }

  /** Where the cursor is: the name of the file, line and column. */
  async cursor() {
    const [name] = await this.page.$$eval('.tab.active', (tabs) => tabs.map((tab) => tab.dataset.resourceName));
    const status = (await this.texts('.statusbar-item')).find((text) => text.startsWith('Ln '));
    return `${name} ${status}`;
  }

  text(file) {
    return readFileSync(join(this.workspace, file), 'utf8');
  }

  /** The rows of the table in the Problems panel: few enough that all are drawn. */
  async problems() {
    if ((await this.page.$$(PROBLEMS)).length === 0) {
      await this.run('Problems: Focus on Problems View');
    }
    return this.texts(PROBLEMS);
  }

  /** The titles of the actions that are offered at the cursor; the menu stays open. */
  async actions() {
    // The window asks once; where the document has just changed, there is no answer.
    await this.sees('a menu of actions', async () => {
      await this.page.keyboard.press('Control+.');
      const shown = this.page.waitForSelector(ACTIONS, { timeout: 5000 });
      return shown.then(() => true, () => false);
    });
    return this.texts(ACTIONS);
  }

  /** Chooses one of the actions that are offered at the cursor, by what its title contains. */
  async act(title) {
    const titles = await this.actions();
    const index = titles.findIndex((offered) => offered.includes(title));
    if (index < 0) {
      throw new Error(`no action contains \`${title}\`: ${JSON.stringify(titles)}`);
    }
    for (let step = 0; step < index; step++) {
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector(ACTIONS, { state: 'hidden' });
  }

  /** Saves the active file, and waits until the disk has what is wanted: a text or a pattern. */
  async save(file, wanted) {
    await this.page.keyboard.press('Control+S');
    const has = () => (typeof wanted === 'string' ? this.text(file).includes(wanted) : wanted.test(this.text(file)));
    await this.sees(`${wanted} in ${file}`, async () => has(), () => this.text(file));
  }

  async texts(selector) {
    const texts = await this.page.$$eval(selector, (items) => items.map((item) => item.textContent));
    return texts.map((text) => text.replaceAll('\u00a0', ' ').trim());
  }

  /** Waits until something is so; fails with what was asked for, and with what `state` says instead. */
  async sees(what, is, state = () => '') {
    const end = Date.now() + PATIENCE;
    while (!(await is())) {
      if (Date.now() > end) {
        throw new Error(`after ${PATIENCE / 1000} s there is not: ${what} ${JSON.stringify(await state())}`);
      }
      await this.page.waitForTimeout(50);
    }
  }

  /** Waits until a row of the Problems panel contains all of the texts, or until none does. */
  problem(there, ...texts) {
    const is = (row) => texts.every((text) => row.includes(text));
    const what = `${there ? 'a problem' : 'no problem'} with ${JSON.stringify(texts)}:`;
    return this.sees(what, async () => (await this.problems()).some(is) === there, () => this.problems());
  }

  /** The notifications that are shown. */
  notifications() {
    return this.texts('.notification-toast .notification-list-item-message');
  }

  /** Waits until a notification contains a text, and fails if there is another one beside it. */
  async notified(text) {
    const is = async () => (await this.notifications()).some((shown) => shown.includes(text));
    await this.sees(`a notification with \`${text}\``, is, () => this.notifications());
    // Others might come a moment later.
    await this.page.waitForTimeout(1000);
    const all = await this.notifications();
    if (all.length !== 1) {
      throw new Error(`more than one notification: ${JSON.stringify(all)}`);
    }
    await this.run('Notifications: Clear All Notifications');
  }

  /** Keeps a picture of the window, or of a part of it. What moves is given time to stand still. */
  async shot(name, part = 'body') {
    await this.page.waitForTimeout(400);
    await this.page.locator(part).screenshot({ path: join(this.shots, `${name}.png`) });
  }

  /** Writes into the one line at the top of the window, and takes the first that it offers. */
  async input(text) {
    await this.offer(text);
    // What is offered may have just become something else: then nothing is taken yet.
    for (const end = Date.now() + PATIENCE; await this.page.isVisible(INPUT); ) {
      if (Date.now() > end) {
        throw new Error(`nothing is offered for \`${text}\``);
      }
      await this.page.keyboard.press('Enter');
      await this.page.waitForSelector(INPUT, { state: 'hidden', timeout: 5000 }).catch(() => undefined);
    }
  }

  /** Runs a command that asks for one line, and answers with a text. */
  async answer(command, text) {
    await this.offer(`>${command}`);
    await this.page.keyboard.press('Enter');
    const line = '.quick-input-widget .quick-input-message:has-text("Enter")';
    await this.page.waitForSelector(line, { state: 'visible' });
    await this.page.fill(INPUT, text);
    await this.page.keyboard.press('Enter');
  }

  /** Writes into the one line at the top of the window, and waits for what it offers. */
  async offer(text) {
    // Just after loading the window may not listen yet.
    for (let attempt = 0; attempt < 10; attempt++) {
      await this.page.keyboard.press('F1');
      const shown = this.page.waitForSelector(INPUT, { state: 'visible', timeout: 1500 });
      if (await shown.then(() => true, () => false)) {
        break;
      }
    }
    await this.page.fill(INPUT, text);
    await this.page.waitForSelector('.quick-input-list .monaco-list-row');
    await this.page.waitForTimeout(300);
  }
}
