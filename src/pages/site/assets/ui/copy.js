document.addEventListener('focusin', ({ target }) => {
  if (target.matches('[data-select]')) target.select()
})

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-copy]')
  if (button) void copy(button)
})

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
