// What is shown in views of their own.

/** The text of the hover at the cursor. */
export async function hover(window) {
  const shown = '.monaco-hover:not(.hidden) .monaco-hover-content';
  if ((await window.page.$$(shown)).length === 0) {
    await window.run('Show or Focus Hover');
    await window.page.waitForTimeout(200);
  }
  return (await window.texts(shown)).join('\n');
}

/** Waits for an element with a text in it, in one of the web views; gives the frame that it is in. */
export async function within(window, selector, text) {
  const found = async () => {
    for (const frame of window.page.frames().slice(1)) {
      const texts = await frame.$$eval(selector, (items) => items.map((item) => item.textContent)).catch(() => []);
      if (texts.some((found) => found.includes(text))) {
        return frame;
      }
    }
    return undefined;
  };
  await window.sees(`a view with \`${text}\``, async () => (await found()) !== undefined);
  return found();
}
