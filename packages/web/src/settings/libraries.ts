// What others wrote of what runs in the browser, and their licences; a test compares it with what is installed.
export const libraries: Readonly<Record<string, string>> = {
  react: 'MIT',
  'react-dom': 'MIT',
  wouter: 'Unlicense',
  zustand: 'MIT',
  '@tanstack/react-virtual': 'MIT',
  'emojibase-data': 'MIT',
  '@bufbuild/protobuf': 'Apache-2.0 AND BSD-3-Clause',
  qr: 'MIT OR Apache-2.0',
};
