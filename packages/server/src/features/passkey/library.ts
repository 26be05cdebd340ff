/** Loaded when the first passkey is: it takes some 150 ms and 20 MB, which most starts of a server never need. */
export const webauthn = () => import('@simplewebauthn/server');
