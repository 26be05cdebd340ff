// A word filter: rude words become stars, advertising is refused.
import { defineHooks, Refusal } from '@hubbub/server';

const rude = /\b(darn|heck)\b/gi;
const advertising = /\bbuy now\b/i;

export default defineHooks({
  before: {
    send({ text }) {
      if (advertising.test(text)) throw new Refusal('No advertising here, please.');
      return { text: text.replaceAll(rude, (word) => '*'.repeat(word.length)) };
    },
  },
});
