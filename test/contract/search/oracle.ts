// What a search should find, worked out without an index and without the code that is tried: the whole text folded at once,
// split where scripts change, and compared piece by piece.

const unspaced =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{Extended_Pictographic}]/u;
const letter = /^[\p{L}\p{N}]/u;

/** Runs of one kind: letters and digits, or characters of scripts without spaces. */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  let kind = '';
  for (const character of plain(text)) {
    const now = kindOf(character);
    if (now !== '' && now === kind) found.push(`${found.pop()}${character}`);
    else if (now !== '') found.push(character);
    kind = now;
  }
  return found;
}

export function plain(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().normalize('NFD');
  return lower
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll('ß', 'ss')
    .normalize('NFKC');
}

/** Whether a message that says this is found by this query. */
export function shouldFind(text: string, query: string): boolean {
  const wanted = pieces(query);
  const said = pieces(text);
  const isOpen = /[\p{L}\p{N}]$/u.test(plain(query));
  return wanted.every((one, i) => {
    if (kindOf(one) === 'character') return said.some((piece) => piece.includes(one));
    const isUnfinished = isOpen && i === wanted.length - 1 && one.length >= 3;
    return said.some((piece) =>
      isUnfinished ? piece.startsWith(one) && kindOf(piece) === 'word' : piece === one,
    );
  });
}

/** Of the first character. */
function kindOf(piece: string): 'character' | 'word' | '' {
  if (unspaced.test(piece)) return 'character';
  return letter.test(piece) ? 'word' : '';
}
