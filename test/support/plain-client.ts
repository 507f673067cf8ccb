import type { Client } from '../../src/index.js'

/** A client on this machine that sends these headers, named in lower case, and no others. */
export function plainClient(
  headers: Readonly<Record<string, readonly string[]>> = {},
  method = 'GET',
): Client {
  return {
    method,
    ip: () => '127.0.0.1',
    socketAddress: () => '127.0.0.1',
    header: (name) => headers[name] ?? [],
  }
}
