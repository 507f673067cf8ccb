import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, it } from 'mocha'

/** What of a module that could open a connection, or start a program, is used where. */
const known = [
  'src/address.ts: isIPv4, isIPv6 of node:net',
  'src/api-client/send.ts: fetch',
  'src/cidr.ts: BlockList, isIP of node:net',
  'src/cli/doctor/ask.ts: fetch',
  'src/cli/doctor/sqlite.ts: execFileSync of node:child_process',
  'src/cli/doctor/sshd.ts: execFile of node:child_process',
  'src/cli/init/app-folder.ts: spawnSync of node:child_process',
  'src/http/problem.ts: STATUS_CODES of node:http',
  'src/origins.ts: isIP of node:net',
  // Text that a page shows.
  'src/pages/elements/code-examples.ts: fetch',
  'src/sign-in/throttle.ts: isIPv6 of node:net',
  // Listens on a socket of the file system, for one login.
  'src/ssh/agent/socket.ts: createServer of node:net',
]

const imported =
  /^import (?!type )\{? ?([^}\n]*?) ?\}? from '(node:(?:child_process|cluster|dgram|dns|dns\/promises|http|http2|https|inspector|net|tls))'/gm
const called =
  /(?<![\w.])(fetch)\(|new (WebSocket|EventSource)\(|\b(?:import|require)\('(node:(?:child_process|dgram|dns|http|http2|https|net|tls))'\)/g

describe('keyward’s code', () => {
  it('SSRF, command injection: connects to nobody and starts nothing, but for the command that an operator types and the client of programs', () => {
    const sources = ['src', 'adapters', 'entities'].flatMap(sourcesIn)
    assert.ok(sources.length > 400)
    assert.deepEqual(
      sources.flatMap(([path, text]) => reachesOf(path, text)),
      known,
    )
  })

  it('would be found to connect, whichever way it did', () => {
    const text = [
      "import https from 'node:https'",
      "import { connect, type Socket } from 'node:tls'",
      "import type { Server } from 'node:net'",
      "const { lookup } = await import('node:dns')",
      "import dgram = require('node:dgram')",
      'const answer = await fetch(url)',
      'const other = new WebSocket(url)',
      'await options.fetch(url)',
    ].join('\n')
    assert.deepEqual(reachesOf('a.ts', text), [
      'a.ts: https of node:https',
      'a.ts: connect, type Socket of node:tls',
      'a.ts: node:dns',
      'a.ts: node:dgram',
      'a.ts: fetch',
      'a.ts: WebSocket',
    ])
  })
})

function sourcesIn(folder: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?ts$/.test(name))
    .toSorted()
    .map((name) => posix.join(folder, name))
    .map((path) => [path, readFileSync(path, 'utf8')] as const)
}

/** The means by which a source text reaches beyond its process. */
function reachesOf(path: string, text: string): readonly string[] {
  const means = [
    ...[...text.matchAll(imported)].map(([, names = '', module = '']) => `${names} of ${module}`),
    ...new Set([...text.matchAll(called)].map(([, ...names]) => names.find(Boolean) ?? '')),
  ]
  return means.map((name) => `${path}: ${name}`)
}
