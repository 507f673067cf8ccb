import type { Command, Invocation } from '../command.js'
import { askAt } from '../doctor/ask.js'
import type { Family, Diagnosed } from '../doctor/check.js'
import { examined } from '../doctor/check.js'
import { configurationFindings } from '../doctor/configuration.js'

const signs = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const

/** `keyward doctor`. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Looks whether all is well, and says how to mend what is not.',
  options: { url: { type: 'string' } },
  about: {
    url: 'where the app’s router answers, such as https://app.example.com/auth: looks at proxy and cookies',
  },
  examples: ['doctor', 'doctor --url https://app.example.com/auth', 'doctor --json'],
  reason: 'none',
  async run(invocation) {
    // TypeORM is not loaded for commands that do without it.
    const { familiesOfMachine } = await import('../doctor/families.js')
    const ofMachine = await inTurn(familiesOfMachine(invocation.folder), invocation.signal)
    const checks = [...ofMachine, ...(await findingsOfApp(invocation))]
    const failed = checks.some(({ status }) => status === 'fault')
    return { text: textOf(checks), json: { checks }, failed }
  },
}

async function findingsOfApp({ open, options, signal }: Invocation): Promise<readonly Diagnosed[]> {
  const { familiesOfApp } = await import('../doctor/families.js')
  const { url } = options
  const asked = typeof url === 'string' ? { url, ask: askAt(url) } : null
  let families: readonly Family[]
  try {
    families = familiesOfApp(await open(), asked)
  } catch (error) {
    return configurationFindings(error)
  }
  return inTurn(families, signal)
}

/** One after the other: SQLite has one connection, and a pool may have one. */
async function inTurn(families: readonly Family[], signal: AbortSignal): Promise<readonly Diagnosed[]> {
  const all: Diagnosed[] = []
  for (const family of families) if (!signal.aborted) all.push(...(await examined(family)))
  return all
}

function textOf(checks: readonly Diagnosed[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length))
  const lines = checks.map(({ id, status, detail, mend }) => {
    const line = `${signs[status]}  ${id.padEnd(width)}  ${detail.replaceAll(/\s*\n\s*/g, ' ')}`
    return mend === '' ? line : `${line}. To mend it: ${mend}`
  })
  const count = (wanted: 'fault' | 'warning'): string => {
    const found = checks.filter(({ status }) => status === wanted).length
    return `${String(found)} ${wanted}${found === 1 ? '' : 's'}`
  }
  return [...lines, '', `${count('fault')}, ${count('warning')}.`].join('\n')
}
