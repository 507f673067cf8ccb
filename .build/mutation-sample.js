import { createHash } from 'node:crypto'
import process from 'node:process'
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

const [, part, parts] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(process.env.KEYWARD_MUTATION_SAMPLE ?? '1/1') ?? []
if (!part || !parts || Number(part) > Number(parts))
  throw new TypeError('KEYWARD_MUTATION_SAMPLE is of the form 1/10: the first of ten samples')

const isUnit = /^(?!Block|TS|Import|Export)\w*Statement$|^(VariableDeclaration|ObjectProperty)$/

/**
 * Puts each statement, as a whole, into one of so many samples, by where it stands, and leaves alone what is outside of the sample that is
 * asked for. A statement that holds the body of a function, such as the return of a service, is in each of them, and its own statements are
 * put into one.
 */
function shouldIgnore({ node }) {
  if (!isUnit.test(node.type) || holdsBody(node)) return undefined
  const { start, end } = node.loc
  const place = [start.line, start.column, end.line, end.column].join(':')
  const sample = createHash('sha256').update(place).digest().readUInt32BE() % Number(parts)
  return sample + 1 === Number(part) ? undefined : 'outside of the sample'
}

function holdsBody(node) {
  if (Array.isArray(node)) return node.some(holdsBody)
  if (typeof node?.type !== 'string') return false
  if (/Function|Method/.test(node.type) && node.body?.type === 'BlockStatement') return true
  return Object.entries(node).some(([key, value]) => !/omments$/.test(key) && holdsBody(value))
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sample', { shouldIgnore })]
