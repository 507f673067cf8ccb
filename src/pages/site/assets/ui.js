// Everything here is a convenience: without it pages are longer ways round, but work.

for (const element of document.querySelectorAll('[data-needs-script]')) element.hidden = false

for (const time of document.querySelectorAll('time[data-style]')) {
  const timeStyle = time.dataset.style === 'time' ? 'short' : undefined
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    dateStyle: 'medium',
    timeStyle,
  })
  time.textContent = format.format(new Date(time.dateTime))
}

// On a phone the navigation scrolls.
document.querySelector('.kw-nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

document.addEventListener('focusin', ({ target }) => {
  if (target.matches('[data-select]')) target.select()
})

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog]')
  const dialog = opener && document.getElementById(opener.dataset.dialog)
  if (dialog) {
    event.preventDefault()
    dialog.showModal()
  }
  const button = event.target.closest('[data-copy]')
  if (button) void copy(button)
})

// A second click must not send a form again while the first is under way.
document.addEventListener('submit', (event) => {
  const { target, submitter, defaultPrevented } = event
  if (defaultPrevented || submitter?.formMethod === 'dialog' || !target.closest('.kw')) return
  if (target.dataset.sent) event.preventDefault()
  target.dataset.sent = 'yes'
})
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent
})

// What was told once is not told again when the page is loaded again.
if (document.querySelector('[data-passing]')) {
  const url = new URL(location.href)
  for (const name of ['done', 'notice']) url.searchParams.delete(name)
  history.replaceState(history.state, '', url)
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy)
  try {
    await navigator.clipboard.writeText(field.value)
  } catch {
    // Not allowed to, or not over https.
    field.select()
    document.execCommand('copy')
    button.focus()
  }
  const { copied } = button.dataset
  button.dataset.label ??= button.textContent
  button.textContent = copied
  button.nextElementSibling.textContent = copied
  setTimeout(() => {
    button.textContent = button.dataset.label
    button.nextElementSibling.textContent = ''
  }, 2000)
}
