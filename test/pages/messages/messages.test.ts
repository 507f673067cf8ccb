import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, it } from 'mocha'
import { eventTypes } from '../../../src/events.js'
import { eventTexts } from '../../../src/pages/messages/activity.js'
import { refusedTexts } from '../../../src/pages/messages/refused.js'
import { catalogue } from '../../../src/pages/messages/catalogue.js'
import { eventReasonTexts } from '../../../src/pages/messages/event-reasons.js'

interface Catalogue {
  readonly en: object
  readonly de: object
}

describe('the catalogue', () => {
  // Files of the folder that hold no texts of their own.
  const others = ['accept-language.ts', 'catalogue.ts', 'language.ts', 'own-messages.ts', 'voice.ts']
  const files = readdirSync('src/pages/messages', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !others.includes(file),
  )
  for (const file of files) {
    it(`says all of ${file} in both languages, with the same values in it`, async () => {
      const module = (await import(`../../../src/pages/messages/${file}`)) as Record<string, Catalogue>
      assert.ok(Object.keys(module).length > 0)
      for (const { en, de } of Object.values(module)) assert.deepEqual(shapeOf(de), shapeOf(en))
    })
  }

  it('holds every part by the name that it has in its file', async () => {
    const parts: Record<string, object> = {}
    for (const file of files) {
      const module = (await import(`../../../src/pages/messages/${file}`)) as Record<string, Catalogue>
      for (const [name, texts] of Object.entries(module)) parts[name.replace(/Texts$/, '')] = texts
    }
    assert.deepEqual(catalogue, parts)
  })

  it('says every event and every reason in words of their own, and none as a program would', () => {
    for (const { en, de } of [eventTexts, refusedTexts, eventReasonTexts]) {
      for (const texts of [en, de]) {
        const all = Object.values(texts)
        assert.deepEqual(
          all.filter((text) => text === '' || /[_<>]|\w\.\w|\b(?:HTTP|CSRF|JSON)\b/.test(text)),
          [],
        )
      }
    }
    for (const { en, de } of [eventTexts, refusedTexts]) {
      for (const texts of [en, de])
        assert.equal(new Set(Object.values(texts)).size, Object.keys(texts).length)
    }
    assert.deepEqual(Object.keys(eventTexts.en).sort(), [...eventTypes].sort())
  })
})

/** The names of all texts, each with the values that go into it. */
function shapeOf(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]: [string, unknown]) => {
      if (typeof text === 'object' && text !== null) return [name, shapeOf(text)]
      return [
        name,
        String(text)
          .match(/\{\w+\}/g)
          ?.sort() ?? [],
      ]
    }),
  )
}
