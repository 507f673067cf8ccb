document.addEventListener('focusin', ({ target }) => {
  if (target.matches('[data-select]')) target.select()
})

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-copy], [data-copy-text]')
  if (button) void copy(button)
})

async function copy(button) {
  const { copied, copyText } = button.dataset
  const field = document.getElementById(button.dataset.copy) ?? document.createElement('textarea')
  if (copyText) field.value = copyText
  try {
    await navigator.clipboard.writeText(field.value)
  } catch {
    // Not allowed to, or not over https.
    if (copyText) button.append(field)
    field.select()
    document.execCommand('copy')
    if (copyText) field.remove()
    button.focus()
  }
  // Beside an icon only what it is called changes.
  const label = button.querySelector('.kw-tip') ?? button
  button.dataset.label ??= label.textContent
  label.textContent = copied
  button.nextElementSibling.textContent = copied
  setTimeout(() => {
    label.textContent = button.dataset.label
    button.nextElementSibling.textContent = ''
  }, 2000)
}
