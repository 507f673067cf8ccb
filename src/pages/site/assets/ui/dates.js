// Shows times in the browser's own zone, and those near to now as people say them.

const locale = document.documentElement.lang || undefined
const [date, time, title] = [{}, { timeStyle: 'short' }, { timeStyle: 'long' }].map(
  (style) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...style }),
)
const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const [minute, hour, day] = [6e4, 36e5, 864e5]

let near = []
let now = Date.now()
let behind = 0

show()
setInterval(tell, minute)
// Hidden pages are kept waiting.
document.addEventListener('visibilitychange', tell)
// A part of the page is another one.
document.addEventListener('kw-shown', show)

function show() {
  for (const element of document.querySelectorAll('time[data-style], time[data-relative]')) {
    const at = new Date(element.dateTime)
    element.title = title.format(at)
    if (element.dataset.style)
      element.textContent = (element.dataset.style === 'time' ? time : date).format(at)
  }
  for (const option of document.querySelectorAll('option[data-at]'))
    option.textContent = option.dataset.text.replace('{time}', time.format(new Date(option.dataset.at)))
  near = [...document.querySelectorAll('time[data-relative]')]
  // By the server's clock: the browser's may be wrong.
  if (near.length > 0) behind = Number(near[0].dataset.now) - Date.now()
  tell()
}

function tell() {
  now = Date.now() + behind
  for (const element of near) {
    const at = Date.parse(element.dateTime)
    // Several servers' clocks need not agree either.
    element.textContent = said(element, element.dataset.relative === 'ago' ? Math.min(at, now) : at)
  }
}

function said({ dataset }, at) {
  const away = at - now
  const size = Math.abs(away)
  if (size < minute) return dataset.just ?? words.format(0, 'second')
  if (size < hour) return words.format(Math.trunc(away / minute), 'minute')
  if (size < day) return words.format(Math.trunc(away / hour), 'hour')
  const days = Math.round((midnight(at) - midnight(now)) / day)
  return Math.abs(days) > 30 ? dataset.on.replace('{date}', date.format(at)) : words.format(days, 'day')
}

function midnight(at) {
  return new Date(at).setHours(0, 0, 0, 0)
}
