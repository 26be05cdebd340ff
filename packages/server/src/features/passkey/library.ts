/**
 * Loaded when the first passkey is: it takes some 150 ms and 20 MB, which most starts of a server never need.
 * One of its parts needs reflect-metadata loaded before it, and in one file it is not, unless that is said here.
 */
export async function webauthn() {
  await import('reflect-metadata');
  return await import('@simplewebauthn/server');
}
