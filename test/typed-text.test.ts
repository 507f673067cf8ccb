import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { auditFiles } from '../src/event-file.js'
import { orderlessJson, withoutOrders } from '../src/typed-text.js'
import { anEvent } from './contract/store/rows.js'

describe('a text that is shown on a terminal', () => {
  const hostile = 'a\u001B]0;x\u0007\u009B2J\u007F\u202Eb\u2028c'

  it('gives no orders, and keeps its lines', () => {
    assert.equal(withoutOrders(hostile), 'a\uFFFD]0;x\uFFFD\uFFFD2J\uFFFD\uFFFDb\uFFFDc')
    assert.equal(withoutOrders('a\tb\r\nc\nü 👩‍💻'), 'a\tb\r\nc\nü 👩‍💻')
    // A line that is written over by what follows a carriage return.
    assert.equal(withoutOrders('evil\rgood'), 'evil\uFFFDgood')
  })

  it('is read back from JSON as it was', () => {
    const text = orderlessJson({ [hostile]: hostile })
    assert.doesNotMatch(text, /[\p{Cc}\u202E\u2028]/u)
    assert.deepEqual(JSON.parse(text), { [hostile]: hostile })
  })

  it('gives none in a file of events either, such as by a User-Agent', () => {
    const event = anEvent({ userAgent: hostile })
    const [json, csv] = [auditFiles.ndjson.line(event), auditFiles.csv.line(event)]
    for (const line of [json, csv]) assert.doesNotMatch(line.trimEnd(), /[\p{Cc}\u202E\u2028]/u)
    assert.equal((JSON.parse(json) as { userAgent: string }).userAgent, hostile)
  })
})
