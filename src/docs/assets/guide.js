// On a guide, alone or in the portal: names this server in the code, and adds a button to each block that copies it.
const within = ':is(.guide, [id*="/tag/guide-"] .markdown)'

function equip() {
  for (const pre of document.querySelectorAll(`${within} pre:not(.code > pre)`)) {
    for (const text of textsIn(pre)) text.data = text.data.replaceAll('http://localhost:8000', location.origin)
    const block = document.createElement('div')
    block.className = 'code'
    pre.replaceWith(block)
    // Without a secure context, the browser gives no access to its clipboard.
    block.append(...(navigator.clipboard ? [copyButton(pre)] : []), pre)
  }
  // What scrolls takes the focus, so that keys can scroll it.
  for (const scroller of document.querySelectorAll(`${within} :is(pre, table):not([tabindex])`)) scroller.tabIndex = 0
}

function copyButton(pre) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(pre.textContent)
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 2000)
  })
  return button
}

function textsIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode()) texts.push(walker.currentNode)
  return texts
}

equip()
// The portal renders a guide when it is scrolled to.
new MutationObserver(equip).observe(document.body, { childList: true, subtree: true })
