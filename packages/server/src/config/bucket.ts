/** https://KEY:SECRET@host/bucket, with what may follow (blob/s3.ts). */
export function isBucket(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, pathname } = new URL(address);
  return /^https?:$/.test(protocol) && username !== '' && password !== '' && pathname.length > 1;
}
