// What an uploaded file may be called. The name is shown to others and offered to their disks, so it holds no folder, nothing
// that hides or turns what is beside it, and nothing that a file system reads in a way of its own.

const mostCharacters = 120;
// Control and format characters (bidirectional overrides among them: photo[RLO]gpj.exe reads photoexe.jpg), lone surrogates, and
// what Windows refuses in names.
const misleading = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu;
const longEnding = /\.[\p{L}\p{N}]{1,10}$/u;

/** Never empty; `file` stands in for a name of which nothing is left. */
export function cleanFileName(given: string): string {
  const last = given.slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
  const clean = last
    .normalize('NFC')
    .replace(misleading, '')
    .replace(/\s+/gu, ' ')
    // A hidden file on one system, a name that cannot be made on another.
    .replace(/^[. ]+|[. ]+$/g, '');
  return shorten(clean) || 'file';
}

/** Keeps the ending, by which people and their machines tell what it is. */
function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= mostCharacters) return name;
  const ending = longEnding.exec(name)?.[0] ?? '';
  return characters.slice(0, mostCharacters - Array.from(ending).length).join('') + ending;
}
