import { base64url } from '../support/authenticator.js'
import type { ClientData, CredentialJson, Tamper } from '../support/authenticator.js'
import { origin } from '../support/security-keys.js'

/** What to change in an answer, and what that is. */
export type Case = readonly [name: string, tamper: Tamper]

/** Changes of what the browser says it was asked, which both kinds of answer hold. They are signed. */
export function clientDataCases(otherType: string): readonly Case[] {
  const changed = (name: string, by: object): Case => [name, { clientData: (data) => ({ ...data, ...by }) }]
  const replaced = (name: string, by: (data: ClientData) => string): Case => [name, { clientData: by }]
  const without = (member: keyof ClientData): Case => [
    `no ${member}`,
    { clientData: ({ [member]: _, ...rest }) => rest },
  ]
  return [
    changed('a challenge of another ceremony', { challenge: base64url(Buffer.alloc(32, 7)) }),
    changed('an empty challenge', { challenge: '' }),
    changed('a challenge that is a number', { challenge: 1 }),
    changed('a challenge that is a list', { challenge: ['A'] }),
    ['a challenge with padding', { clientData: (data) => ({ ...data, challenge: `${data.challenge}=` }) }],
    [
      'a challenge in another case',
      { clientData: (data) => ({ ...data, challenge: data.challenge.toLowerCase() }) },
    ],
    ['a challenge cut off', { clientData: (data) => ({ ...data, challenge: data.challenge.slice(0, 20) }) }],
    without('challenge'),
    changed('another origin', { origin: 'https://example.org' }),
    changed('a neighbour below the same domain', { origin: 'https://evil.example.com' }),
    changed('the parent domain', { origin: 'https://example.com' }),
    changed('an origin that ends alike', { origin: 'https://evilapp.example.com' }),
    changed('an origin that begins alike', { origin: `${origin}.evil.example` }),
    changed('plain http', { origin: 'http://app.example.com' }),
    changed('another port', { origin: `${origin}:8443` }),
    changed('an origin with a path', { origin: `${origin}/` }),
    changed('an origin in capitals', { origin: origin.toUpperCase() }),
    changed('a list of origins', { origin: [origin] }),
    changed('the origin null', { origin: 'null' }),
    changed('an app in the place of a page', { origin: 'android:apk-key-hash:abc' }),
    without('origin'),
    changed('the type of the other ceremony', { type: otherType }),
    changed('the type of a payment', { type: 'payment.get' }),
    changed('a list of types', { type: ['webauthn.create', 'webauthn.get'] }),
    without('type'),
    changed('a frame of another origin', { crossOrigin: true }),
    changed('a frame of another origin below our own', { crossOrigin: true, topOrigin: origin }),
    changed('a frame below a foreign page', { crossOrigin: true, topOrigin: 'https://evil.example' }),
    changed('a foreign page on top, without a frame', { topOrigin: 'https://evil.example' }),
    changed('crossOrigin as a text', { crossOrigin: 'false' }),
    changed('crossOrigin null', { crossOrigin: null }),
    changed('a token binding that is none', { tokenBinding: { status: 'junk' } }),
    replaced('client data cut off', (data) => JSON.stringify(data).slice(0, -1)),
    replaced('client data with more behind', (data) => `${JSON.stringify(data)}{}`),
    replaced('client data after a byte order mark', (data) => `\ufeff${JSON.stringify(data)}`),
    replaced('client data in a list', (data) => JSON.stringify([data])),
    replaced('client data that is null', () => 'null'),
    replaced('client data that is a text', (data) => JSON.stringify(JSON.stringify(data))),
    replaced('client data that is empty', () => ''),
    replaced('a second challenge behind the first', (data) =>
      JSON.stringify(data).replace(/}$/, ',"challenge":"AAAA"}'),
    ),
    replaced('a second origin behind the first', (data) =>
      JSON.stringify(data).replace(/}$/, ',"origin":"https://evil.example"}'),
    ),
    replaced('an origin by way of the prototype', ({ origin: _, ...rest }) =>
      JSON.stringify(rest).replace(/}$/, `,"__proto__":{"origin":"${origin}"}}`),
    ),
    changed('client data over 4 KiB', { padding: 'x'.repeat(4096) }),
  ]
}

