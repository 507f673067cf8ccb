import assert from 'node:assert/strict'
import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Response } from 'supertest'
import { wholeDocument } from '../reference/openapi.js'

/** What is read of an operation of the document. */
interface Documented {
  readonly responses: Readonly<Record<string, { readonly $ref?: string } | undefined>>
}

interface Answered {
  readonly content?: Readonly<Record<string, unknown>>
}

/** A request that was answered; `path` is below the mount. */
interface Asked {
  readonly method: string
  readonly path: string
}

const document = JSON.parse(JSON.stringify(wholeDocument)) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>
  readonly components: { readonly responses: Readonly<Record<string, Answered>> }
}

const root = 'https://keyward.test/openapi.json'
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
formats.default(ajv)
// What stands at the top of the document is no schema.
ajv.addVocabulary(Object.keys(document))
ajv.addSchema(document, root)

/** A path without parameters comes before one that would take it as well. */
const paths = Object.keys(document.paths)
  .toSorted((a, b) => a.split('{').length - b.split('{').length)
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }))

/** Fails where an answer of keyward's is not what the OpenAPI document says of the operation: another status, form or body. */
export function assertDocumented(response: Response, { method, path: asked }: Asked): void {
  const path = pathOf(asked)
  // A HEAD is answered as a GET, without its body.
  const name = method === 'head' ? 'get' : method
  const operation = path === undefined ? undefined : document.paths[path]?.[name]
  if (path === undefined || operation === undefined) return
  const where = `the answer to ${name} ${path}`
  const status = String(response.status)
  const listed = operation.responses[status]
  assert.ok(
    listed,
    `${where} is a ${status}, which its document does not know; a refusal belongs to the route’s \`refusals\`: ${response.text}`,
  )
  const pointer = listed.$ref ?? `#${['paths', path, name, 'responses', status].map(step).join('')}`
  const answer = listed.$ref === undefined ? (listed as Answered) : referredTo(listed.$ref)
  if (method === 'head') return
  const [type = ''] = String(response.headers['content-type'] ?? '').split(';')
  if (!answer.content) return assert.equal(response.text, '', `${where} has a body`)
  assert.ok(type in answer.content, `${where} (${status}) is ${type}`)
  if (!/[/+]json$/.test(type)) return
  const valid = validator(`${root}${pointer}/content${step(type)}/schema`)
  assert.ok(valid(response.body), `${where} (${status}): ${ajv.errorsText(valid.errors)}: ${response.text}`)
}

function pathOf(asked: string): string | undefined {
  const [bare = ''] = asked.split('?')
  return paths.find(({ pattern }) => pattern.test(bare))?.path
}

function referredTo(ref: string): Answered {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  const found = document.components.responses[name]
  assert.ok(found, ref)
  return found
}

function validator(pointer: string): ValidateFunction {
  const found = ajv.getSchema(pointer)
  assert.ok(found, pointer)
  return found
}

/** A step of a JSON pointer in a URI (RFC 6901, section 6). */
function step(name: string): string {
  return `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`
}
