// A menu closes with Escape, by a click elsewhere, and when something in it was chosen.
const openMenus = () => document.querySelectorAll('[data-menu][open]')

// Before the dialog that it may open, which gives the focus back to where it was.
document.addEventListener(
  'click',
  ({ target }) => {
    for (const menu of openMenus()) {
      const chosen = menu.contains(target) && target.closest('[data-menu] ul a, [data-menu] ul button')
      if (chosen) menu.querySelector('summary').focus()
      if (chosen || !menu.contains(target)) menu.open = false
    }
  },
  true,
)

document.addEventListener('keydown', (event) => {
  for (const menu of openMenus()) {
    if (event.key === 'Escape') {
      menu.open = false
      menu.querySelector('summary').focus()
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') continue
    const items = [...menu.querySelectorAll('a, button')]
    const step = event.key === 'ArrowDown' ? 1 : items.length - 1
    const at = items.indexOf(document.activeElement)
    items[at < 0 && step > 1 ? step : (at + step) % items.length].focus()
    event.preventDefault()
  }
})

document.addEventListener('focusout', ({ target, relatedTarget }) => {
  const menu = target.closest('[data-menu]')
  if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false
})
