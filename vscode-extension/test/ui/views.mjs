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

/** Waits for a picture with a text in it, in a web view that can't run scripts. */
export async function picture(window, text) {
  const found = async () => {
    for (const frame of window.page.frames()) {
      const texts = await frame.$$eval('svg text', (texts) => texts.map((text) => text.textContent)).catch(() => []);
      if (texts.some((found) => found.includes(text))) {
        return frame;
      }
    }
    return undefined;
  };
  await window.sees(`a picture with ${text}`, async () => (await found()) !== undefined);
  const policy = await (await found()).$eval('meta[http-equiv]', (meta) => meta.content);
  if (!policy.startsWith("default-src 'none'") || policy.includes('script')) {
    throw new Error(`the view of the picture may do more than show it: ${policy}`);
  }
}
