import { Marked } from 'marked'
import Prism from 'prismjs'
import loadLanguages from 'prismjs/components/index.js'

// Those that the guides use; what is in another one is shown plain.
loadLanguages(['bash', 'json', 'typescript'])

const marked = new Marked({
  renderer: {
    // Highlighted when it is built, so that pages can be read without scripts. A block takes the focus, so that keys can scroll it.
    code({ text, lang = '' }) {
      const grammar = Prism.languages[lang]
      const shown = grammar ? Prism.highlight(text, grammar, lang) : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      return `<pre tabindex="0"><code class="language-${lang}">${shown}</code></pre>\n`
    },
  },
})

/** Markdown as HTML. */
export const toHtml = (text: string): string => marked.parse(text, { async: false }).replaceAll('<table>', '<table tabindex="0">')
