import { expect, test } from 'bun:test';
import { openBrowser } from './browser.ts';

test('a page runs its script', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<p>hello</p><script>document.title = navigator.language</script>');
    expect(await page.textContent('p')).toBe('hello');
    expect(await page.title()).not.toBe('');
  } finally {
    await browser.close();
  }
});
