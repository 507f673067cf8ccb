import { parseArgs } from 'node:util'
import { asMarkdown } from '../bench/table.js'
import type { Fuzzed } from './fuzz.js'
import { fuzz } from './fuzz.js'
import { parsers } from './parsers.js'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { inputs: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '3600' } },
})

/** `npm run test:fuzz`, or `npm run test:fuzz -- cookie address` for the parsers whose names hold one of these. */
async function main(): Promise<void> {
  const limits = { inputs: Number(flags.inputs), seconds: Number(flags.seconds) }
  const wanted = parsers.filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  )
  if (wanted.length === 0) throw new TypeError('there is no such parser')
  const all: Fuzzed[] = []
  for (const parser of wanted) {
    const found = await fuzz(parser, limits)
    all.push(found)
    console.log(rowOf(found).join(' · '))
    for (const { input, error } of found.crashes) console.log(shown(input), shown(String(error)))
    if (found.slowest.ms > mostMs) console.log('slow:', shown(found.slowest.input))
  }
  const columns = ['', 'inputs', 'led to new code', 'crashes', 'slowest, ms']
  console.log(asMarkdown({ title: 'Fuzzed', note: '', columns, rows: all.map(rowOf) }))
  const isWrong = all.some(({ crashes, slowest }) => crashes.length > 0 || slowest.ms > mostMs)
  process.exit(isWrong ? 1 : 0)
}

const mostMs = 20

/** The most of a text that is worth a line. */
function shown(text: string): string {
  return `${JSON.stringify(text.slice(0, 1000))} (${String(text.length)})`
}

function rowOf({ name, inputs, kept, crashes, slowest }: Fuzzed): readonly string[] {
  const counts = [inputs, kept, crashes.length].map((count) => count.toLocaleString('en'))
  return [name, ...counts, slowest.ms.toFixed(2)]
}

await main()
