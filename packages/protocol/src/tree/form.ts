// The binary form of a tree of plain data and of its changes: what the writer (server) and the reader (client) agree on.
//
//   whole := count key* value            the dictionary of keys so far, then everything
//   patch := (node op* END)*             nodes by the number they got when they were told; node 0 holds the root in slot 0
//   op    := DELETE slot | KEY key value | RESIZE length | (SET + slot) value
//   key   := 0 text | number             a text that is new is learnt and gets the next number, from 1, while there are few
//   value := integer - SMALL in one byte, or a tag of the table and what belongs to it; OBJECT and ARRAY give a node its number
//
// Numbers, lengths and slots are varints. Slots are places in an array, or in the list of an object's keys, in which they
// were told; a deleted key closes up. Numbers of nodes that are gone are given again.

/** A tree: what JSON can say. `undefined` is told as null. */
export type Plain =
  string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

export const op = { end: 0, delete: 1, key: 2, resize: 3, set: 4 } as const;

/** Integers from -32 to 159 are their own tag. */
export const small = 32;
export const tag = {
  null: 0xc0,
  false: 0xc1,
  true: 0xc2,
  integer: 0xc3,
  float: 0xc4,
  double: 0xc5,
  text: 0xc6,
  object: 0xc7,
  array: 0xc8,
} as const;

/** Keys beyond these are told as text each time, so that ids as keys do not fill the dictionary. */
export const mostKeys = 127;
export const mostDepth = 32;
