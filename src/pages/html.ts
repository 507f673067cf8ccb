/** Only this file can make HTML: nothing that was sent or stored can pass for it. */
const markup: unique symbol = Symbol('markup')

/** Text that is HTML already. */
export interface Html {
  readonly [markup]: string
}

/** What may stand in a template; `null`, `undefined` and `false` show nothing. */
export type Value = string | number | Html | readonly Value[] | null | undefined | false

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Where a value stands: as text, in a quoted attribute, or among the attributes of a tag, where only markup may. */
type Place = 'text' | 'quoted' | 'tag'
interface Template {
  readonly strings: readonly string[]
  readonly places: readonly Place[]
}
const templates = new WeakMap<TemplateStringsArray, Template>()

/** A piece of a page: values are escaped, for text and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const { strings: fixed, places } = templates.get(strings) ?? templateOf(strings)
  let text = fixed[0] ?? ''
  for (const [i, value] of values.entries()) {
    if (places[i] === 'tag' && (typeof value === 'string' || typeof value === 'number')) {
      throw new TypeError('text may not stand among the attributes of a tag')
    }
    text += render(value) + (fixed[i + 1] ?? '')
  }
  return { [markup]: text }
}

/** An SVG image that this program drew itself: the one thing that is not escaped. */
export function drawing(svg: string): Html {
  if (!/^<svg [^<>]*>/.test(svg) || /<script|<foreignObject|\son\w+=|javascript:/i.test(svg)) {
    throw new TypeError('only a plain SVG image may stand in a page as it is')
  }
  return { [markup]: svg }
}

/** The HTML as text. */
export function textOf(page: Html): string {
  return page[markup]
}

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escape(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return (value as readonly Value[]).map(render).join('')
  const text: unknown = (value as Html)[markup]
  if (typeof text !== 'string') throw new TypeError('an object of another kind may not stand in a page')
  return text
}

function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, (sign) => entities[sign] ?? sign)
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
