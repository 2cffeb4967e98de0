// A bar chart as SVG, readable on a light and a dark background.

export type Group = { scenario: string; bars: { name: string; value: number }[] }

const width = 760
const labels = 210
const values = 80
const bar = { height: 18, gap: 6 }
const heading = 34

/** One group of horizontal bars for each scenario, all on one scale. The first bar of a group is highlighted. */
export function chart(title: string, groups: Group[]): string {
  const most = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value)))
  const parts: string[] = []
  let y = heading
  for (const { scenario, bars } of groups) {
    parts.push(text(12, y + 20, scenario, 'group'))
    y += heading
    for (const [index, { name, value }] of bars.entries()) {
      const length = Math.max(1, Math.round((value / most) * (width - labels - values)))
      parts.push(text(labels - 10, y + 13, name, 'name'))
      const kind = index === 0 ? 'ours' : 'theirs'
      parts.push(`<rect x="${labels}" y="${y}" width="${length}" height="${bar.height}" rx="2" class="${kind}"/>`)
      parts.push(text(labels + length + 8, y + 13, Math.round(value).toLocaleString('en'), 'value'))
      y += bar.height + bar.gap
    }
  }
  const height = y + 16
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escape(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #57606a }
.title, .group { font-weight: 600 }
.title { font-size: 15px }
.name { text-anchor: end }
.ours { fill: #0a7d5a }
.theirs { fill: #9aa4af }
@media (prefers-color-scheme: dark) { text { fill: #b8c0c8 } .ours { fill: #2fbf8f } .theirs { fill: #5c6670 } }
</style>
${text(12, 22, title, 'title')}
${parts.join('\n')}
</svg>
`
}

const text = (x: number, y: number, content: string, kind: string): string => `<text x="${x}" y="${y}" class="${kind}">${escape(content)}</text>`

const escape = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
