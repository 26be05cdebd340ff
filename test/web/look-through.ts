// What became of a text in the document: nothing but what Markdown makes, and no address that is not allowed.

/** Runs in the page. */
export function lookThrough(text: Element): { bad: readonly string[]; links: number } {
  const allowed = 'DIV P A STRONG EM S CODE PRE BLOCKQUOTE UL OL LI SPAN'.split(' ');
  const bad: string[] = [];
  for (const element of [text, ...text.querySelectorAll('*')]) {
    if (!allowed.includes(element.tagName)) bad.push(element.outerHTML.slice(0, 200));
    for (const { name } of element.attributes) if (name.startsWith('on')) bad.push(name);
    const href = element.getAttribute('href');
    if (href && !/^(https?:\/\/|mailto:|\/contacts\/usr_)/.test(href)) bad.push(href);
  }
  return { bad, links: text.querySelectorAll('a').length };
}