/** Changes of the JSON around what is signed, which both kinds of answer hold. */
export function jsonCases(): readonly Case[] {
  const top = (name: string, by: object): Case => [name, { json: (json) => ({ ...json, ...by }) }]
  const inner = (name: string, by: object): Case => [
    name,
    { json: (json) => ({ ...json, response: { ...json.response, ...by } }) },
  ]
  const renamed = (name: string, rename: (id: string) => unknown): Case => [
    name,
    { json: (json) => ({ ...json, id: rename(json.id), rawId: rename(json.id) }) },
  ]
  const all = (name: string, value: unknown): Case => [name, { json: () => value }]
  return [
    all('null', null),
    all('nothing', undefined),
    all('a number', 1),
    all('a text', 'public-key'),
    all('a list', []),
    all('an empty object', {}),
    ['the whole in a list', { json: (json) => [json] }],
    ['the whole as a text', { json: (json) => JSON.stringify(json) }],
    ['the whole as a prototype', { json: (json) => JSON.parse(`{"__proto__":${JSON.stringify(json)}}`) }],
    top('no response', { response: undefined }),
    top('a response that is null', { response: null }),
    top('a response that is a text', { response: 'x' }),
    top('no type', { type: undefined }),
    top('a password', { type: 'password' }),
    top('no id', { id: undefined }),
    top('no rawId', { rawId: undefined }),
    top('another rawId', { rawId: 'AAAA' }),
    top('another id', { id: 'AAAA' }),
    renamed('another id and rawId', () => 'AAAA'),
    renamed('an id that is empty', () => ''),
    renamed('an id that is a number', () => 1),
    renamed('an id in a list', (id) => [id]),
    renamed('an id with padding', (id) => `${id}=`),
    renamed('an id with a space', (id) => `${id} `),
    renamed('an id over 1023 bytes', () => base64url(Buffer.alloc(1024, 1))),
    renamed('an id of a megabyte', () => 'A'.repeat(1 << 20)),
    renamed('a second spelling of the id', secondSpelling),
    inner('no client data', { clientDataJSON: undefined }),
    inner('client data that is a number', { clientDataJSON: 1 }),
    inner('client data that is an object', { clientDataJSON: {} }),
    inner('client data that is no base64url', { clientDataJSON: '{"type":"webauthn.get"}' }),
    inner('client data of other bytes', { clientDataJSON: base64url(Buffer.from([0xff, 0xfe, 0x00])) }),
  ]
}

/** A 32-byte id in base64url ends with two bits that stand for nothing. */
function secondSpelling(id: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return id.slice(0, -1) + (letters[letters.indexOf(id.slice(-1)) + 1] ?? '')
}

/** The members of `response` that an answer is sent without, or with other values. */
export function responseCases(member: string): readonly Case[] {
  const inner = (name: string, change: (value: unknown) => unknown): Case => [
    `${member}: ${name}`,
    {
      json: (json: CredentialJson) => ({
        ...json,
        response: { ...json.response, [member]: change(json.response[member]) },
      }),
    },
  ]
  return [
    inner('none', () => undefined),
    inner('null', () => null),
    inner('empty', () => ''),
    inner('a number', () => 1),
    inner('a list', (value) => [value]),
    inner('an object', (value) => ({ value })),
    inner('padded', (value) => `${String(value)}=`),
    inner('cut to its half', (value) => String(value).slice(0, String(value).length >> 1)),
    inner('no base64url', () => '***'),
    inner('other bytes', () => base64url(Buffer.alloc(100, 0xff))),
    inner('a megabyte', () => 'A'.repeat(1 << 20)),
  ]
}
