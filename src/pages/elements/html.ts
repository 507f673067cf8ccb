/** The key under which a piece of HTML holds its text. Only this file has it, so that nothing that was sent or stored passes for HTML. */
const markup: unique symbol = Symbol('markup')

/** A piece of HTML, which may be put into a page as it is. */
export interface Html {
  readonly [markup]: string
}

/** What may be put into a template; `null`, `undefined` and `false` show nothing. */
export type Value = string | number | Html | readonly Value[] | null | undefined | false

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

const special = /[&<>"'`]/
const everySpecial = new RegExp(special, 'g')

/** Where a value stands: as text, in a quoted attribute, or among the attributes of a tag, where only markup may. */
type Place = 'text' | 'quoted' | 'tag'

/** A template as it was written, once it has been looked at. */
interface Template {
  readonly strings: readonly string[]
  readonly places: readonly Place[]
}
/** By the strings that the language hands over: they are the same object each time that a template is used. */
const templates = new WeakMap<TemplateStringsArray, Template>()

/** Makes a piece of a page. Values are escaped so that they are safe both as text and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const { strings: fixed, places } = templates.get(strings) ?? templateOf(strings)
  let text = fixed[0] ?? ''
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (places[i] === 'tag' && (typeof value === 'string' || typeof value === 'number')) {
      throw new TypeError('text may not stand among the attributes of a tag')
    }
    text += render(value) + (fixed[i + 1] ?? '')
  }
  return { [markup]: text }
}

/** Takes an SVG image that this program drew itself as HTML: the one thing that is not escaped. */
export function drawing(svg: string): Html {
  if (!/^<svg [^<>]*>/.test(svg) || /<script|<foreignObject|\son\w+=|javascript:/i.test(svg)) {
    throw new TypeError('only a plain SVG image may stand in a page as it is')
  }
  return { [markup]: svg }
}

/** Takes a text of the host's as HTML: whatever in it comes from elsewhere must have been escaped by whoever made it. */
export function trustedHtml(text: string): Html {
  return { [markup]: text }
}

/** The text of a piece of HTML, to be sent. */
export function textOf(page: Html): string {
  return page[markup]
}

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escape(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return renderAll(value as readonly Value[])
  const text: unknown = (value as Html)[markup]
  if (typeof text !== 'string') throw new TypeError('an object of another kind may not stand in a page')
  return text
}

function renderAll(values: readonly Value[]): string {
  let text = ''
  for (const value of values) text += render(value)
  return text
}

function escape(text: string): string {
  return special.test(text) ? text.replaceAll(everySpecial, (sign) => entities[sign] ?? sign) : text
}

/** Looks at a template once: where its values stand, and its text without the indentation that source code has. */
function templateOf(strings: TemplateStringsArray): Template {
  const template = {
    strings: strings.map((text) => text.replace(/\s*\n\s*(?=\/?>)/g, '').replace(/\s*\n\s*/g, '\n')),
    places: placesOf(strings),
  }
  templates.set(strings, template)
  return template
}

/** Finds the places of a template's values; throws for those where escaping is no help: scripts, handlers, names, no quotes. */
function placesOf(strings: TemplateStringsArray): readonly Place[] {
  let place: Place = 'text'
  let before = ''
  return strings.slice(0, -1).map((string) => {
    place = [...string].reduce<Place>(nextPlace, place)
    before += string
    if (unsafe[place].test(before.slice(before.lastIndexOf('<')))) {
      throw new TypeError(`a value may not stand here: …${before.slice(-40)}`)
    }
    return place
  })
}

/** What a tag begins with where a value may not follow. */
const unsafe: Readonly<Record<Place, RegExp>> = {
  text: /^<(script|style)\b/i,
  quoted: /\son\w+="[^"]*$/i,
  tag: /=\s*$|='[^']*$|^<[^\s>]*$/,
}

function nextPlace(place: Place, sign: string): Place {
  if (place === 'text') return sign === '<' ? 'tag' : 'text'
  if (sign === '"') return place === 'tag' ? 'quoted' : 'tag'
  return place === 'tag' && sign === '>' ? 'text' : place
}
