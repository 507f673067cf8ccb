#!/usr/bin/env node
import { run } from './run.js'
import { terminalOf } from './terminal.js'

/** The command `keyward`: reads its words, and ends with the exit code of what it did. */
const interrupted = new AbortController()
// The first Ctrl-C asks the command to end what it has begun; the second one ends the process.
process.once('SIGINT', () => {
  interrupted.abort()
})

void run({
  words: process.argv.slice(2),
  folder: process.cwd(),
  terminal: terminalOf({ input: process.stdin, output: process.stdout, errors: process.stderr }),
  signal: interrupted.signal,
}).then((code) => {
  process.exitCode = code
})
