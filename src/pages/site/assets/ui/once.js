// What is shown once: saved as a file, and gone when the page is left, for browsers keep pages to show them again.

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-save]')
  if (!button) return
  const { save, before, file } = button.dataset
  const text = `${before}${document.getElementById(save).value}\n`
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  Object.assign(document.createElement('a'), { href, download: file }).click()
  setTimeout(() => URL.revokeObjectURL(href), 1000)
})

addEventListener('pagehide', () => {
  for (const shown of document.querySelectorAll('[data-once]')) {
    shown.replaceChildren()
    document.documentElement.dataset.left = 'yes'
  }
})
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && document.documentElement.dataset.left) location.reload()
})
